using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Cli.Output.Html;

/// <summary>The comparison of two files as a page.</summary>
internal static class ComparePage
{
    private static readonly (string Key, string Word)[] Verdicts = [("drift", "drift"), ("finding", "quality finding"), ("notEnoughData", "not enough data"), ("ok", "ok"), ("none", "not compared")];

    /// <summary>The whole page.</summary>
    public static string Of(Comparison comparison)
    {
        var document = comparison.Document;
        var title = $"{document.Current.File} against {document.Baseline.File}";
        var html = new HtmlWriter();
        html.Write($"<header><p class=\"kind\">Drift and data quality</p><h1><bdi>{document.Current.File}</bdi> <span>against</span> <bdi>{document.Baseline.File}</bdi></h1>");
        html.Write($"<p class=\"verdict {Tone(document)}\">{VerdictWords.OfDataset(document)}</p><div class=\"sides\">");
        WriteSide(html, "Baseline", "baseline", document.Baseline, comparison.Baseline);
        WriteSide(html, "Current", "current", document.Current, comparison.Current);
        html.Write($"</div></header><main>");
        WriteFindings(html, document);
        WriteColumns(html, comparison);
        WriteMultivariate(html, document.Dataset.Multivariate);
        WriteService(html, document.Service);
        WriteSegments(html, document.Segments ?? []);
        WriteHelp(html);
        html.Write($"</main>");
        return Page.Of(title, comparison.MadeAt, html.ToMarkup());
    }

    private static string Tone(CompareDocument document) => document.Dataset.Verdict is "drift" ? "bad" : document.HasFindings ? "warn" : "good";

    private static void WriteSide(HtmlWriter html, string role, string side, CompareDocument.Side entry, DatasetProfile profile)
    {
        html.Write($"<section class=\"side {side}\"><h2>{role}</h2><p class=\"file\"><bdi>{entry.File}</bdi></p><dl><div><dt>Rows</dt><dd>{Words.Count(entry.Rows)}</dd></div>");
        html.Write($"<div><dt>Columns</dt><dd>{Words.Count(profile.Columns.Values.Count(column => column.Rows > 0))}</dd></div>");
        if (entry.RejectedRows > 0)
        {
            html.Write($"<div><dt>Rows that cannot be read</dt><dd class=\"bad\">{Words.Count(entry.RejectedRows)}</dd></div>");
        }

        var hasTimes = profile.Schema.Find(Contracts.ColumnRole.Timestamp) is not null;
        if (hasTimes && profile is { FirstEvent: { } first, LastEvent: { } last })
        {
            html.Write($"<div><dt>Times of its rows</dt><dd>{Words.Instant(first)} to {Words.Instant(last)}</dd></div>");
        }

        html.Write($"</dl></section>");
    }

    private static void WriteFindings(HtmlWriter html, CompareDocument document)
    {
        if (document.Dataset.Findings.Count == 0)
        {
            return;
        }

        html.Write($"<section><h2>The whole file</h2>");
        CompareDetail.WriteFindings(html, document.Dataset.Findings);
        html.Write($"</section>");
    }

    private static void WriteColumns(HtmlWriter html, Comparison comparison)
    {
        var columns = comparison.Document.Columns;
        html.Write($"<section><h2>Columns</h2><div class=\"tools\" hidden><label>Find <input type=\"search\" class=\"find\" placeholder=\"name, kind, method …\" autocomplete=\"off\"></label><span class=\"filters\">");
        foreach (var (key, word) in Verdicts)
        {
            var count = columns.Count(column => CompareRow.Classes(column).Contains(key, StringComparer.Ordinal));
            if (count > 0)
            {
                html.Write($"<button type=\"button\" aria-pressed=\"false\" data-filter=\"{key}\">{word} {Words.Count(count)}</button>");
            }
        }

        html.Write($"</span><button type=\"button\" class=\"all\">Open all</button><output class=\"shown\"></output></div>");
        html.Write($"<div class=\"scroll\"><table class=\"columns\"><caption>One row for each column, what needs attention first. A name opens the details.</caption><thead><tr>");
        foreach (var (header, isNumber) in CompareRow.Headers)
        {
            html.Write($"<th scope=\"col\"{new Markup(isNumber ? " class=\"number\"" : string.Empty)}>{header}</th>");
        }

        html.Write($"</tr></thead>");
        foreach (var (column, i) in columns.Select((column, i) => (column, i)).OrderBy(item => CompareRow.Rank(item.column)).ThenByDescending(item => CompareRow.Times(item.column.Drift)))
        {
            CompareRow.Write(html, comparison, column, i + 1);
        }

