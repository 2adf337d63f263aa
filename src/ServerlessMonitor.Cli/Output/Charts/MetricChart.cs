using ServerlessMonitor.Cli.Output.Html;

namespace ServerlessMonitor.Cli.Output.Charts;

/// <summary>Draws a metric over windows, realised and estimated on one axis, with limits and label coverage, as inline SVG.</summary>
internal static class MetricChart
{
    private const double Width = 960;
    private const double PlotHeight = 242;
    private const double Left = 62;
    private const double Right = 14;
    private const double Top = 10;
    private const double Bottom = 28;
    private const double StripHeight = 14;
    private const double StripRoom = 24;
    private const int MostLabels = 7;
    private const double LargestMark = 4.5;
    private const double LetterWidth = 7;
    private const double LetterGap = 14;
    private const double DenseRoom = 20;
    private const double PercentRoom = 46;
    private const double LoneBand = 120;
    private const double RingGap = 4;
    private const double PlotWidth = Width - Left - Right;
    private const double Floor = Top + PlotHeight;

    /// <summary>The chart; every window says its figures when pointed at.</summary>
    /// <param name="columns">The windows in their order; at least one, and at least one value among them.</param>
    /// <param name="label">What it shows, in words.</param>
    public static Markup Of(IReadOnlyList<MetricColumn> columns, string label)
    {
        var axis = ValueAxis.Of(columns.SelectMany(Values));
        var frame = new Frame(axis, columns[0].From, columns.Max(column => column.To));
        var nearest = columns.Zip(columns.Skip(1), (one, next) => frame.X(next.To) - frame.X(one.To)).Append(PlotWidth).Min();
        var hasStrip = columns.Any(column => column.Covered is not null);
        var height = Floor + Bottom + (hasStrip ? StripRoom : 0);
        var html = new HtmlWriter();
        html.Write($"<svg class=\"chart wide{(nearest < DenseRoom ? " dense" : string.Empty)}\" viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{label}\">");
        foreach (var tick in axis.Ticks)
        {
            html.Write($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{frame.Y(tick)}\" y2=\"{frame.Y(tick)}\"/><text class=\"tick\" x=\"{Left - 6}\" y=\"{frame.Y(tick) + 4}\" text-anchor=\"end\">{axis.Label(tick)}</text>");
        }

        WriteEstimated(html, frame, columns, nearest);
        WriteLevels(html, frame, columns, nearest);
        WriteRealised(html, frame, columns, nearest);
        html.Write($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Floor}\" y2=\"{Floor}\"/>");
        WriteTicks(html, frame, columns);
        if (hasStrip)
        {
            WriteCoverage(html, frame, columns, nearest);
        }

        foreach (var column in columns)
        {
            html.Write($"<rect class=\"hit\" x=\"{frame.X(column.Middle) - (nearest / 2)}\" y=\"{Top}\" width=\"{nearest}\" height=\"{height - Top}\"><title>{column.Title}</title></rect>");
        }

