using System.Globalization;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>Says what a comparison found, in sentences.</summary>
/// <param name="Champion">The version that is compared with.</param>
/// <param name="Challenger">The version that is compared.</param>
internal sealed record VersionNames(string Champion, string Challenger)
{
    /// <summary>The total of the primary metric.</summary>
    public string Total(MetricTotal? total, int common) => total switch
    {
        null when common == 0 => NotEnough("they have no window in common"),
        null => NotEnough("no metric is known of both"),
        { Verdict: null } => Unknown(total.Key, total.Reason),
        { Verdict: VersionVerdict.NotEnoughData } => NotEnough(total.Reason ?? "too few labelled rows"),
        _ => Sentence(total.Verdict.Value, total.Key, total.Champion, total.Challenger, total.Difference, total.Lower, total.Upper, $"over {Say.Count(total.Windows, "window")}"),
    };

    /// <summary>The primary metric in one window.</summary>
    public string Window(MetricDifference? metric, VersionWindow window) => metric switch
    {
        null => NotEnough("no metric is known of both"),
        { Verdict: null } => Unknown(metric.Key, metric.Reason),
        { Verdict: VersionVerdict.NotEnoughData } => NotEnough(metric.Reason ?? "too few labelled rows"),
        _ => Sentence(
            metric.Verdict.Value,
            metric.Key,
            metric.Champion.Value,
            metric.Challenger.Value,
            metric.Difference,
            metric.Lower,
            metric.Upper,
            $"with {Say.Count(window.Challenger.RowsOf(metric.Key), VersionRows.NounOf(metric.Key))} against {window.Champion.RowsOf(metric.Key).ToString("N0", CultureInfo.InvariantCulture)}"),
    };

    /// <summary>Two values and their difference, with as many digits as its interval allows: <c>0.512 against 0.478, +0.034 (95 % interval +0.021 to +0.047)</c>.</summary>
    public static string Figures(double? champion, double? challenger, double? difference, double? lower, double? upper)
    {
        var figures = new DifferenceFigures(lower, upper);
        return $"{figures.Value(challenger)} against {figures.Value(champion)}, {figures.WithSign(difference)} (95 % interval {figures.Interval})";
    }

    private string Sentence(VersionVerdict verdict, string metric, double? champion, double? challenger, double? difference, double? lower, double? upper, string extent)
    {
        string said = verdict switch
        {
            VersionVerdict.Better => $"Version {Challenger} is better than version {Champion}",
            VersionVerdict.Worse => $"Version {Challenger} is worse than version {Champion}",
            VersionVerdict.Differs => $"Version {Challenger} differs from version {Champion}",
            _ => $"No difference seen between version {Challenger} and version {Champion}",
        };
        return $"{said}: {metric} {Figures(champion, challenger, difference, lower, upper)} {extent}.";
    }

    private string NotEnough(string why) => $"Not enough data to compare version {Challenger} with version {Champion}: {why}.";

    private string Unknown(string metric, string? why) => $"Version {Challenger} cannot be compared with version {Champion} by {metric}: {why ?? "it has no interval"}.";
}
