namespace ServerlessMonitor.Cli.Output.Html;

/// <summary>The segments of the window that is shown in full: the last one that the data covers.</summary>
internal static class EvaluateSegments
{
    // Beyond these the smallest are left out; --format json has all.
    private const int MostShown = 200;

    /// <summary>Writes a table; nothing where no window has segments.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="windows">The windows of a family.</param>
    /// <param name="metrics">The metrics that have a column.</param>
    public static void Write(HtmlWriter html, IReadOnlyList<EvaluateDocument.Window> windows, IReadOnlyList<string> metrics)
    {
        if (EvaluateTables.WindowOfSegments(windows) is not { Segments: { } segments } window)
        {
            return;
        }

        var hasBaseline = segments.Any(segment => segment.BaselineRows is not null);
        var hasLoss = segments.Any(segment => segment.Loss is not null);
        html.Write($"<h3>Segments of {EvaluateTables.Span(window)}{(window.Provisional ? ", in part" : string.Empty)}</h3><p>{(hasLoss ? "What adds more to the loss than chance explains comes first. " : string.Empty)}--format json has every metric of every window.</p>");
        html.Write($"<div class=\"scroll\"><table class=\"plain segments\"><thead><tr><th scope=\"col\">Segment</th><th scope=\"col\" class=\"number\">Rows</th><th scope=\"col\" class=\"number\">Labelled</th>");
        Head(html, hasBaseline ? ["Baseline"] : []);
        Head(html, metrics);
        Head(html, hasLoss ? ["Of the loss", "In excess"] : []);
        html.Write($"<th scope=\"col\">Columns that drift</th></tr></thead><tbody>");
        HashSet<SegmentEntry> shown = [.. segments.OrderBy(segment => segment.Loss?.Rank ?? int.MaxValue).ThenByDescending(segment => segment.Rows).Take(MostShown)];
        foreach (var segment in segments.Where(shown.Contains).OrderBy(segment => segment.Loss?.Rank ?? int.MaxValue))
        {
            html.Write($"<tr><th scope=\"row\"><bdi>{segment.Segment}</bdi></th><td class=\"number\">{Words.Count(segment.Rows)}</td><td class=\"number\">{Words.Count(segment.Labelled)}</td>");
            if (hasBaseline)
            {
                html.Write($"<td class=\"number\">{(segment.BaselineRows is { } before ? Words.Count(before) : "-")}</td>");
            }

            foreach (var key in metrics)
            {
                html.Write($"<td class=\"number\">{Words.Figure(segment.Metrics?.GetValueOrDefault(key)?.Value, segment.Estimated?.GetValueOrDefault(key)?.Value)}</td>");
            }

            if (hasLoss)
            {
                html.Write($"<td class=\"number\">{Words.Percent(segment.Loss?.Share)}</td><td class=\"number{(segment.Loss?.Rank is null ? string.Empty : " bad")}\">{(segment.Loss is { Rank: { } rank } loss ? $"#{rank}  {Words.Figure(loss.Excess)}" : "-")}</td>");
            }

            html.Write($"<td><bdi>{SegmentTables.Drifted(segment).Text}</bdi></td></tr>");
        }

        html.Write($"</tbody></table></div>");
        if (segments.Count > shown.Count)
        {
            html.Write($"<p class=\"note\">{shown.Count} of {Words.Count(segments.Count)} segments.</p>");
        }
    }

    private static void Head(HtmlWriter html, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            html.Write($"<th scope=\"col\" class=\"number\">{name}</th>");
        }
    }
}
