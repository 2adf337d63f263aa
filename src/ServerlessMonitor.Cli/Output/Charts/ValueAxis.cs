using System.Globalization;

namespace ServerlessMonitor.Cli.Output.Charts;

/// <summary>An axis of values whose ticks are round figures.</summary>
/// <param name="Low">The lowest tick.</param>
/// <param name="High">The highest one.</param>
/// <param name="Step">From one to the next; above 0.</param>
internal readonly record struct ValueAxis(double Low, double High, double Step)
{
    private const int WantedTicks = 5;

    /// <summary>Where ticks stand, from the lowest.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            for (var i = 0; Low + (i * Step) <= High + (Step / 2); i++)
            {
                yield return Low + (i * Step);
            }
        }
    }

    /// <summary>An axis that holds all values; at least one.</summary>
    public static ValueAxis Of(IEnumerable<double> values)
    {
        var all = values.ToList();
        var (least, most) = (all.Min(), all.Max());
        if (most <= least)
        {
            var half = Math.Max(Math.Abs(most) / 10, 1e-6);
            (least, most) = (least - half, most + half);
        }

        var rough = (most - least) / WantedTicks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        return new ValueAxis(Math.Floor(least / step) * step, Math.Ceiling(most / step) * step, step);
    }

    /// <summary>What stands at a tick.</summary>
    public string Label(double tick)
    {
        var decimals = Math.Clamp(-(int)Math.Floor(Math.Log10(Step) + 1e-9), 0, 8);
        return (Math.Abs(tick) < Step / 2 ? 0 : tick).ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
