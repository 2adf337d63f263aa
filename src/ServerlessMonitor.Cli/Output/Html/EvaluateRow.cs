using System.Globalization;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Cli.Output.Html;

/// <summary>One window in the table of an evaluation: its row, and below it the details.</summary>
internal static class EvaluateRow
{
    private const int MostColumns = 4;

    // Metrics of that many columns beside the window's own.
    private const int OtherColumns = 5;

    /// <summary>What windows can be filtered by, and what it is called.</summary>
    public static IReadOnlyList<(string Key, string Word)> Filters { get; } =
        [("finding", "findings"), ("drift", "drift"), ("unlabelled", "without labels"), ("part", "in part")];

    /// <summary>What a window can be filtered by.</summary>
    public static IReadOnlyList<string> Classes(EvaluateDocument.Window window) =>
    [
        .. window.Breaches.Count > 0 ? ["finding"] : Array.Empty<string>(),
        .. Drifted(window).Any() ? ["drift"] : Array.Empty<string>(),
        .. window.Labelled == 0 && window.Rows > 0 ? ["unlabelled"] : Array.Empty<string>(),
        .. window.Provisional ? ["part"] : Array.Empty<string>(),
    ];

    public static void Write(HtmlWriter html, EvaluateDocument.Window window, string id, IReadOnlyList<string> metrics, bool hasFigures)
    {
        var span = EvaluateTables.Span(window);
        html.Write($"<tbody id=\"{id}\" class=\"{string.Join(' ', Classes(window))}\"><tr class=\"row\"><th scope=\"row\" data-v=\"{span}\"><button type=\"button\" class=\"open\" aria-expanded=\"true\" aria-controls=\"{id}d\">{span}</button>{(window.Provisional ? ", in part" : string.Empty)}</th>");
        html.Write($"<td class=\"number\" data-v=\"{window.Rows}\">{Words.Count(window.Rows)}</td><td class=\"number\" data-v=\"{window.Labelled}\">{EvaluateTables.Labelled(window)}</td>");
        foreach (var key in metrics)
        {
            WriteMetric(html, window.Metrics.GetValueOrDefault(key), window.Estimated.GetValueOrDefault(key));
        }

        var drifted = Drifted(window).ToList();
        var names = drifted.Count == 0 ? window.Drift.Count == 0 ? "-" : "none" : string.Join(", ", drifted.Take(MostColumns)) + (drifted.Count > MostColumns ? $" and {drifted.Count - MostColumns} more" : string.Empty);
        var count = window.Breaches.Count;
        html.Write($"<td data-v=\"{string.Join(' ', drifted)}\"><bdi>{names}</bdi></td><td class=\"number{(count > 0 ? " bad" : string.Empty)}\" data-v=\"{count}\">{Words.Count(count)}</td></tr>");
        html.Write($"<tr class=\"detail\" id=\"{id}d\"><td colspan=\"{metrics.Count + OtherColumns}\"><div class=\"sheet\">");
        WriteDetail(html, window, drifted, hasFigures);
        html.Write($"</div></td></tr></tbody>");
    }

    /// <summary>The realised value, and smaller the estimated one.</summary>
    private static void WriteMetric(HtmlWriter html, EvaluateDocument.MetricEntry? known, EvaluateDocument.MetricEntry? estimate)
    {
        html.Write($"<td class=\"number\" data-v=\"{Sortable(known?.Value ?? estimate?.Value)}\">{Value(known, string.Empty)}{(estimate?.Value is null ? Markup.Empty : Value(estimate, " ~"))}</td>");

        static Markup Value(EvaluateDocument.MetricEntry? metric, string sign)
        {
            var html = new HtmlWriter();
            if (metric?.Value is not null || sign.Length == 0)
            {
                var style = metric is { Alert: true } ? "bad" : sign.Length > 0 ? "soft" : string.Empty;
                html.Write($"<span class=\"{style}\">{sign}{Words.Figure(metric?.Value)}</span>");
            }

            return html.ToMarkup();
        }
    }

    private static void WriteDetail(HtmlWriter html, EvaluateDocument.Window window, List<string> drifted, bool hasFigures)
    {
        if (window.Breaches.Count > 0)
        {
            html.Write($"<ul class=\"findings\">");
            foreach (var rule in window.Breaches.OrderByDescending(rule => rule.Severity))
            {
                html.Write($"<li><b>{rule.AlertName}</b> {rule.Summary} <code>{JsonText.Of(rule.Severity)}</code></li>");
            }

            html.Write($"</ul>");
        }

        if (drifted.Count > MostColumns)
        {
            html.Write($"<p>Columns that drift: <bdi>{string.Join(", ", drifted)}</bdi>.</p>");
        }

        if (window.Coverage?.Note is { } note)
        {
            html.Write($"<p>{note}.</p>");
        }

        if (window.Estimation?.Reason is { } reason)
        {
            html.Write($"<p>{(window.Estimated.Count > 0 ? "Of the estimates" : "Not estimated")}: {reason}.</p>");
        }

        var keys = window.Metrics.Keys.Union(window.Estimated.Keys, StringComparer.Ordinal).Where(key => EvaluateTables.HasValue(window, key) && !key.Contains('[', StringComparison.Ordinal)).ToList();
        if (hasFigures && keys.Count > 0)
        {
            WriteFigures(html, window, keys);
        }
        else if (window.Breaches.Count == 0)
        {
            html.Write($"<p>{(keys.Count > 0 ? "No rule is broken; --format json has every metric." : "No rule is broken, and no metric is known.")}</p>");
        }
    }

    private static void WriteFigures(HtmlWriter html, EvaluateDocument.Window window, List<string> keys)
    {
        html.Write($"<table class=\"plain\"><thead><tr><th scope=\"col\">Metric</th><th scope=\"col\" class=\"number\">Realised</th><th scope=\"col\">95 % interval</th><th scope=\"col\" class=\"number\">Estimated</th><th scope=\"col\">Bounds</th><th scope=\"col\" class=\"number\">Baseline</th></tr></thead><tbody>");
        foreach (var key in keys)
        {
            var (known, estimate) = (window.Metrics.GetValueOrDefault(key), window.Estimated.GetValueOrDefault(key));
            html.Write($"<tr><th scope=\"row\">{key}</th><td class=\"number{Bad(known)}\">{Words.Figure(known?.Value)}</td><td class=\"span\">{Range(known)}</td><td class=\"number{Bad(estimate)}\">{Words.Figure(estimate?.Value)}</td><td class=\"span\">{Range(estimate)}</td><td class=\"number\">{Words.Figure(known?.Baseline ?? estimate?.Baseline)}</td></tr>");
        }

        html.Write($"</tbody></table>");
    }

    private static string Bad(EvaluateDocument.MetricEntry? metric) => metric is { Alert: true } ? " bad" : string.Empty;

    private static string Range(EvaluateDocument.MetricEntry? metric) => metric is { Lower: { } lower, Upper: { } upper } ? $"{Words.Figure(lower)} to {Words.Figure(upper)}" : "-";

    private static IEnumerable<string> Drifted(EvaluateDocument.Window window) => window.Drift.Where(drift => drift.Verdict is "drift").Select(drift => drift.Name!);

    private static string Sortable(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? string.Empty;
}
