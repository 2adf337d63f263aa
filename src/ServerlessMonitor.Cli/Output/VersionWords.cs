using System.Globalization;
using ServerlessMonitor.Evaluate.Versions;

namespace ServerlessMonitor.Cli.Output;

/// <summary>What a comparison of versions found, as people read it.</summary>
internal static class VersionWords
{
    /// <summary>A verdict in words; "-" where there is none.</summary>
    public static string Of(VersionVerdict? verdict) => verdict switch
    {
        VersionVerdict.Better => "better",
        VersionVerdict.Worse => "worse",
        VersionVerdict.NoDifferenceSeen => "no difference seen",
        VersionVerdict.NotEnoughData => "not enough data",
        VersionVerdict.Differs => "differs",
        _ => "-",
    };

    /// <summary>What of a metric is better.</summary>
    public static string Better(string? better) => better switch
    {
        "nearerZero" => "nearer zero",
        null => "neither",
        _ => better,
    };

    /// <summary>A window: its day, or its ends.</summary>
    public static string Window(Contracts.TimeWindow window) => window.Duration == TimeSpan.FromDays(1) && window.Start.TimeOfDay == TimeSpan.Zero
        ? Words.Instant(window.Start)
        : string.Create(CultureInfo.InvariantCulture, $"{Words.Instant(window.Start)} to {Words.Instant(window.End)}");

    /// <summary>What the comparison is over: <c>churn, 12 windows of 1d that both versions have rows in, 2026-03-02 to 2026-03-14</c>.</summary>
    public static string Extent(VersionComparison comparison)
    {
        var windows = comparison.Windows;
        var count = $"{Words.Counted(windows.Count, "window")} of {comparison.Spec} that both versions have rows in";
        return windows.Count == 0 ? $"{comparison.Model}, {count}" : $"{comparison.Model}, {count}, {Words.Instant(windows[0].Window.Start)} to {Words.Instant(windows[^1].Window.End)}";
    }

    /// <summary>What a paired comparison is over: <c>On the 800 rows that both scored, of 1,000 labelled rows of version 6 and 900 of version 7</c>.</summary>
    public static string Extent(PairedComparison paired, VersionComparison comparison) =>
        $"On the {Words.Counted(paired.Pairs, "row")} that both scored, of {Words.Counted(paired.ChampionLabelledRows, "labelled row")} of version {comparison.Champion} and {Words.Count(paired.ChallengerLabelledRows)} of version {comparison.Challenger}";

    /// <summary>The name of a paired test.</summary>
    public static string Test(string test) => test switch
    {
        "mcnemarExact" => "McNemar, exact",
        "mcnemar" => "McNemar",
        "deLong" => "DeLong",
        "pairedT" => "paired t",
        _ => test,
    };

    /// <summary>A probability with four decimals; "-" for none.</summary>
    public static string Probability(double? value) => value switch
    {
        null => "-",
        < 0.0001 => "< 0.0001",
        _ => value.Value.ToString("0.0000", CultureInfo.InvariantCulture),
    };

    /// <summary>Why a window is not in the total; null where it is.</summary>
    public static string? LeftOut(VersionWindow window) => window.Counts ? null : window.Provisional ? "provisional" : "overlaps";

    /// <summary>One metric of a window; null where it has none such.</summary>
    public static MetricDifference? MetricOf(VersionWindow window, string? key) => window.Metrics.FirstOrDefault(metric => string.Equals(metric.Key, key, StringComparison.Ordinal));
}
