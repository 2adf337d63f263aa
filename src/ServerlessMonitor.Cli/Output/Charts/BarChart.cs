using ServerlessMonitor.Cli.Output.Html;

namespace ServerlessMonitor.Cli.Output.Charts;

/// <summary>Draws values or categories as paired bars, as inline SVG.</summary>
internal static class BarChart
{
    private const double Width = 640;
    private const double Left = 190;
    private const double Right = 130;
    private const double RowHeight = 24;
    private const double SingleHeight = 18;
    private const double BarHeight = 8;
    private const double MiniWidth = 120;
    private const double MiniHeight = 26;
    private const int LabelLength = 26;
    private const int MiniBars = 12;

    /// <summary>With labels and figures.</summary>
    public static Markup Large(Distribution distribution, string label)
    {
        var rowHeight = distribution.HasCurrent ? RowHeight : SingleHeight;
        var height = (distribution.Bins.Count * rowHeight) + 4;
        var scale = (Width - Left - Right) / distribution.Top;
        var html = new HtmlWriter();
        html.Write($"<svg class=\"chart\" viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{label}\">");
        for (var i = 0; i < distribution.Bins.Count; i++)
        {
            var bin = distribution.Bins[i];
            var y = 2 + (i * rowHeight);
            var middle = y + (rowHeight / 2) + 4;
            html.Write($"<g><title>{Figures(bin, distribution.HasCurrent)}</title><text class=\"name\" x=\"{Left - 8}\" y=\"{middle}\" text-anchor=\"end\">{HtmlText.Short(bin.Label, LabelLength)}</text>");
            html.Write($"<rect class=\"baseline\" x=\"{Left}\" y=\"{y + 3}\" width=\"{scale * bin.Baseline}\" height=\"{(distribution.HasCurrent ? BarHeight : rowHeight - 6)}\"/>");
            if (distribution.HasCurrent)
            {
                html.Write($"<rect class=\"current\" x=\"{Left}\" y=\"{y + 3 + BarHeight}\" width=\"{scale * bin.Current}\" height=\"{BarHeight}\"/>");
            }

            var end = Left + (scale * Math.Max(bin.Baseline, bin.Current)) + 8;
            html.Write($"<text class=\"tick\" x=\"{end}\" y=\"{middle}\">{Shares(bin, distribution.HasCurrent)}</text></g>");
        }

        html.Write($"</svg>");
        return html.ToMarkup();
    }

    /// <summary>Without text, for a cell of a table.</summary>
    public static Markup Mini(Distribution distribution)
    {
        var bins = distribution.Bins.Take(MiniBars).ToList();
        var top = Math.Max(bins.Max(bin => Math.Max(bin.Baseline, bin.Current)), 1e-9);
        var pair = MiniWidth / Math.Max(bins.Count, 4);
        var bar = distribution.HasCurrent ? (pair - 2) / 2 : pair - 2;
        var html = new HtmlWriter();
        html.Write($"<svg class=\"mini\" viewBox=\"0 0 {MiniWidth} {MiniHeight}\" aria-hidden=\"true\">");
        for (var i = 0; i < bins.Count; i++)
        {
            WriteBar("baseline", i * pair, bins[i].Baseline);
            if (distribution.HasCurrent)
            {
                WriteBar("current", (i * pair) + bar, bins[i].Current);
            }
        }

        html.Write($"</svg>");
        return html.ToMarkup();

        void WriteBar(string side, double x, double share)
        {
            var height = MiniHeight * share / top;
            html.Write($"<rect class=\"{side}\" x=\"{x}\" y=\"{MiniHeight - height}\" width=\"{bar}\" height=\"{height}\"/>");
        }
    }

    /// <summary>A bin and its shares in words.</summary>
    public static string Figures(Distribution.Bin bin, bool hasCurrent) => $"{bin.Label}: {Shares(bin, hasCurrent)}";

    private static string Shares(Distribution.Bin bin, bool hasCurrent) =>
        hasCurrent ? $"{Words.Percent(bin.Baseline)} → {Words.Percent(bin.Current)}" : Words.Percent(bin.Baseline);
}