        html.Write($"</table></div><p class=\"none\" hidden>No column fits.</p></section>");
    }

    private static void WriteMultivariate(HtmlWriter html, IReadOnlyList<CompareDocument.Joint> joints)
    {
        if (!joints.Any(joint => joint.Value is not null))
        {
            return;
        }

        var judged = joints.Any(joint => joint.Verdict is not null);
        html.Write($"<section><h2>Numeric features taken together</h2><div class=\"scroll\"><table class=\"plain\"><thead><tr><th scope=\"col\">Score</th><th scope=\"col\" class=\"number\">Current</th>");
        if (judged)
        {
            html.Write($"<th scope=\"col\" class=\"number\">Threshold</th><th scope=\"col\">Verdict</th>");
        }

        html.Write($"<th scope=\"col\" class=\"number\">Baseline itself</th><th scope=\"col\">Most of it</th><th scope=\"col\">What it is</th></tr></thead><tbody>");
        foreach (var joint in joints.Where(joint => joint.Value is not null))
        {
            html.Write($"<tr><th scope=\"row\">{joint.Method}</th><td class=\"number\">{Words.Figure(joint.Value)}</td>");
            if (judged)
            {
                html.Write($"<td class=\"number\">{Words.Figure(joint.Threshold)}</td><td>{CompareRow.Verdict(joint.Verdict)} {joint.ThresholdNote}</td>");
            }

            html.Write($"<td class=\"number\">{Words.Figure(joint.Baseline)}</td><td>{string.Join(", ", joint.Largest)}</td><td>{Explain(joint.Method)} ({Words.Count(joint.Columns)} features)</td></tr>");
        }

        html.Write($"</tbody></table></div></section>");
    }

    private static void WriteService(HtmlWriter html, IReadOnlyDictionary<string, EvaluateDocument.MetricEntry>? metrics)
    {
        if (metrics is not { Count: > 0 })
        {
            return;
        }

        html.Write($"<section><h2>Service</h2><div class=\"scroll\"><table class=\"plain\"><thead><tr><th scope=\"col\">Metric</th><th scope=\"col\" class=\"number\">Current</th><th scope=\"col\">95 % interval</th><th scope=\"col\" class=\"number\">Baseline</th><th scope=\"col\">Note</th></tr></thead><tbody>");
        foreach (var (key, metric) in metrics)
        {
            html.Write($"<tr><th scope=\"row\">{key}</th><td class=\"number{(metric.Alert ? " bad" : string.Empty)}\">{Words.Figure(metric.Value)}</td><td>{EvaluateTables.Range(metric)}</td><td class=\"number\">{Words.Figure(metric.Baseline)}</td><td>{metric.Reason}</td></tr>");
        }

        html.Write($"</tbody></table></div></section>");
    }

    private static void WriteSegments(HtmlWriter html, IReadOnlyList<SegmentEntry> segments)
    {
        if (segments.Count == 0)
        {
            return;
        }

        html.Write($"<section><h2>Segments</h2><p>Each part of the rows against the same part of the baseline, what drifts first. The more segments, the more evidence a verdict on one needs.</p><div class=\"scroll\"><table class=\"plain\"><thead><tr><th scope=\"col\">Segment</th><th scope=\"col\" class=\"number\">Rows</th><th scope=\"col\" class=\"number\">Baseline</th><th scope=\"col\">Columns that drift</th></tr></thead><tbody>");
        foreach (var segment in segments.OrderByDescending(segment => segment.DriftedColumns))
        {
            html.Write($"<tr><th scope=\"row\"><bdi>{segment.Segment}</bdi></th><td class=\"number\">{Words.Count(segment.Rows)}</td><td class=\"number\">{(segment.BaselineRows is { } before ? Words.Count(before) : "-")}</td><td>{Drifted(segment)}</td></tr>");
        }

        html.Write($"</tbody></table></div></section>");
    }

    private static string Drifted(SegmentEntry segment)
    {
        if (segment.Drift.Count == 0)
        {
            return segment.BaselineRows is null ? "new: the baseline has no such rows" : "-";
        }

        var drifted = segment.Drift.Where(drift => drift.Verdict is "drift").Select(drift => $"{drift.Name} ({drift.Method} {Words.Figure(drift.Value)})").ToList();
        return drifted.Count > 0 ? string.Join(", ", drifted)
            : segment.Drift.All(drift => drift.Verdict is "notEnoughData") ? "not enough data" : "none";
    }

    private static string Explain(string method) => method switch
    {
        "pcaReconstruction" => "How badly the baseline's principal components rebuild the rows; a rise means that features go together in a new way, or have moved",
        "gaussianDistance" => "How far means and covariances moved, in standard deviations of the baseline",
        "correlationShift" => "The largest change of a correlation between two features",
        _ => "A score of all numeric features",
    };

    private static void WriteHelp(HtmlWriter html) => html.Write($"""
        <details class="help"><summary>How to read this</summary>
        <p><b>drift</b>: the change is as large as the threshold, and larger than chance explains at these sizes. <b>not enough data</b>: with so few rows a change as large as
        the threshold could not have been told from chance. <b>ok</b>: neither. The bar shows the value against the threshold, which is the mark in its middle; for tests it
        shows the p-value, on a logarithmic scale.</p>
        <p>A column's decomposition says which ranges or categories the score comes from, with their shares on both sides. Shares are of all cells where missing cells take
        part, in pictures of the values that are there. Up to 2,048 values figures are exact; beyond, quantiles and pictures are within 0.4 % of the rows.</p></details>
        """);
}
