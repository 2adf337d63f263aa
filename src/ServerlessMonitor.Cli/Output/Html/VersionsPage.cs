using ServerlessMonitor.Cli.Output.Charts;
using ServerlessMonitor.Evaluate.Versions;

namespace ServerlessMonitor.Cli.Output.Html;

/// <summary>Two versions of a model as a page.</summary>
internal static class VersionsPage
{
    private static readonly (VersionVerdict Verdict, string Key)[] Filters =
    [
        (VersionVerdict.Better, "better"), (VersionVerdict.Worse, "worse"), (VersionVerdict.Differs, "differs"), (VersionVerdict.NoDifferenceSeen, "noDifferenceSeen"), (VersionVerdict.NotEnoughData, "notEnoughData"),
    ];

    /// <summary>The whole page.</summary>
    public static string Of(VersionComparison comparison, DateTimeOffset madeAt)
    {
        var (champion, challenger) = (comparison.Champion, comparison.Challenger);
        var html = new HtmlWriter();
        html.Write($"<header><p class=\"kind\">Versions of a model</p><h1><bdi>{comparison.Model}</bdi>: version <bdi>{challenger}</bdi> <span>against</span> version <bdi>{champion}</bdi></h1>");
        html.Write($"<p class=\"verdict {Tone(comparison.Verdict)}\">{comparison.Summary}</p>");
        if (comparison.Paired is { } paired)
        {
            html.Write($"<p class=\"verdict {Tone(paired.Verdict)} small\">{paired.Summary}</p>");
        }

        foreach (var population in comparison.Population)
        {
            html.Write($"<p class=\"verdict warn small\">{population}</p>");
        }

        foreach (var note in comparison.Notes.Concat(comparison.Paired?.Notes ?? []))
        {
            html.Write($"<p class=\"note\">{note}</p>");
        }

        html.Write($"<div class=\"sides\">");
        WriteSide(html, "Champion", "baseline", champion, comparison.Windows.Select(window => window.Champion));
        WriteSide(html, "Challenger", "current", challenger, comparison.Windows.Select(window => window.Challenger));
        html.Write($"</div></header><main>");
        WritePrimary(html, comparison);
        WriteTotals(html, comparison);
        WriteWindows(html, comparison);
        PairedSection.Write(html, comparison);
        WriteHelp(html);
        html.Write($"</main>");
        return Page.Of($"{comparison.Model}: version {challenger} against version {champion}", madeAt, html.ToMarkup());
    }

    private static string Tone(VersionVerdict? verdict) => verdict switch
    {
        VersionVerdict.Better => "good",
        VersionVerdict.Worse => "bad",
        VersionVerdict.NoDifferenceSeen => "neutral",
        _ => "warn",
    };

    private static void WriteSide(HtmlWriter html, string role, string side, string version, IEnumerable<VersionRows> windows)
    {
        var all = windows.ToList();
        html.Write($"<section class=\"side {side}\"><h2>{role}</h2><p class=\"file\">version <bdi>{version}</bdi></p><dl><div><dt>Common windows</dt><dd>{Words.Count(all.Count)}</dd></div>");
        html.Write($"<div><dt>Rows in them</dt><dd>{Words.Count(all.Sum(rows => rows.Rows))}</dd></div><div><dt>Labelled</dt><dd>{Words.Count(all.Sum(rows => rows.LabelledRows))}</dd></div></dl></section>");
    }

    private static void WritePrimary(HtmlWriter html, VersionComparison comparison)
    {
        if (comparison.PrimaryMetric is not { } metric)
        {
            return;
        }

        html.Write($"<section><h2>{metric} over time</h2>");
        VersionCharts.Write(html, comparison, metric);
        html.Write($"</section>");
    }

    private static void WriteTotals(HtmlWriter html, VersionComparison comparison)
    {
        if (comparison.Totals.Count == 0)
        {
            return;
        }

        html.Write($"<section><h2>Every metric, over all windows</h2><div class=\"tools\" hidden><label>Find <input type=\"search\" class=\"find\" placeholder=\"metric, verdict …\" autocomplete=\"off\"></label><span class=\"filters\">");
        foreach (var (verdict, key) in Filters)
        {
            var count = comparison.Totals.Count(total => total.Verdict == verdict);
            if (count > 0)
            {
                html.Write($"<button type=\"button\" aria-pressed=\"false\" data-filter=\"{key}\">{VersionWords.Of(verdict)} {Words.Count(count)}</button>");
            }
        }

        html.Write($"</span><button type=\"button\" class=\"all\">Open all</button><output class=\"shown\"></output></div>");
        html.Write($"<div class=\"scroll\"><table class=\"columns\" data-what=\"metrics\"><caption>Only the first gives the sentence above: among many metrics, one in twenty differs by chance. A name opens its windows.</caption><thead><tr>");
        html.Write($"<th scope=\"col\">Metric</th><th scope=\"col\" class=\"number\">Version {comparison.Champion}</th><th scope=\"col\" class=\"number\">Version {comparison.Challenger}</th><th scope=\"col\" class=\"number\">Difference</th><th scope=\"col\">95 % interval</th><th scope=\"col\">Around zero</th><th scope=\"col\">Better is</th><th scope=\"col\">Verdict</th><th scope=\"col\" class=\"number\">I²</th><th scope=\"col\" class=\"number\">Windows</th></tr></thead>");
        for (var i = 0; i < comparison.Totals.Count; i++)
        {
            WriteTotal(html, comparison, comparison.Totals[i], i + 1);
        }

        html.Write($"</table></div><p class=\"none\" hidden>No metric fits.</p></section>");
    }

