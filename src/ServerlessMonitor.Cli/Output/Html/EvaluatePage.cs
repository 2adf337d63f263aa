using ServerlessMonitor.Cli.Output.Charts;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Cli.Output.Html;

/// <summary>The evaluation of files as a page: what is broken, metrics over time with their estimates, and every window.</summary>
internal static class EvaluatePage
{
    // More marks than this stand too close to be told apart.
    private const int MostDrawn = 400;
    private const int MostMetrics = 4;
    private const int MostBreaches = 200;
    private const int MostColumns = 6;

    /// <summary>The whole page.</summary>
    /// <param name="document">What was found.</param>
    /// <param name="files">The names of the files of predictions.</param>
    /// <param name="baseline">The name of the baseline's; null: there is none.</param>
    /// <param name="madeAt">When it was made.</param>
    public static string Of(EvaluateDocument document, IReadOnlyList<string> files, string? baseline, DateTimeOffset madeAt)
    {
        var breaches = document.Windows.Sum(window => window.Breaches.Count);
        var name = files.Count == 1 ? files[0] : $"{files[0]} and {Words.Counted(files.Count - 1, "file")} more";
        var html = new HtmlWriter();
        html.Write($"<header><p class=\"kind\">Evaluation by window</p><h1><bdi>{name}</bdi>{(baseline is null ? string.Empty : " against ")}<bdi>{baseline}</bdi></h1>");
        html.Write($"<p class=\"verdict {(breaches == 0 ? "good" : "bad")}\">{(breaches == 0 ? "No rule is broken" : $"{Words.Counted(breaches, "finding")}")} in {Words.Counted(document.Windows.Count, "window")}.</p></header><main>");
        WriteBreaches(html, document, breaches);
        foreach (var family in document.Windows.GroupBy(window => window.Windows, StringComparer.Ordinal))
        {
            WriteFamily(html, family.Key, [.. family]);
        }

        WriteLabels(html, document.Labels ?? []);
        html.Write($"</main>");
        return Page.Of($"{name}: evaluation", madeAt, html.ToMarkup());
    }

    private static void WriteBreaches(HtmlWriter html, EvaluateDocument document, int count)
    {
        if (count == 0)
        {
            return;
        }

        html.Write($"<section><h2>Broken rules</h2><div class=\"scroll\"><table class=\"plain\"><thead><tr><th scope=\"col\">Window</th><th scope=\"col\">Severity</th><th scope=\"col\">Rule</th><th scope=\"col\">What it says</th></tr></thead><tbody>");
        var breaches = document.Windows.SelectMany(window => window.Breaches.Select(rule => (Window: window, Rule: rule)));
        foreach (var (window, rule) in breaches.OrderByDescending(pair => pair.Rule.Severity).ThenBy(pair => pair.Window.Start).Take(MostBreaches))
        {
            html.Write($"<tr><th scope=\"row\">{EvaluateTables.Span(window)}</th><td>{JsonText.Of(rule.Severity)}</td><td>{rule.AlertName}</td><td>{rule.Summary}</td></tr>");
        }

        html.Write($"</tbody></table></div>{Note(count > MostBreaches, $"The first {MostBreaches} of {Words.Count(count)}; --format json has all.")}</section>");
    }

    private static void WriteFamily(HtmlWriter html, string name, IReadOnlyList<EvaluateDocument.Window> windows)
    {
        var metrics = EvaluateTables.ShownOf(windows).Take(MostMetrics).ToList();
        html.Write($"<section><h2>Windows of {name}</h2>");
        foreach (var key in metrics)
        {
            WriteChart(html, key, windows);
        }

        html.Write($"<div class=\"scroll\"><table class=\"plain\"><caption>An estimate, marked ~, stands where no label is known.</caption><thead><tr><th scope=\"col\">Window</th><th scope=\"col\" class=\"number\">Rows</th><th scope=\"col\" class=\"number\">Labelled</th>");
        foreach (var key in metrics)
        {
            html.Write($"<th scope=\"col\" class=\"number\">{key}</th>");
        }

        html.Write($"<th scope=\"col\">Drifted columns</th><th scope=\"col\" class=\"number\">Quality findings</th></tr></thead><tbody>");
        foreach (var window in windows)
        {
            html.Write($"<tr><th scope=\"row\">{EvaluateTables.Span(window)}{(window.Provisional ? ", in part" : string.Empty)}</th><td class=\"number\">{Words.Count(window.Rows)}</td><td class=\"number\">{EvaluateTables.Labelled(window)}</td>");
            foreach (var key in metrics)
            {
                var (known, estimate) = (window.Metrics.GetValueOrDefault(key), window.Estimated.GetValueOrDefault(key));
                html.Write($"<td class=\"number{(known is { Alert: true } ? " bad" : string.Empty)}\">{Words.Figure(known?.Value, estimate?.Value)}</td>");
            }

            html.Write($"<td>{Drifted(window)}</td><td class=\"number\">{Words.Count(window.Quality.Count)}</td></tr>");
        }

        html.Write($"</tbody></table></div></section>");
    }

