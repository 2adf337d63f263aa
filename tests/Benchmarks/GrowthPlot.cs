using System.Globalization;
using System.Text;

namespace ServerlessMonitor.Benchmarks;

/// <summary>Draws time and memory over the size of the file as one SVG: both axes of the time by powers of ten, so that what grows as the file does is a line at 45 degrees.</summary>
internal static class GrowthPlot
{
    private const int PanelWidth = 340;
    private const int PanelHeight = 230;
    private const int PanelTop = 40;
    private const double LeastMegabytes = 10;
    private const double MostMegabytes = 10_000;
    private const double LeastSeconds = 0.1;
    private const double MostSeconds = 100;
    private const int MostMemory = 200;

    private static readonly string[] Marks = ["first", "second"];

    /// <summary>The picture.</summary>
    public static string Draw(IReadOnlyList<GrowthCost> costs)
    {
        var svg = new StringBuilder();
        svg.Append("""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 340" role="img" aria-label="CPU time and peak memory of compare over the size of the current file" font-family="system-ui, sans-serif" font-size="12">
            <style>
              text { fill: #566072; } .title { fill: #1c2230; font-size: 14px; font-weight: 600; } .back { fill: #ffffff; } .grid { stroke: #dfe3ea; } .even { stroke: #99a2b1; stroke-dasharray: 4 4; }
              .first { stroke: #5b7bb4; fill: #5b7bb4; } .second { stroke: #d1600a; fill: #d1600a; } polyline { fill: none !important; stroke-width: 2; } text.first, text.second { stroke: none; }
              @media (prefers-color-scheme: dark) { text { fill: #a0a9b8; } .title { fill: #e6e9ef; } .back { fill: #14171d; } .grid { stroke: #333a46; } .first { stroke: #86a9e6; fill: #86a9e6; } .second { stroke: #ff9d4d; fill: #ff9d4d; } }
            </style>
            <rect class="back" width="860" height="340"/>

            """);
        DrawTime(svg, costs);
        DrawMemory(svg, costs);
        DrawLegend(svg, costs);
        return svg.Append("</svg>\n").ToString();
    }

    private static void DrawTime(StringBuilder svg, IReadOnlyList<GrowthCost> costs)
    {
        const int Left = 60;
        Append(svg, $"<text class=\"title\" x=\"{Left}\" y=\"24\">CPU seconds of the whole process</text>");
        for (double seconds = LeastSeconds; seconds <= MostSeconds; seconds *= 10)
        {
            HorizontalLine(svg, Left, YOfSeconds(seconds), seconds.ToString("0.#", CultureInfo.InvariantCulture));
        }

        DrawSizes(svg, Left);
        GrowthCost last = costs.MaxBy(cost => cost.CpuSeconds / cost.Megabytes * cost.Rows)!;
        double rate = last.CpuSeconds / last.Megabytes;
        Append(svg, $"<line class=\"even\" x1=\"{X(Left, LeastSeconds / rate):F1}\" y1=\"{YOfSeconds(LeastSeconds):F1}\" x2=\"{X(Left, MostMegabytes):F1}\" y2=\"{YOfSeconds(MostMegabytes * rate):F1}\"/>");
        Append(svg, $"<text x=\"{Left + PanelWidth - 6}\" y=\"{PanelTop + PanelHeight - 8}\" text-anchor=\"end\">dashed: as the file grows</text>");
        DrawSeries(svg, Left, costs, cost => YOfSeconds(cost.CpuSeconds), cost => cost.CpuSeconds.ToString("0.00", CultureInfo.InvariantCulture));
    }

