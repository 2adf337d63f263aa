using System.Globalization;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Cli.Output.Charts;

/// <summary>
/// Spreads numbers over bins that both sides share: up to 16 different values each stand for themselves, else 20 to 40 equally wide bins on round edges. Where few
/// far values would press all others into one bin, the middle 99 % of either side is drawn, and how much lies outside is said.
/// </summary>
internal static class NumericDistribution
{
    private const int MostValues = 16;
    private const int BinsWanted = 40;
    private const double Tail = 0.005;
    private const double FarTimes = 2;

    /// <summary>The spread of one or two sides; null where neither has a number.</summary>
    public static Distribution? Of(ColumnProfile? baseline, ColumnProfile? current, bool hasCurrent)
    {
        var (before, after) = (WeightedSample.Of(baseline), WeightedSample.Of(current));
        WeightedSample[] sides = [.. new[] { before, after }.OfType<WeightedSample>()];
        if (sides.Length == 0)
        {
            return null;
        }

        double[] values = [.. sides.SelectMany(side => side.Values).Select(item => item.Value).Distinct().Order()];
        var distribution = values.Length <= MostValues && sides.All(side => side.Exact)
            ? ByValue(values, before, after)
            : Histogram(values, sides, before, after);
        return distribution with { HasCurrent = hasCurrent };
    }

    private static Distribution ByValue(double[] values, WeightedSample? before, WeightedSample? after)
    {
        return new Distribution([.. values.Select(value => new Distribution.Bin(Text(value), Share(before, value), Share(after, value)))]);

        static double Share(WeightedSample? side, double value) =>
            side is null ? 0 : (double)side.Values.Where(item => item.Value == value).Sum(item => item.Weight) / side.Count;
    }

    private static Distribution Histogram(double[] values, WeightedSample[] sides, WeightedSample? before, WeightedSample? after)
    {
        // At the ends of what a double holds, differences overflow and steps vanish: there everything is done in a power of two.
        var largest = Math.Max(Math.Abs(values[0]), Math.Abs(values[^1]));
        var exponent = largest is > 1e300 or < 1e-290 ? Math.ILogB(largest) : 0;
        double Scaled(double value) => Math.ScaleB(value, -exponent);

        var (low, high) = (Scaled(values[0]), Scaled(values[^1]));
        var (innerLow, innerHigh) = (Scaled(sides.Min(side => side.Quantile(Tail))), Scaled(sides.Max(side => side.Quantile(1 - Tail))));
        var clipped = innerHigh > innerLow && high - low > FarTimes * (innerHigh - innerLow);
        (low, high) = clipped ? (innerLow, innerHigh) : (low, high);

        var step = RoundStep((high - low) / BinsWanted);
        if (exponent == 0 && step < 1 && Array.TrueForAll(values, value => value == Math.Floor(value)))
        {
            step = 1;
        }

        var start = Math.Floor(low / step) * step;
        var count = (int)Math.Floor(((high - start) / step) + 1e-9) + 1;
        var edges = Enumerable.Range(0, count + 1).Select(i => Text(Math.ScaleB(Rounded(start + (i * step), step), exponent))).ToList();
        var (old, oldOutside) = Shares(before);
        var (now, nowOutside) = Shares(after);
        var bins = Enumerable.Range(0, count).Select(i => new Distribution.Bin(step == 1 && exponent == 0 && IsWhole(values) ? edges[i] : $"{edges[i]} to {edges[i + 1]}", old[i], now[i]));
        return new Distribution([.. bins])
        {
            IsHistogram = true,
            Edges = edges,
            Note = !clipped ? null
                : after is null ? $"{Words.Percent(oldOutside)} of the values lie outside the range shown."
                : $"Outside the range shown: {Words.Percent(oldOutside)} of the baseline's values, {Words.Percent(nowOutside)} of the current ones.",
        };

        (double[] Shares, double Outside) Shares(WeightedSample? side)
        {
            var shares = new double[count];
            var outside = 0.0;
            foreach (var item in side?.Values ?? (IReadOnlyList<WeightedValue>)[])
            {
                var value = Scaled(item.Value);
                if (value < low || value > high)
                {
                    outside += (double)item.Weight / side!.Count;
                }
                else
                {
                    shares[Math.Clamp((int)Math.Floor(((value - start) / step) + 1e-9), 0, count - 1)] += (double)item.Weight / side!.Count;
                }
            }

            return (shares, outside);
        }
    }

    private static bool IsWhole(double[] values) => Array.TrueForAll(values, value => value == Math.Floor(value));

    /// <summary>The next larger of 1, 2, 2.5 and 5 times a power of ten.</summary>
    private static double RoundStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        var times = step / power;
        return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 2.5 ? 2.5 : times <= 5 ? 5 : 10);
    }

    // 0.30000000000000004 is no edge that people know.
    private static double Rounded(double edge, double step)
    {
        var digits = 2 - (int)Math.Floor(Math.Log10(step));
        return digits is >= 0 and <= 15 ? Math.Round(edge, digits) : edge;
    }

    private static string Text(double value) =>
        Math.Abs(value) is >= 1e-4 and < 1e15 or 0 ? value.ToString("#,0.######", CultureInfo.InvariantCulture) : value.ToString("G6", CultureInfo.InvariantCulture);
}
