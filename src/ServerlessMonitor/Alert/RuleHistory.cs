using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Alert;

/// <summary>
/// What the stored reports around a window say, rule by rule. While an alert has never existed, an Ok leaves no trace in it; when it is created, those
/// windows have to be asked for, or a breach of the past would look like one of today.
/// </summary>
internal sealed class RuleHistory
{
    private readonly Dictionary<(string AlertName, string RuleId), List<WindowOutcome>> _outcomes = [];

    private RuleHistory()
    {
    }

    /// <summary>Reads the complete reports of the same windows, from as far back as a timeline reaches until now.</summary>
    public static async Task<RuleHistory> LoadAsync(IReportStore reports, EvaluationReport around, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var history = new RuleHistory();
        DateTimeOffset until = now > around.Window.End ? now : around.Window.End;
        var range = new TimeWindow(around.Window.End - Reach(around.Spec.Step), until);
        await foreach (EvaluationReport report in reports.QueryAsync(around.Model, around.Spec, range, cancellationToken))
        {
            if (!report.Provisional)
            {
                history.Add(report);
            }
        }

        return history;
    }

    /// <summary>The rule's outcomes by window end.</summary>
    public IReadOnlyList<WindowOutcome> Of(AlertIdentity identity) => _outcomes.GetValueOrDefault((identity.AlertName, identity.RuleId)) ?? [];

    private static TimeSpan Reach(WindowLength step) => AlertTimeline.Capacity * step.Count * step.Unit switch
    {
        WindowUnit.Hour => TimeSpan.FromHours(1),
        WindowUnit.Day => TimeSpan.FromDays(1),
        _ => TimeSpan.FromDays(31),
    };

    private void Add(EvaluationReport report)
    {
        foreach (RuleVerdict verdict in report.Rules)
        {
            var key = (verdict.AlertName, verdict.RuleId);
            if (!_outcomes.TryGetValue(key, out List<WindowOutcome>? outcomes))
            {
                _outcomes[key] = outcomes = [];
            }

            outcomes.Add(new WindowOutcome(report.Window, verdict with { Contributions = [] }, report.Revision));
        }
    }
}