    private static void WriteTotal(HtmlWriter html, VersionComparison comparison, MetricTotal total, int number)
    {
        var word = VersionWords.Of(total.Verdict);
        var key = Array.Find(Filters, filter => filter.Verdict == total.Verdict).Key ?? "none";
        html.Write($"<tbody id=\"m{number}\" class=\"{(total.Verdict is null ? "none" : key)}\"><tr class=\"row\"><th scope=\"row\" data-v=\"{total.Key}\"><button type=\"button\" class=\"open\" aria-expanded=\"true\" aria-controls=\"d{number}\"><bdi>{HtmlText.Short(total.Key, 60)}</bdi></button></th>");
        var figures = new DifferenceFigures(total.Lower, total.Upper);
        WriteNumber(html, total.Champion, figures.Value(total.Champion));
        WriteNumber(html, total.Challenger, figures.Value(total.Challenger));
        WriteNumber(html, total.Difference, figures.WithSign(total.Difference));
        html.Write($"<td class=\"span\">{figures.Interval}</td><td>{(total.Difference is { } difference ? IntervalChart.Mini(new(VersionCharts.Style(total.Verdict), difference, total.Lower, total.Upper)) : Markup.Empty)}</td>");
        html.Write($"<td data-v=\"{VersionWords.Better(total.Better)}\">{VersionWords.Better(total.Better)}</td><td data-v=\"{word}\">{Verdict(total.Verdict)}</td>");
        WriteNumber(html, total.Heterogeneity, total.Heterogeneity is { } share ? Words.Percent(Math.Round(share, 2)) : "-");
        WriteNumber(html, total.Windows, Words.Count(total.Windows));
        html.Write($"</tr><tr class=\"detail\" id=\"d{number}\"><td colspan=\"10\"><div class=\"sheet\">");
        if (total.Reason is { } reason)
        {
            html.Write($"<p class=\"words\">{total.Key}: {reason}.</p>");
        }

        if (string.Equals(total.Key, comparison.PrimaryMetric, StringComparison.Ordinal))
        {
            html.Write($"<p class=\"note\">Its windows are drawn above, and listed below.</p>");
        }
        else
        {
            VersionCharts.Write(html, comparison, total.Key);
        }

        html.Write($"</div></td></tr></tbody>");
    }

    private static void WriteWindows(HtmlWriter html, VersionComparison comparison)
    {
        if (comparison.Windows.Count == 0)
        {
            return;
        }

        html.Write($"<section><h2>Every window</h2><div class=\"scroll\"><table class=\"plain\"><caption>{VersionWords.Extent(comparison)}{(comparison.PrimaryMetric is { } shown ? $": {shown}" : string.Empty)}</caption><thead><tr><th scope=\"col\">Window</th><th scope=\"col\" class=\"number\">Labelled rows, {comparison.Champion}</th><th scope=\"col\" class=\"number\">Labelled rows, {comparison.Challenger}</th><th scope=\"col\" class=\"number\">Version {comparison.Champion}</th><th scope=\"col\" class=\"number\">Version {comparison.Challenger}</th><th scope=\"col\" class=\"number\">Difference</th><th scope=\"col\">95 % interval</th><th scope=\"col\">Verdict</th></tr></thead><tbody>");
        foreach (var window in comparison.Windows)
        {
            var metric = VersionWords.MetricOf(window, comparison.PrimaryMetric);
            var figures = new DifferenceFigures(metric?.Lower, metric?.Upper);
            html.Write($"<tr><th scope=\"row\">{VersionWords.Window(window.Window)}{(VersionWords.LeftOut(window) is { } why ? $" ({why}, not in the total)" : string.Empty)}</th><td class=\"number\">{Words.Count(window.Champion.LabelledRows)}</td><td class=\"number\">{Words.Count(window.Challenger.LabelledRows)}</td><td class=\"number\">{figures.Value(metric?.Champion.Value)}</td><td class=\"number\">{figures.Value(metric?.Challenger.Value)}</td><td class=\"number\">{figures.WithSign(metric?.Difference)}</td><td class=\"span\">{figures.Interval}</td><td>{Verdict(window.Verdict)}{(window.Verdict is null or VersionVerdict.NotEnoughData && metric?.Reason is { } reason ? $" {reason}" : string.Empty)}</td></tr>");
        }

        html.Write($"</tbody></table></div></section>");
    }

    /// <summary>A verdict as a coloured word.</summary>
    public static Markup Verdict(VersionVerdict? verdict)
    {
        var html = new HtmlWriter();
        var tone = verdict switch
        {
            VersionVerdict.Better => "good",
            VersionVerdict.Worse => "bad",
            VersionVerdict.Differs or VersionVerdict.NotEnoughData => "warn",
            _ => string.Empty,
        };
        html.Write($"<span class=\"word {tone}\">{VersionWords.Of(verdict)}</span>");
        return html.ToMarkup();
    }

    private static void WriteNumber(HtmlWriter html, double? value, string text) =>
        html.Write($"<td class=\"number\" data-v=\"{value?.ToString("R", System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty}\">{text}</td>");

    private static void WriteHelp(HtmlWriter html) => html.Write($"""
        <details class="help"><summary>How to read this</summary>
        <p>A difference is challenger less champion. <b>better</b> and <b>worse</b>: its 95 % interval lies on one side of zero. <b>no difference seen</b>: the interval holds zero; it says how large a difference may
        still be. <b>differs</b>: the same for what is neither good nor bad, such as the share of positive labels. <b>not enough data</b>: fewer than 30 labelled rows of a version, or no complete window.</p>
        <p>All but what is said <b>on the same rows</b> takes the two versions to have scored different rows. Where these are not alike (a canary in one region), their metrics may differ though the models do not.
        From five windows on, the interval of the total allows for differences that change from window to window; I² is the share of that change which chance does not explain.</p></details>
        """);
}
