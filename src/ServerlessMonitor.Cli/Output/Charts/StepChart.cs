using System.Globalization;
using System.Text;
using ServerlessMonitor.Cli.Output.Html;

namespace ServerlessMonitor.Cli.Output.Charts;

/// <summary>Draws a histogram as steps, both sides over each other, as inline SVG.</summary>
internal static class StepChart
{
    private const double Width = 640;
    private const double Height = 230;
    private const double Left = 52;
    private const double Right = 12;
    private const double Top = 10;
    private const double Bottom = 28;
    private const double MiniWidth = 120;
    private const double MiniHeight = 26;
    private const int MostLabels = 7;

    /// <summary>With axes; every bin says its figures when pointed at.</summary>
    public static Markup Large(Distribution distribution, string label)
    {
        var (plotWidth, plotHeight) = (Width - Left - Right, Height - Top - Bottom);
        var step = plotWidth / distribution.Bins.Count;
        var top = RoundTop(distribution.Top);
        var html = new HtmlWriter();
        html.Write($"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{label}\">");
        for (var i = 0; i <= 4; i++)
        {
            var y = Top + (plotHeight * (1 - (i / 4.0)));
            html.Write($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y}\" y2=\"{y}\"/><text class=\"tick\" x=\"{Left - 6}\" y=\"{y + 4}\" text-anchor=\"end\">{Words.Percent(top * i / 4)}</text>");
        }

        WriteSides(html, distribution, new Frame(Left, Top, plotWidth, plotHeight, top));
        var every = Math.Max(1, (int)Math.Ceiling(distribution.Edges.Count / (double)MostLabels));
        for (var i = 0; i < distribution.Edges.Count; i += every)
        {
            var x = Left + (i * step);
            html.Write($"<line class=\"axis\" x1=\"{x}\" x2=\"{x}\" y1=\"{Height - Bottom}\" y2=\"{Height - Bottom + 4}\"/><text class=\"tick\" x=\"{x}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{distribution.Edges[i]}</text>");
        }

        html.Write($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Height - Bottom}\" y2=\"{Height - Bottom}\"/>");
        for (var i = 0; i < distribution.Bins.Count; i++)
        {
            html.Write($"<rect class=\"hit\" x=\"{Left + (i * step)}\" y=\"{Top}\" width=\"{step}\" height=\"{plotHeight}\"><title>{BarChart.Figures(distribution.Bins[i], distribution.HasCurrent)}</title></rect>");
        }

        html.Write($"</svg>");
        return html.ToMarkup();
    }

    /// <summary>Without axes, for a cell of a table.</summary>
    public static Markup Mini(Distribution distribution)
    {
        var html = new HtmlWriter();
        html.Write($"<svg class=\"mini\" viewBox=\"0 0 {MiniWidth} {MiniHeight}\" aria-hidden=\"true\">");
        WriteSides(html, distribution, new Frame(0, 1, MiniWidth, MiniHeight - 2, distribution.Top));
        html.Write($"</svg>");
        return html.ToMarkup();
    }

    private static void WriteSides(HtmlWriter html, Distribution distribution, Frame frame)
    {
        html.Write($"<path class=\"baseline\" d=\"{Path(distribution, frame, bin => bin.Baseline)}\"/>");
        if (distribution.HasCurrent)
        {
            html.Write($"<path class=\"current\" d=\"{Path(distribution, frame, bin => bin.Current)}\"/>");
        }
    }

    private static string Path(Distribution distribution, Frame frame, Func<Distribution.Bin, double> share)
    {
        var step = frame.Width / distribution.Bins.Count;
        var bottom = frame.Y + frame.Height;
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M{frame.X:0.#} {bottom:0.#}");
        for (var i = 0; i < distribution.Bins.Count; i++)
        {
            path.Append(CultureInfo.InvariantCulture, $"V{bottom - (frame.Height * share(distribution.Bins[i]) / frame.Top):0.#}H{frame.X + ((i + 1) * step):0.#}");
        }

        path.Append(CultureInfo.InvariantCulture, $"V{bottom:0.#}Z");
        return path.ToString();
    }

    // So that a quarter of it is a figure to read.
    private static double RoundTop(double top)
    {
        double[] round = [0.0004, 0.001, 0.002, 0.004, 0.01, 0.02, 0.04, 0.08, 0.12, 0.16, 0.2, 0.24, 0.32, 0.4, 0.6, 0.8];
        return Array.Find(round, candidate => candidate >= top) is var found and > 0 ? found : 1;
    }

    private readonly record struct Frame(double X, double Y, double Width, double Height, double Top);
}
