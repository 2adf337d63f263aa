using ServerlessMonitor.Cli.Output.Charts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Cli.Output.Html;

/// <summary>The profile of a file as a page.</summary>
internal static class ProfilePage
{
    private static readonly (string Header, bool IsNumber)[] Headers =
    [
        ("#", true), ("Column", false), ("Kind", false), ("Role", false), ("Distribution", false), ("Values", true), ("Missing", true), ("Distinct", true),
        ("Mean", true), ("Min", true), ("Median", true), ("Max", true),
    ];

    public static string Of(ProfileDocument document, DatasetProfile profile, IReadOnlyList<string> sensitive, DateTimeOffset madeAt)
    {
        var html = new HtmlWriter();
        html.Write($"<header><p class=\"kind\">Profile</p><h1><bdi>{document.File}</bdi></h1><p>{Words.Count(document.Rows)} rows, {Words.Count(document.Columns.Count)} columns{(document.RejectedRows > 0 ? $"; {Words.Count(document.RejectedRows)} rows cannot be read" : string.Empty)}.</p></header><main>");
        html.Write($"<div class=\"tools\" hidden><label>Find <input type=\"search\" class=\"find\" placeholder=\"name, kind, role …\" autocomplete=\"off\"></label><button type=\"button\" class=\"all\">Open all</button><output class=\"shown\"></output></div>");
        html.Write($"<div class=\"scroll\"><table class=\"columns\"><caption>One row for each column. A name opens the details.</caption><thead><tr>");
        foreach (var (header, isNumber) in Headers)
        {
            html.Write($"<th scope=\"col\"{new Markup(isNumber ? " class=\"number\"" : string.Empty)}>{header}</th>");
        }

        html.Write($"</tr></thead>");
        for (var i = 0; i < document.Columns.Count; i++)
        {
            WriteColumn(html, document, document.Columns[i], profile.Columns[document.Columns[i].Name], sensitive, i + 1);
        }

        html.Write($"</table></div><p class=\"none\" hidden>No column fits.</p></main>");
        return Page.Of($"Profile of {document.File}", madeAt, html.ToMarkup());
    }

    private static void WriteColumn(HtmlWriter html, ProfileDocument document, ProfileDocument.ProfiledColumn column, ColumnProfile profile, IReadOnlyList<string> sensitive, int number)
    {
        var hidden = sensitive.Contains(column.Name, StringComparer.Ordinal);
        var distribution = ColumnDistribution.Of(profile, null, hasCurrent: false, hidden);
        var missing = document.Rows == 0 ? (double?)null : (double)(column.Missing + column.NaN) / document.Rows;
        html.Write($"<tbody id=\"c{number}\"><tr class=\"row\"><td class=\"number\" data-v=\"{number}\">{number}</td><th scope=\"row\" data-v=\"{column.Name}\"><button type=\"button\" class=\"open\" aria-expanded=\"true\" aria-controls=\"d{number}\"><bdi>{HtmlText.Short(column.Name, 60)}</bdi></button></th>");
        html.Write($"<td data-v=\"{column.Kind}\">{column.Kind}</td><td data-v=\"{column.Role}\">{column.Role}</td><td>{(distribution is null ? Markup.Empty : Chart.Mini(distribution))}</td>");
        html.Write($"<td class=\"number\" data-v=\"{column.Values}\">{Words.Count(column.Values)}</td>");
        WriteNumber(html, missing, Words.Percent(missing));
        WriteNumber(html, column.Distinct, column.Distinct is { } distinct ? (column.DistinctIsExact is true ? string.Empty : "~") + Words.Count(distinct) : "-");
        foreach (var key in (string[])["mean", "min", "p50", "max"])
        {
            var value = column.Kind is "timestamp" ? null : column.Numbers?.GetValueOrDefault(key);
            WriteNumber(html, value, Words.Figure(value));
        }

        html.Write($"</tr><tr class=\"detail\" id=\"d{number}\"><td colspan=\"{Headers.Length}\"><div class=\"sheet\"><div class=\"pair\"><div>");
        if (distribution is not null)
        {
            html.Write($"<figure><figcaption>Share of the values</figcaption>{Chart.Large(distribution, $"Distribution of {column.Name}")}<p class=\"note\">{distribution.Note}</p></figure>");
        }

        html.Write($"</div><div><table class=\"plain figures\"><tbody>");
        foreach (var (name, figure) in ColumnFigures.Of(profile, document.Rows, hidden))
        {
            html.Write($"<tr><th scope=\"row\">{name}</th><td class=\"number\">{figure}</td></tr>");
        }

        html.Write($"</tbody></table></div></div></div></td></tr></tbody>");
    }

    private static void WriteNumber(HtmlWriter html, double? value, string text) =>
        html.Write($"<td class=\"number\" data-v=\"{value?.ToString("R", System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty}\">{text}</td>");
}