    private static void DrawMemory(StringBuilder svg, IReadOnlyList<GrowthCost> costs)
    {
        const int Left = 490;
        Append(svg, $"<text class=\"title\" x=\"{Left}\" y=\"24\">Peak memory, MB</text>");
        for (int memory = 0; memory <= MostMemory; memory += 50)
        {
            HorizontalLine(svg, Left, YOfMemory(memory), memory.ToString(CultureInfo.InvariantCulture));
        }

        DrawSizes(svg, Left);
        DrawSeries(svg, Left, costs, cost => YOfMemory(cost.PeakMegabytes), cost => cost.PeakMegabytes.ToString("0", CultureInfo.InvariantCulture));
    }

    private static void DrawSizes(StringBuilder svg, int left)
    {
        for (double megabytes = LeastMegabytes; megabytes <= MostMegabytes; megabytes *= 10)
        {
            string size = megabytes.ToString("N0", CultureInfo.InvariantCulture);
            Append(svg, $"<text x=\"{X(left, megabytes):F1}\" y=\"{PanelTop + PanelHeight + 18}\" text-anchor=\"middle\">{size}</text>");
        }

        Append(svg, $"<text x=\"{left + (PanelWidth / 2)}\" y=\"{PanelTop + PanelHeight + 36}\" text-anchor=\"middle\">size of the current file, MB</text>");
    }

    private static void DrawSeries(StringBuilder svg, int left, IReadOnlyList<GrowthCost> costs, Func<GrowthCost, double> y, Func<GrowthCost, string> figure)
    {
        int number = 0;
        foreach (IGrouping<string, GrowthCost> series in costs.GroupBy(cost => cost.Format, StringComparer.Ordinal))
        {
            string mark = Marks[number % Marks.Length];
            Append(svg, $"<polyline class=\"{mark}\" points=\"{string.Join(' ', series.Select(cost => FormattableString.Invariant($"{X(left, cost.Megabytes):F1},{y(cost):F1}")))}\"/>");
            foreach (GrowthCost cost in series)
            {
                // The one's figures above its points, the other's below.
                double at = y(cost) + (number == 0 ? -10 : 20);
                Append(svg, $"<circle class=\"{mark}\" cx=\"{X(left, cost.Megabytes):F1}\" cy=\"{y(cost):F1}\" r=\"4\"/><text class=\"{mark}\" x=\"{X(left, cost.Megabytes):F1}\" y=\"{at:F1}\" text-anchor=\"middle\">{figure(cost)}</text>");
            }

            number++;
        }
    }

    private static void DrawLegend(StringBuilder svg, IReadOnlyList<GrowthCost> costs)
    {
        int number = 0;
        foreach (IGrouping<string, GrowthCost> series in costs.GroupBy(cost => cost.Format, StringComparer.Ordinal))
        {
            int rows = series.Min(cost => cost.Rows);
            string sizes = string.Join(", ", series.Select(cost => "×" + (cost.Rows / rows)));
            string first = rows.ToString("N0", CultureInfo.InvariantCulture);
            Append(svg, $"<text class=\"{Marks[number % Marks.Length]}\" x=\"{60 + (260 * number)}\" y=\"330\">● {series.Key}: {first} rows {sizes}</text>");
            number++;
        }
    }

    private static void HorizontalLine(StringBuilder svg, int left, double y, string label) =>
        Append(svg, $"<line class=\"grid\" x1=\"{left}\" x2=\"{left + PanelWidth}\" y1=\"{y:F1}\" y2=\"{y:F1}\"/><text x=\"{left - 8}\" y=\"{y + 4:F1}\" text-anchor=\"end\">{label}</text>");

    private static double X(int left, double megabytes) =>
        left + (PanelWidth * Math.Log10(megabytes / LeastMegabytes) / Math.Log10(MostMegabytes / LeastMegabytes));

    private static double YOfSeconds(double seconds) =>
        PanelTop + (PanelHeight * (1 - (Math.Log10(seconds / LeastSeconds) / Math.Log10(MostSeconds / LeastSeconds))));

    private static double YOfMemory(double megabytes) => PanelTop + (PanelHeight * (1 - (megabytes / MostMemory)));

    private static void Append(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
