using ServerlessMonitor.Cli.Output.Charts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Cli.Output.Html;

/// <summary>What stands below a column's row: both distributions, the verdict in words, where the score comes from, figures and findings.</summary>
internal static class CompareDetail
{
    private const int BinLength = 60;

    public static void Write(HtmlWriter html, Comparison comparison, CompareDocument.Column column, Distribution? distribution)
    {
        var before = comparison.Baseline.Columns.GetValueOrDefault(column.Name);
        var after = comparison.Current.Columns.GetValueOrDefault(column.Name);
        var sensitive = comparison.Sensitive.Contains(column.Name, StringComparer.Ordinal);
        html.Write($"<div class=\"sheet\"><p class=\"words\">{VerdictWords.OfColumn(column, comparison.Document.Baseline.Rows, comparison.Document.Current.Rows)}</p>");
        WriteFindings(html, column.Quality.Findings);
        html.Write($"<div class=\"pair\"><div>");
        WritePicture(html, column, distribution);
        WriteDecomposition(html, column.Drift);
        html.Write($"</div><div>");
        WriteFigures(html, before, comparison.Baseline.Rows, after, comparison.Current.Rows, sensitive);
        WriteMethods(html, column.Methods);
        html.Write($"</div></div>");
    }

    /// <summary>Findings on data quality as a list.</summary>
    public static void WriteFindings(HtmlWriter html, IReadOnlyList<FindingEntry> findings)
    {
        if (findings.Count == 0)
        {
            return;
        }

        html.Write($"<ul class=\"findings\">");
        foreach (var finding in findings)
        {
            html.Write($"<li><b>{finding.Check}</b> {finding.Summary} <code>{finding.Anomaly}</code></li>");
        }

        html.Write($"</ul>");
    }

    private static void WritePicture(HtmlWriter html, CompareDocument.Column column, Distribution? distribution)
    {
        if (distribution is null)
        {
            return;
        }

        var drawing = Chart.Large(distribution, $"Distribution of {column.Name} in the baseline and now");
        html.Write($"<figure><figcaption><span class=\"key baseline\"></span>baseline <span class=\"key current\"></span>current, share of the values</figcaption>{drawing}");
        if (distribution.Note is { } note)
        {
            html.Write($"<p class=\"note\">{note}</p>");
        }

        html.Write($"</figure>");
    }

    private static void WriteFigures(HtmlWriter html, ColumnProfile? before, long beforeRows, ColumnProfile? after, long afterRows, bool sensitive)
    {
        var old = before is null ? [] : ColumnFigures.Of(before, beforeRows, sensitive).ToList();
        var now = after is null ? [] : ColumnFigures.Of(after, afterRows, sensitive).ToList();
        html.Write($"<table class=\"plain figures\"><thead><tr><th scope=\"col\">Figures</th><th scope=\"col\" class=\"number\">Baseline</th><th scope=\"col\" class=\"number\">Current</th></tr></thead><tbody>");
        foreach (var name in old.Concat(now).Select(item => item.Name).Distinct(StringComparer.Ordinal))
        {
            html.Write($"<tr><th scope=\"row\">{name}</th><td class=\"number\">{FigureOf(old, name)}</td><td class=\"number\">{FigureOf(now, name)}</td></tr>");
        }

        html.Write($"</tbody></table>");
    }

    private static string FigureOf(List<(string Name, string Figure)> figures, string name) =>
        figures.Find(item => string.Equals(item.Name, name, StringComparison.Ordinal)).Figure ?? "-";

    private static void WriteDecomposition(HtmlWriter html, DriftEntry? drift)
    {
        if (drift is not { Decomposition.Count: > 0 })
        {
            return;
        }

        var largest = drift.Decomposition.Max(bin => Math.Abs(bin.Contribution));
        html.Write($"<table class=\"plain\"><caption>Where {drift.Method} = {Words.Figure(drift.Value)} comes from</caption><thead><tr><th scope=\"col\">Range or category</th><th scope=\"col\" class=\"number\">Baseline</th><th scope=\"col\" class=\"number\">Current</th><th scope=\"col\" class=\"number\">Change</th><th scope=\"col\">Contribution</th></tr></thead><tbody>");
        foreach (var bin in drift.Decomposition)
        {
            WriteBin(html, bin, largest > 0 && double.IsFinite(largest) ? Math.Abs(bin.Contribution) / largest : 0);
        }

        html.Write($"</tbody></table>");
    }

    private static void WriteBin(HtmlWriter html, DriftContribution bin, double part)
    {
        var change = (bin.Current - bin.Baseline) * 100;
        var sign = change > 0 ? "+" : change < 0 ? "−" : string.Empty;
        html.Write($"<tr><th scope=\"row\"><bdi>{HtmlText.Short(bin.Bin, BinLength)}</bdi></th><td class=\"number\">{Words.Percent(bin.Baseline)}</td><td class=\"number\">{Words.Percent(bin.Current)}</td><td class=\"number\">{sign}{Math.Abs(change)}</td><td><span class=\"part\" style=\"width:{part * 70}px\"></span> {Words.Figure(JsonText.Finite(bin.Contribution))}</td></tr>");
    }

    private static void WriteMethods(HtmlWriter html, IReadOnlyDictionary<string, CompareDocument.Score>? methods)
    {
        if (methods is not { Count: > 0 })
        {
            return;
        }

        html.Write($"<table class=\"plain\"><caption>Every method, each by its own threshold</caption><thead><tr><th scope=\"col\">Method</th><th scope=\"col\" class=\"number\">Value</th><th scope=\"col\" class=\"number\">p-value</th><th scope=\"col\" class=\"number\">Threshold</th><th scope=\"col\">Verdict</th></tr></thead><tbody>");
        foreach (var (method, score) in methods.Where(item => item.Value.Value is not null))
        {
            var limit = DriftMethodFacts.IsJudgedByPValue(method) ? $"p ≤ {Words.Figure(score.Threshold)}" : Words.Figure(score.Threshold);
            html.Write($"<tr><th scope=\"row\">{method}</th><td class=\"number\">{Words.Figure(score.Value)}</td><td class=\"number\">{Words.Probability(score.PValue)}</td><td class=\"number\">{limit}</td><td>{CompareRow.Verdict(score.Verdict)}</td></tr>");
        }

        html.Write($"</tbody></table>");
        var undefined = methods.Where(item => item.Value.Value is null).Select(item => $"{item.Key} ({item.Value.Reason ?? "undefined"})").ToList();
        if (undefined.Count > 0)
        {
            html.Write($"<p class=\"note\">Without a value here: {string.Join(", ", undefined)}.</p>");
        }
    }
}
