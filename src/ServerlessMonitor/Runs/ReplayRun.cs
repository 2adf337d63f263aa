using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Runs.Replay;

namespace ServerlessMonitor.Runs;

/// <summary>Computes a stored verdict once more, from what the stores hold now, and says whether it comes out the same. Writes nothing.</summary>
public sealed class ReplayRun(
    MonitorCatalog monitors, IModelCatalog catalog, WindowLoader windows, BaselineResolver baselines, EvaluateWindow evaluate, IReportStore reports, TimeProvider clock)
{
    private readonly WindowInputs _inputs = new(windows, baselines, reports, clock);

    /// <summary>Whether JSON that was read as a report says which window of which model it is about, and what was evaluated.</summary>
    public static bool IsVerdict(EvaluationReport report) =>
        ModelVersion.IsValidName(report.Model.Model) && ModelVersion.IsValidName(report.Model.Version)
        && report is { Spec: { Length.Count: > 0, Step.Count: > 0 }, Families: { Count: > 0 }, InputDigest: not null }
        && report.Window.Duration > TimeSpan.Zero;

    /// <summary>Replays the newest stored verdict on a window.</summary>
    /// <param name="model">The model version.</param>
    /// <param name="spec">The windows.</param>
    /// <param name="end">The window's end.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ReplayAnswer> ReplayAsync(ModelVersion model, WindowSpec spec, DateTimeOffset end, CancellationToken cancellationToken) =>
        await reports.GetAsync(model, spec, end, cancellationToken) is { } stored
            ? await ReplayAsync(stored.Value, cancellationToken)
            : new ReplayAnswer(model.Model, model.Version, spec.Key, end, ReplayOutcome.Impossible, string.Create(CultureInfo.InvariantCulture, $"{model} has no verdict for the {spec} window that ends {end.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}.")) { IsUnknown = true };

    /// <summary>Replays a verdict, which may be an older revision of the stored one, or come from another place.</summary>
    /// <param name="verdict">The verdict, which <see cref="IsVerdict"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ReplayAnswer> ReplayAsync(EvaluationReport verdict, CancellationToken cancellationToken)
    {
        var answer = new ReplayAnswer(verdict.Model.Model, verdict.Model.Version, verdict.Spec.Key, verdict.Window.End, ReplayOutcome.Impossible, string.Empty)
        {
            Start = verdict.Window.Start,
            Revision = verdict.Revision,
            EvaluatedAt = verdict.EvaluatedAt,
        };
        if (verdict.Inputs?.EngineVersion > InputDigest.EngineVersion)
        {
            return answer with { Summary = string.Create(CultureInfo.InvariantCulture, $"Engine version {verdict.Inputs.EngineVersion} made the verdict; this build has {InputDigest.EngineVersion}. Replay it with the newer build.") };
        }

        if (await catalog.GetAsync(verdict.Model, cancellationToken) is null)
        {
            return answer with { Summary = $"Nothing has arrived here for {verdict.Model}: this is not the account that the verdict is from, or it has been emptied.", IsUnknown = true };
        }

        MonitorFileResult monitor = await monitors.GetAsync(verdict.Model.Model, cancellationToken);
        if (!monitor.IsValid)
        {
            return answer with { Summary = $"The monitor file of {verdict.Model.Model} cannot be used: {monitor.Problems[0]}" };
        }

        // What is not stored elsewhere is taken from the verdict: whether rows could still come, and what the windows before had then.
        var target = new WindowTarget(verdict.Model, verdict.Spec, verdict.Window, verdict.Families, monitor.Definition);
        (EvaluationInput input, ReportInputs now) = await _inputs.LoadAsync(target, verdict.Provisional, verdict.Inputs?.PrecedingRows, supersededAt: null, cancellationToken);
        bool isSame = input.InputDigest == verdict.InputDigest;
        string[] changes = isSame ? [] : [.. InputChanges.Of(verdict.Inputs, now), .. await NewerAsync(verdict, cancellationToken)];
        answer = answer with { SameInputs = isSame, InputChanges = changes };
        if (verdict.Rows > 0 && input.Current.Rows == 0)
        {
            return answer with { Summary = string.Create(CultureInfo.InvariantCulture, $"No rows of the window are stored any more; the verdict was made from {verdict.Rows:N0}.") };
        }

        (IReadOnlyList<ReplayDifference> differences, bool isExact) = ReportDifferences.Of(verdict, evaluate.Evaluate(input));
        return answer with
        {
            Outcome = differences.Count == 0 ? ReplayOutcome.Identical : ReplayOutcome.Differs,
            Summary = Say(differences.Count, isExact, isSame),
            Differences = [.. differences.Take(ReplayAnswer.MostDifferences)],
            DifferenceCount = differences.Count,
        };
    }

    private static string Say(int differences, bool isExact, bool isSame)
    {
        if (differences == 0)
        {
            string how = isExact ? "to the last bit" : "to 12 digits";
            return isSame ? $"Identical {how}, from the same inputs." : $"Identical {how}, though not all inputs are the same.";
        }

        string what = string.Create(CultureInfo.InvariantCulture, $"{differences:N0} {(differences == 1 ? "difference" : "differences")}");
        return isSame
            ? $"{what}, from the same inputs: the verdict was altered, or the engine does not keep its promise."
            : $"{what}: not all inputs are the same.";
    }

    private async Task<IEnumerable<string>> NewerAsync(EvaluationReport verdict, CancellationToken cancellationToken) =>
        await reports.GetAsync(verdict.Model, verdict.Spec, verdict.Window.End, cancellationToken) is { Value.Revision: var revision } && revision > verdict.Revision
            ? [string.Create(CultureInfo.InvariantCulture, $"The window has been evaluated again since: revision {revision} is stored, the verdict is revision {verdict.Revision}.")]
            : [];
}
