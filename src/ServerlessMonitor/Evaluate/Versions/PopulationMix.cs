using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>How the rows that two versions scored differ: then their metrics may differ though the models are alike.</summary>
internal static class PopulationMix
{
    private const string LabelRate = "prevalence";
    private const string PredictionRate = "predictedPositiveRate";

    // A difference that is sure and smaller than this share of the value changes no metric much.
    private const double LeastRelative = 0.05;

    /// <summary>What is seen of it: other shares of positive labels or predictions, and features that drift for one of them alone in at least half of the windows.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<MetricTotal> totals, IReadOnlyList<ReportPair> drift, VersionNames names)
    {
        if (Differing(totals, LabelRate) is { } labels)
        {
            yield return $"The rows of version {names.Challenger} have another share of positive labels ({LabelRate}) than those of version {names.Champion}: {Figures(labels)}; that alone can make metrics differ.";
        }

        if (Differing(totals, PredictionRate) is { } predictions)
        {
            yield return $"Version {names.Challenger} predicts positive at another rate ({PredictionRate}) than version {names.Champion}: {Figures(predictions)}; its rows may differ, or the model itself.";
        }

        var lonely = drift
            .SelectMany(pair => Lonely(pair.Champion, pair.Challenger).Concat(Lonely(pair.Challenger, pair.Champion)))
            .GroupBy(item => item)
            .Where(group => group.Count() * 2 >= drift.Count);
        foreach (var group in lonely.OrderBy(group => group.Key.Column, StringComparer.Ordinal))
        {
            yield return $"{group.Key.Column} drifts for version {group.Key.Version} alone, in {group.Count()} of {Say.Count(drift.Count, "window")}, each against its own baseline.";
        }
    }

    private static IEnumerable<(string Column, string Version)> Lonely(EvaluationReport report, EvaluationReport other) =>
        from column in report.Drift
        where column is { Role: ColumnRole.Feature, Verdict: DriftVerdict.Drift }
            && other.Drift.Any(match => match.Verdict == DriftVerdict.Ok && string.Equals(match.Column, column.Column, StringComparison.Ordinal))
        select (column.Column, report.Model.Version);

    private static MetricTotal? Differing(IReadOnlyList<MetricTotal> totals, string key) => totals.FirstOrDefault(total =>
        string.Equals(total.Key, key, StringComparison.Ordinal)
        && total.Verdict == VersionVerdict.Differs
        && Math.Abs(total.Difference!.Value) >= LeastRelative * Math.Abs(total.Champion!.Value));

    private static string Figures(MetricTotal total) => VersionNames.Figures(total.Champion, total.Challenger, total.Difference, total.Lower, total.Upper);
}
