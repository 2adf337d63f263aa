using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Cli.Output.Html;

/// <summary>The evaluation of files as a page: what is broken, metrics over time with their estimates, and every window.</summary>
internal static class EvaluatePage
{
    private const int MostMetrics = 5;
    private const int MostBreaches = 200;
    private const int MostGaps = 3;

    // With more windows their details leave out the table of metrics: the page would be too large to send.
    private const int MostWithFigures = 100;

    /// <summary>The whole page.</summary>
    /// <param name="document">What was found.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="files">The names of the files of predictions.</param>
    /// <param name="baseline">The name of the baseline's; null: there is none.</param>
    /// <param name="madeAt">When it was made.</param>
    public static string Of(EvaluateDocument document, string model, IReadOnlyList<string> files, string? baseline, DateTimeOffset madeAt)
    {
        var breaches = document.Windows.Sum(window => window.Breaches.Count);
        var name = files.Count == 1 ? files[0] : $"{files[0]} and {Words.Counted(files.Count - 1, "file")} more";
        var html = new HtmlWriter();
        html.Write($"<header><p class=\"kind\">Evaluation by window</p><h1><bdi>{name}</bdi>{(baseline is null ? string.Empty : " against ")}<bdi>{baseline}</bdi></h1>");
        html.Write($"<p class=\"verdict {(breaches == 0 ? "good" : "bad")}\">{(breaches == 0 ? "No rule is broken" : $"{Words.Counted(breaches, "finding")}")} in {Words.Counted(document.Windows.Count, "window")}.</p>");
        WriteGaps(html, document);
        WriteExtent(html, document, model, files, baseline);
        html.Write($"</header><main>");
        foreach (var (family, i) in document.Windows.GroupBy(window => window.Windows, StringComparer.Ordinal).Select((family, i) => (family, i)))
        {
            WriteFamily(html, family.Key, [.. family], i + 1);
        }

        WriteBreaches(html, document, breaches);
        WriteLabels(html, document.Labels ?? []);
        WriteHelp(html);
        html.Write($"</main>");
        return Page.Of($"{name}: evaluation", madeAt, html.ToMarkup());
    }

    /// <summary>Where what was realised parts from what was estimated.</summary>
    private static void WriteGaps(HtmlWriter html, EvaluateDocument document)
    {
        var gaps = document.Windows.SelectMany(window => window.Breaches.Where(rule => rule is { AlertName: EvaluateCharts.GapAlert, Segment: null }).Select(rule => (Window: window, Rule: rule))).ToList();
        if (gaps.Count == 0)
        {
            return;
        }

        html.Write($"<div class=\"verdict warn small\">In {Words.Counted(gaps.Count, "window")} what was realised parts from what was estimated{(gaps.Count > MostGaps ? $"; the last {MostGaps}" : string.Empty)}:<ul class=\"gaps\">");
        foreach (var (window, rule) in gaps.TakeLast(MostGaps))
        {
            html.Write($"<li>{EvaluateTables.Span(window)}: {rule.Summary}.</li>");
        }

        html.Write($"</ul></div>");
    }

    private static void WriteExtent(HtmlWriter html, EvaluateDocument document, string model, IReadOnlyList<string> files, string? baseline)
    {
        var families = document.Windows.GroupBy(window => window.Windows, StringComparer.Ordinal).Select(family => family.ToList()).ToList();
        html.Write($"<section class=\"side neutral\"><dl><div><dt>Model</dt><dd><bdi>{model}</bdi></dd></div><div><dt>{(files.Count == 1 ? "File" : "Files")}</dt><dd><bdi>{string.Join(", ", files)}</bdi></dd></div><div><dt>Baseline</dt><dd><bdi>{baseline ?? "none"}</bdi></dd></div><div><dt>Windows</dt><dd>{string.Join(", ", families.Select(family => $"{Words.Count(family.Count)} of {family[0].Windows}"))}</dd></div>");
        if (families.Count > 0)
        {
            // Those of a family that overlap hold rows more than once.
            var all = families.Find(family => !family[0].Windows.Contains('.', StringComparison.Ordinal));
            html.Write($"<div><dt>From</dt><dd>{Words.Instant(new DateTimeOffset(document.Windows.Min(window => window.Start)))}</dd></div><div><dt>To</dt><dd>{Words.Instant(new DateTimeOffset(document.Windows.Max(window => window.End)))}</dd></div>");
            if (all is not null)
            {
                html.Write($"<div><dt>Rows</dt><dd>{Words.Count(all.Sum(window => window.Rows))}</dd></div><div><dt>Labelled</dt><dd>{Words.Count(all.Sum(window => window.Labelled))}</dd></div>");
            }
        }

        html.Write($"</dl></section>");
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
            html.Write($"<tr><th scope=\"row\" class=\"span\">{EvaluateTables.Span(window)}</th><td>{JsonText.Of(rule.Severity)}</td><td>{rule.AlertName}</td><td>{rule.Summary}</td></tr>");
        }

