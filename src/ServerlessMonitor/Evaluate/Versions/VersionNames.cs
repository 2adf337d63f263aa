using System.Globalization;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>Says what a comparison found, in sentences.</summary>
/// <param name="Champion">The version that is compared with.</param>
/// <param name="Challenger">The version that is compared.</param>
internal sealed record VersionNames(string Champion, string Challenger)
{
    private const int MostDecimals = 8;

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
            $"with {Say.Count(window.Challenger.LabelledRows, "labelled row")} against {window.Champion.LabelledRows.ToString("N0", CultureInfo.InvariantCulture)}"),
    };

    /// <summary>Two values and their difference, with as many digits as its interval allows: <c>0.512 against 0.478, +0.034 (95 % interval +0.021 to +0.047)</c>.</summary>
    public static string Figures(double? champion, double? challenger, double? difference, double? lower, double? upper)
    {
        int decimals = Decimals((upper - lower) / 2);
        return $"{Number(challenger, decimals)} against {Number(champion, decimals)}, {Signed(difference, decimals)} (95 % interval {Signed(lower, decimals)} to {Signed(upper, decimals)})";
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

    // Two digits of the interval's half width.
    private static int Decimals(double? half) => half is { } known and > 0 && double.IsFinite(known) ? Math.Clamp(1 - (int)Math.Floor(Math.Log10(known)), 0, MostDecimals) : 3;

    private static string Number(double? value, int decimals) => value is { } known ? known.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : "-";

    private static string Signed(double? value, int decimals)
    {
        string text = Number(value, decimals);
        return text.StartsWith('-') || value is null ? text : "+" + text;
    }
}
