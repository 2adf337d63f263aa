using ServerlessMonitor.Cli.Output.Html;

namespace ServerlessMonitor.Cli.Output.Charts;

/// <summary>Draws values with their intervals over time, as inline SVG.</summary>
internal static class IntervalChart
{
    private const double Width = 960;
    private const double Left = 62;
    private const double Right = 14;
    private const double Top = 10;
    private const double Bottom = 28;
    private const double MiniWidth = 120;
    private const double MiniHeight = 16;
    private const int MostLabels = 7;
    private const double LargestMark = 4;
    private const double LetterWidth = 7;
    private const double DenseRoom = 20;

    /// <summary>With axes; every window says its figures when pointed at.</summary>
    /// <param name="columns">The windows by end; at least one, and at least one value among them.</param>
    /// <param name="label">What it shows.</param>
    /// <param name="height">In units of which the width has 960.</param>
    /// <param name="withZero">Whether zero is on the axis, with a line of its own.</param>
    public static Markup Large(IReadOnlyList<IntervalColumn> columns, string label, double height = 280, bool withZero = false)
    {
        var axis = ValueAxis.Of(columns
            .SelectMany(column => column.Points)
            .OfType<IntervalColumn.Point>()
            .SelectMany(point => new[] { point.Value, point.Lower ?? point.Value, point.Upper ?? point.Value })
            .Concat(withZero ? [0] : Array.Empty<double>()));
        var (start, end) = (columns[0].Window.Start, columns.Max(column => column.Window.End));
        var plotWidth = Width - Left - Right;
        var nearest = columns.Zip(columns.Skip(1), (one, next) => X(next.Window.End) - X(one.Window.End)).DefaultIfEmpty(plotWidth).Min();
        var html = new HtmlWriter();
        html.Write($"<svg class=\"chart wide{(nearest < DenseRoom ? " dense" : string.Empty)}\" viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{label}\">");
        foreach (var tick in axis.Ticks)
        {
            html.Write($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick)}\" y2=\"{Y(tick)}\"/><text class=\"tick\" x=\"{Left - 6}\" y=\"{Y(tick) + 4}\" text-anchor=\"end\">{axis.Label(tick)}</text>");
        }

        if (withZero)
        {
            html.Write($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(0)}\" y2=\"{Y(0)}\"/>");
        }

        var every = Math.Max(1, (int)Math.Ceiling(columns.Count / (double)MostLabels));
        for (var i = 0; i < columns.Count; i++)
        {
            Write(html, columns[i], nearest);
            var x = Middle(columns[i]);
            if (i % every == 0)
            {
                var text = Words.Instant(columns[i].Window.Start);
                var anchor = x > Width - (text.Length * LetterWidth / 2) ? "end" : "middle";
                html.Write($"<line class=\"axis\" x1=\"{x}\" x2=\"{x}\" y1=\"{height - Bottom}\" y2=\"{height - Bottom + 4}\"/><text class=\"tick\" x=\"{x}\" y=\"{height - Bottom + 18}\" text-anchor=\"{anchor}\">{text}</text>");
            }
        }

        html.Write($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{height - Bottom}\" y2=\"{height - Bottom}\"/>");
        foreach (var column in columns)
        {
            var width = Math.Min(nearest, X(column.Window.End) - X(column.Window.Start));
            html.Write($"<rect class=\"hit\" x=\"{Middle(column) - (width / 2)}\" y=\"{Top}\" width=\"{width}\" height=\"{height - Top - Bottom}\"><title>{column.Title}</title></rect>");
        }

        html.Write($"</svg>");
        return html.ToMarkup();

        double Y(double value) => Top + ((height - Top - Bottom) * (axis.High - value) / (axis.High - axis.Low));

        double X(DateTimeOffset instant) => Left + (plotWidth * ((instant - start) / (end - start)));

        double Middle(IntervalColumn column) => (X(column.Window.Start) + X(column.Window.End)) / 2;

        void Write(HtmlWriter target, IntervalColumn column, double room)
        {
            var step = Math.Min(14, room / (column.Points.Count + 1));
            var mark = Math.Clamp(room / 6, 1.8, LargestMark);
            for (var i = 0; i < column.Points.Count; i++)
            {
                if (column.Points[i] is not { } point)
                {
                    continue;
                }

                var x = Middle(column) + (step * (i - ((column.Points.Count - 1) / 2.0)));
                var style = point.Style + (column.Faint ? " faint" : string.Empty);
                if (point is { Lower: { } lower, Upper: { } upper })
                {
                    target.Write($"<line class=\"whisker {style}\" x1=\"{x}\" x2=\"{x}\" y1=\"{Y(upper)}\" y2=\"{Y(lower)}\"/>");
                }

                // Circles and squares, for those who cannot tell the colours.
                if (i == 0)
                {
                    target.Write($"<circle class=\"mark {style}\" cx=\"{x}\" cy=\"{Y(point.Value)}\" r=\"{mark}\"/>");
                }
                else
                {
                    target.Write($"<rect class=\"mark {style}\" x=\"{x - mark}\" y=\"{Y(point.Value) - mark}\" width=\"{2 * mark}\" height=\"{2 * mark}\"/>");
                }
            }
        }
    }

    /// <summary>A difference with its interval around zero, for a cell of a table.</summary>
    public static Markup Mini(IntervalColumn.Point point)
    {
        if (point is not { Lower: { } lower, Upper: { } upper })
        {
            return Markup.Empty;
        }

        var most = Math.Max(Math.Abs(lower), Math.Abs(upper));
        var html = new HtmlWriter();
        html.Write($"<svg class=\"around\" viewBox=\"0 0 {MiniWidth} {MiniHeight}\" aria-hidden=\"true\"><line class=\"axis\" x1=\"{MiniWidth / 2}\" x2=\"{MiniWidth / 2}\" y1=\"0\" y2=\"{MiniHeight}\"/>");
        html.Write($"<line class=\"whisker {point.Style}\" x1=\"{At(lower)}\" x2=\"{At(upper)}\" y1=\"{MiniHeight / 2}\" y2=\"{MiniHeight / 2}\"/><circle class=\"mark {point.Style}\" cx=\"{At(point.Value)}\" cy=\"{MiniHeight / 2}\" r=\"3.5\"/></svg>");
        return html.ToMarkup();

        double At(double value) => (MiniWidth / 2) + (most > 0 ? value / most * ((MiniWidth / 2) - 4) : 0);
    }
}
