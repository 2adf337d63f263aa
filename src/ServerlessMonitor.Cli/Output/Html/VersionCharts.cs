using ServerlessMonitor.Cli.Output.Charts;
using ServerlessMonitor.Evaluate.Versions;

namespace ServerlessMonitor.Cli.Output.Html;

/// <summary>One metric of two versions over time: both values, and below them their difference.</summary>
internal static class VersionCharts
{
    private const double DifferenceHeight = 180;

    public static void Write(HtmlWriter html, VersionComparison comparison, string key)
    {
        var windows = comparison.Windows
            .Select(window => (Window: window, Metric: VersionWords.MetricOf(window, key)))
            .Where(item => item.Metric is { Champion.Value: not null } or { Challenger.Value: not null })
            .Select(item => (item.Window, Metric: item.Metric!))
            .ToList();
        if (windows.Count == 0)
        {
            html.Write($"<p class=\"note\">No window has a value.</p>");
            return;
        }

        var values = windows.Select(item => new IntervalColumn(item.Window.Window, Title(comparison, item.Window, item.Metric), !item.Window.Counts, Of(item.Metric.Champion, "baseline"), Of(item.Metric.Challenger, "current"))).ToList();
        html.Write($"<figure><figcaption><span class=\"key round baseline\"></span>version {comparison.Champion} <span class=\"key current\"></span>version {comparison.Challenger}, each with its 95 % interval{(windows.Exists(item => !item.Window.Counts) ? "; faint: not in the total" : string.Empty)}</figcaption><div class=\"scroll\">{IntervalChart.Large(values, $"{key} of both versions over time")}</div></figure>");
        var differences = windows
            .Where(item => item.Metric.Difference is not null)
            .Select(item => new IntervalColumn(item.Window.Window, Title(comparison, item.Window, item.Metric), !item.Window.Counts, new IntervalColumn.Point(Style(item.Metric.Verdict), item.Metric.Difference!.Value, item.Metric.Lower, item.Metric.Upper)))
            .ToList();
        if (differences.Count > 0)
        {
            html.Write($"<figure><figcaption>Difference, version {comparison.Challenger} less version {comparison.Champion}{Direction(windows[0].Metric.Better)}</figcaption><div class=\"scroll\">{IntervalChart.Large(differences, $"Difference of {key} over time", DifferenceHeight, withZero: true)}</div></figure>");
        }
    }

    /// <summary>The class that colours a difference.</summary>
    public static string Style(VersionVerdict? verdict) => verdict switch
    {
        VersionVerdict.Better => "better",
        VersionVerdict.Worse => "worse",
        VersionVerdict.Differs => "differs",
        _ => "open",
    };

    private static string Direction(string? better) => better switch
    {
        "higher" => ": above zero is better",
        "lower" => ": below zero is better",
        "nearerZero" => ", of the distances from zero: below zero is better",
        _ => string.Empty,
    };

    private static IntervalColumn.Point? Of(MetricSide side, string style) => side.Value is { } value ? new(style, value, side.Lower, side.Upper) : null;

    private static string Title(VersionComparison comparison, VersionWindow window, MetricDifference metric)
    {
        var figures = new DifferenceFigures(metric.Lower, metric.Upper);
        return $"{VersionWords.Window(window.Window)}: version {comparison.Champion} {Value(metric.Champion)}, {Words.Counted(window.Champion.LabelledRows, "labelled row")}; "
            + $"version {comparison.Challenger} {Value(metric.Challenger)}, {Words.Counted(window.Challenger.LabelledRows, "labelled row")}; "
            + $"difference {figures.WithSign(metric.Difference)} ({figures.Interval}), {VersionWords.Of(metric.Verdict)}";

        string Value(MetricSide side) => side.Lower is null ? figures.Value(side.Value) : $"{figures.Value(side.Value)} ({figures.Value(side.Lower)} to {figures.Value(side.Upper)})";
    }
}
