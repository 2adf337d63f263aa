using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Cli.Offline;

/// <summary>Compares one file with another: drift and quality of every column.</summary>
/// <param name="monitor">Roles, methods and limits.</param>
/// <param name="time">For the report's date.</param>
internal sealed class CompareFiles(MonitorDefinition monitor, TimeProvider time)
{
    // Half of the columns, as in the suite's own rule on the whole data set.
    private const double DatasetShare = 0.5;

    private static readonly EvaluationFamily[] Families = [EvaluationFamily.Drift, EvaluationFamily.Quality];

    private readonly EvaluateWindow _evaluate = new();

    /// <summary>What of a baseline the comparison with a file needs.</summary>
    /// <param name="monitor">Says what is learnt, and the season.</param>
    /// <param name="current">What is judged.</param>
    public static BaselineUse UseOf(MonitorDefinition monitor, BatchProfile current)
    {
        // Rows without times of their own have none of a season.
        var hasTimes = current.Schema.Find(ColumnRole.Timestamp) is { } time && ProfileOf(current).Columns.GetValueOrDefault(time.Name) is { Present: > 0 };
        return new BaselineUse(hasTimes ? monitor : monitor with { Baseline = monitor.Baseline with { Season = null } }, current.EventRange, monitor.Service is null ? Families : [.. Families, EvaluationFamily.Performance]);
    }

    /// <summary>Compares two profiles.</summary>
    /// <param name="baselineFile">The name of the file that it is compared with.</param>
    /// <param name="baseline">What it is compared with.</param>
    /// <param name="resolved">The same, as <see cref="UseOf"/> has it.</param>
    /// <param name="currentFile">The name of the file that is judged.</param>
    /// <param name="current">What is judged.</param>
    /// <param name="allMethods">Whether every method that applies to a column is computed.</param>
    public CompareDocument Compare(string baselineFile, BatchProfile baseline, ResolvedBaseline resolved, string currentFile, BatchProfile current, bool allMethods)
    {
        var report = Evaluate(resolved, current, monitor, Families);
        var service = Service(resolved, current);
        var methods = allMethods ? AllMethods(resolved, current) : [];
        var (before, after) = (ProfileOf(baseline), ProfileOf(current));
        var names = before.Schema.Columns.Concat(after.Schema.Columns).DistinctBy(column => column.Name, StringComparer.Ordinal);
        var drifts = report.Drift.ToDictionary(drift => drift.Column, StringComparer.Ordinal);
        var columns = names.Select(column => new CompareDocument.Column(
            column.Name,
            JsonText.Of(column.Kind),
            JsonText.Of(column.Role),
            drifts.GetValueOrDefault(column.Name) is { } drift ? DriftEntry.Of(drift) : null,
            drifts.ContainsKey(column.Name) ? null : WhyNot(column, before, after),
            methods.GetValueOrDefault(column.Name) ?? (allMethods ? new Dictionary<string, CompareDocument.Score>(StringComparer.Ordinal) : null),
            new CompareDocument.ColumnQuality(
                new CompareDocument.Pair(MissingShare(before, column.Name), MissingShare(after, column.Name)),
                [.. Breaches(report).Where(finding => Same(finding.Column, column.Name)).Select(FindingEntry.Of)]))).ToList();
        var drifted = report.Drift.Count(drift => drift.Verdict == DriftVerdict.Drift);
        var share = report.Drift.Count == 0 ? 0 : (double)drifted / report.Drift.Count;
        return new CompareDocument(
            new CompareDocument.Side(Path.GetFileName(baselineFile), baseline.Rows, baseline.RejectedRowCount),
            new CompareDocument.Side(Path.GetFileName(currentFile), current.Rows, current.RejectedRowCount),
            columns,
            new CompareDocument.DatasetEntry(
                drifted,
                share,
                share >= DatasetShare && drifted > 0 ? "drift" : "ok",
                [.. Breaches(report).Where(finding => finding.Column is null).Select(FindingEntry.Of), .. service?.Rules.Where(rule => rule.Outcome == VerdictOutcome.Breach).Select(FindingEntry.OfService) ?? []],
                [.. report.Multivariate.Select(joint => new CompareDocument.Joint(
                    joint.Method, JsonText.Finite(joint.Value), JsonText.Finite(joint.Baseline), joint.Columns, joint.Largest, joint.Reason)
                {
                    Threshold = JsonText.Finite(joint.Threshold),
                    ThresholdNote = joint.ThresholdNote,
                    Verdict = joint.Verdict is { } verdict ? JsonText.Of(verdict) : null,
                })]))
        {
            Segments = SegmentEntry.Of(report),
            Service = service?.Metrics.Where(metric => ServiceKeys.Includes(metric.Key)).ToDictionary(metric => metric.Key, EvaluateDocument.MetricEntry.Of, StringComparer.Ordinal),
        };
    }

