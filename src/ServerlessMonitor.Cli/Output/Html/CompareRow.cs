using ServerlessMonitor.Cli.Output.Charts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Cli.Output.Html;

/// <summary>One column in the table of a comparison: its row, and below it the details.</summary>
internal static class CompareRow
{
    private const double BarWidth = 80;
    private const double SmallestProbability = 1e-300;

    /// <summary>The table's headers, and whether they are of figures.</summary>
    public static IReadOnlyList<(string Header, bool IsNumber)> Headers { get; } =
    [
        ("#", true), ("Column", false), ("Kind", false), ("Role", false), ("Distribution", false), ("Method", false), ("Value", true), ("Against threshold", true),
        ("Verdict", false), ("Missing before", true), ("Missing now", true), ("Findings", true),
    ];

    /// <summary>What needs attention first has the lowest rank.</summary>
    public static int Rank(CompareDocument.Column column) => (column.Drift?.Verdict, column.Quality.Findings.Count) switch
    {
        ("drift", _) => 0,
        (_, > 0) => 1,
        ("notEnoughData", _) => 2,
        ("ok", _) => 3,
        _ => 4,
    };

    /// <summary>What the column can be filtered by.</summary>
    public static IReadOnlyList<string> Classes(CompareDocument.Column column) =>
        [column.Drift?.Verdict ?? "none", .. column.Quality.Findings.Count > 0 ? ["finding"] : Array.Empty<string>()];

    /// <summary>The value in thresholds; for p-values in powers. 0 where there is none.</summary>
    public static double Times(DriftEntry? drift) => drift switch
    {
        null or { Value: null } => 0,
        { PValue: { } p, Threshold: > 0 and < 1 } when DriftMethodFacts.IsJudgedByPValue(drift.Method) => Math.Log(Math.Max(p, SmallestProbability)) / Math.Log(drift.Threshold),
        { Threshold: > 0 } => Math.Abs(drift.Value.Value) / drift.Threshold,
        _ => 0,
    };

    public static void Write(HtmlWriter html, Comparison comparison, CompareDocument.Column column, int number)
    {
        var before = comparison.Baseline.Columns.GetValueOrDefault(column.Name);
        var after = comparison.Current.Columns.GetValueOrDefault(column.Name);
        var distribution = ColumnDistribution.Of(before, after, hasCurrent: true, comparison.Sensitive.Contains(column.Name, StringComparer.Ordinal));
        var drift = column.Drift;
        var judged = drift is null ? "-" : DriftMethodFacts.IsJudgedByPValue(drift.Method) ? $"p {Words.Probability(drift.PValue)}" : Words.Figure(drift.Value);
        html.Write($"<tbody id=\"c{number}\" class=\"{string.Join(' ', Classes(column))}\"><tr class=\"row\"><td class=\"number\" data-v=\"{number}\">{number}</td>");
        html.Write($"<th scope=\"row\" data-v=\"{column.Name}\"><button type=\"button\" class=\"open\" aria-expanded=\"true\" aria-controls=\"d{number}\"><bdi>{HtmlText.Short(column.Name, 60)}</bdi></button></th>");
        html.Write($"<td data-v=\"{column.Kind}\">{column.Kind}</td><td data-v=\"{column.Role}\">{column.Role}</td><td>{(distribution is null ? Markup.Empty : Chart.Mini(distribution))}</td>");
        html.Write($"<td data-v=\"{drift?.Method}\">{drift?.Method ?? "-"}</td><td class=\"number\" data-v=\"{Sortable(drift?.Value)}\">{judged}</td>");
        html.Write($"<td data-v=\"{Sortable(drift is null ? null : Times(drift))}\">{Bar(drift)}</td><td data-v=\"{Rank(column)}\">{Verdict(drift?.Verdict)}</td>");
        var missing = column.Quality.Missing;
        html.Write($"<td class=\"number\" data-v=\"{Sortable(missing.Baseline)}\">{Words.Percent(missing.Baseline)}</td><td class=\"number\" data-v=\"{Sortable(missing.Current)}\">{Words.Percent(missing.Current)}</td>");
        var findings = column.Quality.Findings.Count;
        html.Write($"<td class=\"number\" data-v=\"{findings}\">{(findings == 0 ? new Markup("0") : new Markup($"<b class=\"bad\">{Words.Count(findings)}</b>"))}</td></tr>");
        html.Write($"<tr class=\"detail\" id=\"d{number}\"><td colspan=\"{Headers.Count}\">");
        CompareDetail.Write(html, comparison, column, distribution);
        html.Write($"</td></tr></tbody>");
    }

    /// <summary>A verdict as a coloured word.</summary>
    public static Markup Verdict(string? verdict) => verdict switch
    {
        "drift" => new("<span class=\"word bad\">drift</span>"),
        "ok" => new("<span class=\"word good\">ok</span>"),
        null => new("<span class=\"word\">not compared</span>"),
        _ => new("<span class=\"word warn\">not enough data</span>"),
    };

    private static string Sortable(double? value) => value?.ToString("R", System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty;

    private static Markup Bar(DriftEntry? drift)
    {
        if (drift is null)
        {
            return Markup.Empty;
        }

        var times = Times(drift);
        var html = new HtmlWriter();
        html.Write($"<svg class=\"bar {drift.Verdict}\" viewBox=\"0 0 {BarWidth} 14\" role=\"img\" aria-label=\"{Words.Figure(times)} times the threshold of {Words.Figure(drift.Threshold)}\"><title>threshold {Words.Figure(drift.Threshold)}</title><rect class=\"track\" y=\"4\" width=\"{BarWidth}\" height=\"6\" rx=\"2\"/><rect class=\"fill\" y=\"4\" width=\"{Math.Min(times, 2) * BarWidth / 2}\" height=\"6\" rx=\"2\"/><line x1=\"{BarWidth / 2}\" x2=\"{BarWidth / 2}\" y1=\"1\" y2=\"13\"/></svg>");
        return html.ToMarkup();
    }
}
