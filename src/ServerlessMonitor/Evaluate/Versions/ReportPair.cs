using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>The reports of two versions on one window.</summary>
public sealed record ReportPair
{
    /// <summary>Puts them together.</summary>
    /// <exception cref="ArgumentException">They are not of the same window.</exception>
    public ReportPair(EvaluationReport champion, EvaluationReport challenger)
    {
        if (champion.Spec != challenger.Spec || champion.Window != challenger.Window)
        {
            throw new ArgumentException($"{champion.Model} {champion.Window} cannot be compared with {challenger.Model} {challenger.Window}: not the same window.", nameof(challenger));
        }

        Champion = champion;
        Challenger = challenger;
    }

    /// <summary>The version that is compared with.</summary>
    public EvaluationReport Champion { get; }

    /// <summary>The version that is compared.</summary>
    public EvaluationReport Challenger { get; }

    /// <summary>The window of both.</summary>
    public TimeWindow Window => Champion.Window;

    /// <summary>The reports of windows that both versions have rows in, by end.</summary>
    public static IReadOnlyList<ReportPair> Match(IEnumerable<EvaluationReport> champion, IEnumerable<EvaluationReport> challenger)
    {
        var others = challenger.Where(report => report.Rows > 0).ToDictionary(report => (report.Spec, report.Window));
        return
        [
            .. champion
                .Where(report => report.Rows > 0 && others.ContainsKey((report.Spec, report.Window)))
                .Select(report => new ReportPair(report, others[(report.Spec, report.Window)]))
                .OrderBy(pair => pair.Window.End),
        ];
    }
}