        html.Write($"</tbody></table></div>{Note(count > MostBreaches, $"The first {MostBreaches} of {Words.Count(count)}; --format json has all.")}</section>");
    }

    private static void WriteFamily(HtmlWriter html, string name, IReadOnlyList<EvaluateDocument.Window> windows, int number)
    {
        html.Write($"<section><h2>Windows of {name}</h2>");
        if (windows.Any(window => window.Estimated.Count > 0))
        {
            html.Write($"<p>{Estimation.Assumption}</p>");
        }
        else if (windows.Select(window => window.Estimation?.Reason).LastOrDefault(reason => reason is not null) is { } reason)
        {
            html.Write($"<p class=\"note\">Metrics are not estimated: {reason}.</p>");
        }

        EvaluateCharts.Write(html, windows);
        WriteTable(html, windows, number);
        EvaluateSegments.Write(html, windows, [.. EvaluateCharts.LeadingOf(windows).Take(MostMetrics)]);
        html.Write($"</section>");
    }

    private static void WriteTable(HtmlWriter html, IReadOnlyList<EvaluateDocument.Window> windows, int number)
    {
        var metrics = EvaluateCharts.LeadingOf(windows).Take(MostMetrics).ToList();
        html.Write($"<div class=\"tools\" hidden><label>Find <input type=\"search\" class=\"find\" placeholder=\"day, column …\" autocomplete=\"off\"></label><span class=\"filters\">");
        foreach (var (key, word) in EvaluateRow.Filters)
        {
            var count = windows.Count(window => EvaluateRow.Classes(window).Contains(key, StringComparer.Ordinal));
            if (count > 0)
            {
                html.Write($"<button type=\"button\" aria-pressed=\"false\" data-filter=\"{key}\">{word} {Words.Count(count)}</button>");
            }
        }

        html.Write($"</span><button type=\"button\" class=\"all\">Open all</button><output class=\"shown\"></output></div>");
        html.Write($"<div class=\"scroll\"><table class=\"columns\" data-what=\"windows\"><caption>One row for each window{(windows.Any(window => window.Estimated.Count > 0) ? "; ~ marks what was estimated" : string.Empty)}. A name opens the details.</caption><thead><tr><th scope=\"col\">Window</th><th scope=\"col\" class=\"number\">Rows</th><th scope=\"col\" class=\"number\">Labelled</th>");
        foreach (var key in metrics)
        {
            html.Write($"<th scope=\"col\" class=\"number\">{key}</th>");
        }

        html.Write($"<th scope=\"col\">Drifted columns</th><th scope=\"col\" class=\"number\">Findings</th></tr></thead>");
        for (var i = 0; i < windows.Count; i++)
        {
            EvaluateRow.Write(html, windows[i], FormattableString.Invariant($"w{number}-{i + 1}"), metrics, windows.Count <= MostWithFigures);
        }

        html.Write($"</table></div><p class=\"none\" hidden>No window fits.</p>");
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

    private static void WriteHelp(HtmlWriter html) => html.Write($"""
        <details class="help"><summary>How to read this</summary>
        <p><b>Realised</b> metrics are those of the rows whose label is known, with the interval that holds the true value in 95 % of windows. <b>Estimated</b> ones are what scores or predictions let expect of all rows, by
        what the baseline's labels said of such rows; their bounds are three standard errors to either side. Where realised values leave the band though inputs are all that changed, labels depend on inputs otherwise than in the baseline.</p>
        <p>Metrics of few labels, or of those that came first, may not be those of all rows: the strip below a picture says how many have one. <b>In part</b>: the data covers the window only in part.</p></details>
        """);

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