    private static bool Same(string? left, string right) => string.Equals(left, right, StringComparison.Ordinal);

    // The same order as the engine has its reasons.
    private string WhyNot(ColumnSchema column, DatasetProfile before, DatasetProfile after) => column switch
    {
        { Role: ColumnRole.Ignored } => "left out by the monitor file",
        _ when monitor.Columns.Ignore.Contains(column.Name, StringComparer.Ordinal) => "left out by the monitor file",
        _ when monitor.Service?.Has(column.Name) == true => "says how the model is served",
        _ when monitor.Drift.Columns.GetValueOrDefault(column.Name) is { Enabled: false } => "switched off by the monitor file",
        { Role: ColumnRole.Id or ColumnRole.Query } => "ids are not compared",
        { Role: ColumnRole.Timestamp } or { Kind: ColumnKind.Timestamp } => "times are not compared",
        _ when before.Columns.GetValueOrDefault(column.Name) is not { Rows: > 0 } => "new: the baseline has no such column",
        { Kind: ColumnKind.Text } => "free text is not compared",
        _ when after.Columns.GetValueOrDefault(column.Name) is not { Present: > 0 } => "labels that come later are not compared",
        _ => "not compared",
    };

    private static DatasetProfile ProfileOf(BatchProfile batch) => batch.Hours[0].Profile;

    private static IEnumerable<QualityFinding> Breaches(EvaluationReport report) => report.Quality.Where(finding => finding.Outcome == VerdictOutcome.Breach);

    private static double? MissingShare(DatasetProfile profile, string name) =>
        profile.Columns.TryGetValue(name, out var column) && column.Rows > 0 ? (double)(column.Missing + column.NaN) / column.Rows : null;

    private EvaluationReport Evaluate(ResolvedBaseline baseline, BatchProfile current, MonitorDefinition definition, IReadOnlyList<EvaluationFamily> families, string windows = "1d") =>
        _evaluate.Evaluate(baseline.For(new EvaluationInput(new ModelVersion(definition.Model, "local"), WindowSpec.Tumbling(windows), current.EventRange, definition, ProfileOf(current))
        {
            Families = families,
            EvaluatedAt = time.GetUtcNow(),
        }));

    /// <summary>How the model was served, which needs no labels, over the hours of either file; null where the monitor names no columns for it.</summary>
    private EvaluationReport? Service(ResolvedBaseline baseline, BatchProfile current) => monitor.Service is null ? null : Evaluate(
        baseline, current, monitor with { Segments = [], Performance = [.. monitor.Performance.Where(rule => ServiceKeys.Includes(rule.Metric))] }, [EvaluationFamily.Performance], windows: "1h");

    /// <summary>Every column by every method that applies to it; the engine says which it used when one does not apply.</summary>
    private Dictionary<string, IReadOnlyDictionary<string, CompareDocument.Score>> AllMethods(ResolvedBaseline baseline, BatchProfile current)
    {
        var scores = new Dictionary<string, Dictionary<string, CompareDocument.Score>>(StringComparer.Ordinal);
        var off = monitor.Drift.Columns.Where(column => !column.Value.Enabled).ToDictionary(StringComparer.Ordinal);
        foreach (var method in MeasureKeys.DriftMethods.Where(key => key is not "auto"))
        {
            var forced = monitor with { Drift = new DriftDefinition { Method = method, Columns = off }, Segments = [] };
            foreach (var drift in Evaluate(baseline, current, forced, [EvaluationFamily.Drift]).Drift.Where(drift => Same(drift.Method, method)))
            {
                if (!scores.TryGetValue(drift.Column, out var column))
                {
                    scores[drift.Column] = column = new Dictionary<string, CompareDocument.Score>(StringComparer.Ordinal);
                }

                column[method] = new CompareDocument.Score(
                    JsonText.Finite(drift.Value), JsonText.Finite(drift.PValue), drift.Threshold, JsonText.Of(drift.Verdict), drift.Value is null ? drift.Reason : null);
            }
        }

        return scores.ToDictionary(pair => pair.Key, pair => (IReadOnlyDictionary<string, CompareDocument.Score>)pair.Value, StringComparer.Ordinal);
    }
}
