using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Cli.Offline;

/// <summary>Compares one file with another: drift and quality of every column.</summary>
/// <param name="monitor">Roles, methods and limits.</param>
/// <param name="time">For the report's date.</param>
internal sealed class CompareFiles(MonitorDefinition monitor, TimeProvider time)
{
    // Half of the columns, as in the suite's own rule on the whole data set.
    private const double DatasetShare = 0.5;

    private readonly EvaluateWindow _evaluate = new();

    /// <summary>Compares two profiles.</summary>
    /// <param name="baseline">What it is compared with.</param>
    /// <param name="current">What is judged.</param>
    /// <param name="allMethods">Whether every method that applies to a column is computed.</param>
    public CompareDocument Compare(BatchProfile baseline, BatchProfile current, bool allMethods)
    {
        var report = Evaluate(baseline, current, monitor, [EvaluationFamily.Drift, EvaluationFamily.Quality]);
        var methods = allMethods ? AllMethods(baseline, current) : [];
        var (before, after) = (ProfileOf(baseline), ProfileOf(current));
        var names = before.Schema.Columns.Concat(after.Schema.Columns).DistinctBy(column => column.Name, StringComparer.Ordinal);
        var columns = names.Select(column => new CompareDocument.Column(
            column.Name,
            JsonText.Of(column.Kind),
            JsonText.Of(column.Role),
            report.Drift.FirstOrDefault(drift => Same(drift.Column, column.Name)) is { } drift ? DriftEntry.Of(drift) : null,
            methods.GetValueOrDefault(column.Name) ?? (allMethods ? new Dictionary<string, CompareDocument.Score>(StringComparer.Ordinal) : null),
            new CompareDocument.ColumnQuality(
                new CompareDocument.Pair(MissingShare(before, column.Name), MissingShare(after, column.Name)),
                [.. Breaches(report).Where(finding => Same(finding.Column, column.Name)).Select(FindingEntry.Of)]))).ToList();
        var drifted = report.Drift.Count(drift => drift.Verdict == DriftVerdict.Drift);
        var share = report.Drift.Count == 0 ? 0 : (double)drifted / report.Drift.Count;
        return new CompareDocument(
            new CompareDocument.Side(baseline.Rows, baseline.RejectedRowCount),
            new CompareDocument.Side(current.Rows, current.RejectedRowCount),
            columns,
            new CompareDocument.DatasetEntry(
                drifted, share, share >= DatasetShare && drifted > 0 ? "drift" : "ok", [.. Breaches(report).Where(finding => finding.Column is null).Select(FindingEntry.Of)]));
    }

    private static bool Same(string? left, string right) => string.Equals(left, right, StringComparison.Ordinal);

    private static DatasetProfile ProfileOf(BatchProfile batch) => batch.Hours[0].Profile;

    private static IEnumerable<QualityFinding> Breaches(EvaluationReport report) => report.Quality.Where(finding => finding.Outcome == VerdictOutcome.Breach);

    private static double? MissingShare(DatasetProfile profile, string name) =>
        profile.Columns.TryGetValue(name, out var column) && column.Rows > 0 ? (double)(column.Missing + column.NaN) / column.Rows : null;

    private EvaluationReport Evaluate(BatchProfile baseline, BatchProfile current, MonitorDefinition definition, IReadOnlyList<EvaluationFamily> families) =>
        _evaluate.Evaluate(new EvaluationInput(new ModelVersion(definition.Model, "local"), WindowSpec.Tumbling("1d"), current.EventRange, definition, ProfileOf(current))
        {
            Families = families,
            Baseline = ProfileOf(baseline),
            BaselineName = "the baseline",
            EvaluatedAt = time.GetUtcNow(),
        });

    /// <summary>Every column by every method that applies to it; the engine says which it used when one does not apply.</summary>
    private Dictionary<string, IReadOnlyDictionary<string, CompareDocument.Score>> AllMethods(BatchProfile baseline, BatchProfile current)
    {
        var scores = new Dictionary<string, Dictionary<string, CompareDocument.Score>>(StringComparer.Ordinal);
        foreach (var method in MeasureKeys.DriftMethods.Where(key => key is not "auto"))
        {
            var forced = monitor with { Drift = new DriftDefinition { Method = method } };
            foreach (var drift in Evaluate(baseline, current, forced, [EvaluationFamily.Drift]).Drift.Where(drift => Same(drift.Method, method)))
            {
                if (!scores.TryGetValue(drift.Column, out var column))
                {
                    scores[drift.Column] = column = new Dictionary<string, CompareDocument.Score>(StringComparer.Ordinal);
                }

                column[method] = new CompareDocument.Score(JsonText.Finite(drift.Value), JsonText.Finite(drift.PValue), JsonText.Of(drift.Verdict));
            }
        }

        return scores.ToDictionary(pair => pair.Key, pair => (IReadOnlyDictionary<string, CompareDocument.Score>)pair.Value, StringComparer.Ordinal);
    }
}