    private static void WriteChart(HtmlWriter html, string key, IReadOnlyList<EvaluateDocument.Window> windows)
    {
        var columns = windows
            .Where(window => window.End > window.Start && EvaluateTables.HasValue(window, key))
            .Select(window => new IntervalColumn(
                new TimeWindow(new DateTimeOffset(window.Start), new DateTimeOffset(window.End)),
                $"{EvaluateTables.Span(window)}: {Said(key, "realised", window.Metrics.GetValueOrDefault(key))}{Said(string.Empty, ", estimated", window.Estimated.GetValueOrDefault(key))}; {Words.Count(window.Rows)} rows, {EvaluateTables.Labelled(window)} labelled",
                window.Provisional,
                Point("baseline", window.Estimated.GetValueOrDefault(key)),
                Point("current", window.Metrics.GetValueOrDefault(key))))
            .OrderBy(column => column.Window.End)
            .TakeLast(MostDrawn)
            .ToList();
        if (columns.Count < 2)
        {
            return;
        }

        var estimated = columns.Exists(column => column.Points[0] is not null);
        html.Write($"<figure><figcaption>{key}: <span class=\"key current\"></span>realised, with its 95 % interval{new Markup(estimated ? "; <span class=\"key round baseline\"></span>estimated, with its bounds" : string.Empty)}{(columns.Exists(column => column.Faint) ? "; faint: in part" : string.Empty)}</figcaption><div class=\"scroll\">{IntervalChart.Large(columns, $"{key} over time")}</div></figure>");
    }

    private static void WriteLabels(HtmlWriter html, IReadOnlyList<LabelFileEntry> files)
    {
        if (files.Count == 0)
        {
            return;
        }

        html.Write($"<section><h2>Files of labels</h2><div class=\"scroll\"><table class=\"plain\"><thead><tr><th scope=\"col\">File</th><th scope=\"col\" class=\"number\">Ids</th><th scope=\"col\" class=\"number\">Without a prediction</th><th scope=\"col\" class=\"number\">Predictions labelled</th><th scope=\"col\" class=\"number\">Corrected</th></tr></thead><tbody>");
        foreach (var file in files)
        {
            html.Write($"<tr><th scope=\"row\"><bdi>{file.File}</bdi></th><td class=\"number\">{Words.Count(file.Labels)}</td><td class=\"number\">{Words.Count(file.NotFound)}</td><td class=\"number\">{Words.Count(file.Matched)}</td><td class=\"number\">{Words.Count(file.Corrected)}</td></tr>");
        }

        html.Write($"</tbody></table></div></section>");
    }

    private static IntervalColumn.Point? Point(string style, EvaluateDocument.MetricEntry? metric) => metric?.Value is { } value ? new(style, value, metric.Lower, metric.Upper) : null;

    private static string Said(string key, string what, EvaluateDocument.MetricEntry? metric) => metric?.Value is null ? string.Empty
        : $"{key} {what} {Words.Figure(metric.Value)}{(metric is { Lower: { } lower, Upper: { } upper } ? $" ({Words.Figure(lower)} to {Words.Figure(upper)})" : string.Empty)}";

    private static string Drifted(EvaluateDocument.Window window)
    {
        var drifted = window.Drift.Where(drift => drift.Verdict is "drift").Select(drift => drift.Name!).ToList();
        return drifted.Count == 0 ? window.Drift.Count == 0 ? "-" : "none"
            : string.Join(", ", drifted.Take(MostColumns)) + (drifted.Count > MostColumns ? $" and {drifted.Count - MostColumns} more" : string.Empty);
    }

    private static Markup Note(bool isNeeded, string text)
    {
        var html = new HtmlWriter();
        if (isNeeded)
        {
            html.Write($"<p class=\"note\">{text}</p>");
        }

        return html.ToMarkup();
    }
}