        html.Write($"</svg>");
        return html.ToMarkup();
    }

    private static IEnumerable<double> Values(MetricColumn column)
    {
        foreach (var point in new[] { column.Realised, column.Estimated }.OfType<MetricColumn.Point>())
        {
            yield return point.Value;
            yield return point.Lower ?? point.Value;
            yield return point.Upper ?? point.Value;
        }

        foreach (var level in column.Levels)
        {
            yield return level.Value;
        }
    }

    /// <summary>A band with a line in it; where windows without an estimate lie between, there is none.</summary>
    private static void WriteEstimated(HtmlWriter html, Frame frame, IReadOnlyList<MetricColumn> columns, double room)
    {
        foreach (var run in Runs(columns, column => column.Estimated))
        {
            var half = run.Count == 1 ? Math.Min(room, LoneBand) / 2 : 0;
            var upper = Along(frame, run, half, column => column.Estimated!.Upper ?? column.Estimated.Value);
            var lower = Along(frame, run, half, column => column.Estimated!.Lower ?? column.Estimated.Value);
            lower.Reverse();
            html.Write($"<polygon class=\"band\" points=\"{Points([.. upper, .. lower])}\"/>");
            html.Write($"<polyline class=\"trend baseline\" points=\"{Points(Along(frame, run, half, column => column.Estimated!.Value))}\"/>");
        }

        var mark = Mark(room);
        foreach (var column in columns)
        {
            if (column.Estimated is { } point)
            {
                var (x, y) = (frame.X(column.Middle), frame.Y(point.Value));
                html.Write($"<circle class=\"mark baseline{Faint(column)}\" cx=\"{x}\" cy=\"{y}\" r=\"{mark}\"/>");
                WriteRing(html, point.IsBroken, "ring", x, y, mark + RingGap);
            }
        }
    }

    private static void WriteRealised(HtmlWriter html, Frame frame, IReadOnlyList<MetricColumn> columns, double room)
    {
        foreach (var run in Runs(columns, column => column.Realised).Where(run => run.Count > 1))
        {
            html.Write($"<polyline class=\"trend current\" points=\"{Points(Along(frame, run, 0, column => column.Realised!.Value))}\"/>");
        }

        var mark = Mark(room);
        foreach (var column in columns)
        {
            if (column.Realised is not { } point)
            {
                continue;
            }

            var (x, y) = (frame.X(column.Middle), frame.Y(point.Value));
            if (point is { Lower: { } lower, Upper: { } upper })
            {
                html.Write($"<line class=\"whisker current{Faint(column)}\" x1=\"{x}\" x2=\"{x}\" y1=\"{frame.Y(upper)}\" y2=\"{frame.Y(lower)}\"/>");
            }

            html.Write($"<rect class=\"mark current{Faint(column)}\" x=\"{x - mark}\" y=\"{y - mark}\" width=\"{2 * mark}\" height=\"{2 * mark}\"/>");
            WriteRing(html, point.IsBroken, "ring", x, y, mark + RingGap);
            WriteRing(html, column.Parts, "ring parts", x, y, mark + RingGap + (point.IsBroken ? RingGap : 0));
        }
    }

    /// <summary>One line where a limit is the same in all windows, else one for each window.</summary>
    private static void WriteLevels(HtmlWriter html, Frame frame, IReadOnlyList<MetricColumn> columns, double room)
    {
        foreach (var level in columns.SelectMany(column => column.Levels.Select(level => (Column: column, Level: level))).GroupBy(item => item.Level.Name, StringComparer.Ordinal))
        {
            var (value, style) = (level.First().Level.Value, level.First().Level.Style);
            if (level.All(item => item.Level.Value.Equals(value)))
            {
                html.Write($"<line class=\"level {style}\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{frame.Y(value)}\" y2=\"{frame.Y(value)}\"/>");
                continue;
            }

            foreach (var (column, own) in level)
            {
                var x = frame.X(column.Middle);
                html.Write($"<line class=\"level {style}\" x1=\"{x - (room / 2)}\" x2=\"{x + (room / 2)}\" y1=\"{frame.Y(own.Value)}\" y2=\"{frame.Y(own.Value)}\"/>");
            }
        }
    }

    /// <summary>As many as have room, however windows are spread.</summary>
    private static void WriteTicks(HtmlWriter html, Frame frame, IReadOnlyList<MetricColumn> columns)
    {
        var (taken, last) = (double.NegativeInfinity, double.NegativeInfinity);
        foreach (var column in columns)
        {
            var half = column.Tick.Length * LetterWidth / 2;
            var at = frame.X(column.Middle);
            var x = Math.Clamp(at, half, Width - half);
            if (x - half < taken + LetterGap || at < last + (PlotWidth / MostLabels) - 0.01)
            {
                continue;
            }

            (taken, last) = (x + half, at);
            html.Write($"<line class=\"axis\" x1=\"{at}\" x2=\"{at}\" y1=\"{Floor}\" y2=\"{Floor + 4}\"/><text class=\"tick\" x=\"{x}\" y=\"{Floor + 18}\" text-anchor=\"middle\">{column.Tick}</text>");
        }
    }

    private static void WriteCoverage(HtmlWriter html, Frame frame, IReadOnlyList<MetricColumn> columns, double room)
    {
        var bottom = Floor + Bottom + StripHeight;
        var width = Math.Max(Math.Min(room, LoneBand) * 0.8, 1);
        html.Write($"<text class=\"tick\" x=\"{Left - 6}\" y=\"{bottom - 3}\" text-anchor=\"end\">labels</text>");
        foreach (var column in columns)
        {
            if (column.Covered is not { } share)
            {
                continue;
            }

            var x = frame.X(column.Middle);
            html.Write($"<rect class=\"cover\" x=\"{x - (width / 2)}\" y=\"{bottom - StripHeight}\" width=\"{width}\" height=\"{StripHeight}\"/><rect class=\"covered\" x=\"{x - (width / 2)}\" y=\"{bottom - (share * StripHeight)}\" width=\"{width}\" height=\"{share * StripHeight}\"/>");
            if (room >= PercentRoom)
            {
                html.Write($"<text class=\"share\" x=\"{x}\" y=\"{bottom - 3}\" text-anchor=\"middle\">{Percent(share)}</text>");
            }
        }
    }

    // All and nothing are said only where they are true.
    private static string Percent(double share) => share switch
    {
        > 0 and < 0.01 => "< 1 %",
        > 0.99 and < 1 => "> 99 %",
        _ => Words.Percent(Math.Round(share, 2)),
    };

    private static IEnumerable<IReadOnlyList<MetricColumn>> Runs(IReadOnlyList<MetricColumn> columns, Func<MetricColumn, MetricColumn.Point?> point)
    {
        var run = new List<MetricColumn>();
        foreach (var column in columns.Where(column => point(column) is not null))
        {
            if (run.Count > 0 && column.From > run[^1].To)
            {
                yield return run;
                run = [];
            }

            run.Add(column);
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    private static List<(double X, double Y)> Along(Frame frame, IReadOnlyList<MetricColumn> run, double half, Func<MetricColumn, double> value) => half > 0
        ? [(frame.X(run[0].Middle) - half, frame.Y(value(run[0]))), (frame.X(run[0].Middle) + half, frame.Y(value(run[0])))]
        : [.. run.Select(column => (frame.X(column.Middle), frame.Y(value(column))))];

    private static string Points(IEnumerable<(double X, double Y)> points) => string.Join(' ', points.Select(point => FormattableString.Invariant($"{point.X:0.##},{point.Y:0.##}")));

    private static void WriteRing(HtmlWriter html, bool isNeeded, string style, double x, double y, double radius)
    {
        if (isNeeded)
        {
            html.Write($"<circle class=\"{style}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>");
        }
    }

    private static double Mark(double room) => Math.Clamp(room / 6, 1.8, LargestMark);

    private static string Faint(MetricColumn column) => column.Faint ? " faint" : string.Empty;

    private readonly record struct Frame(ValueAxis Axis, double Start, double End)
    {
        public double X(double place) => Left + (PlotWidth * ((place - Start) / (End - Start)));

        public double Y(double value) => Top + (PlotHeight * (Axis.High - value) / (Axis.High - Axis.Low));
    }
}
