using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Cli.Output.Charts;

/// <summary>The finite values of a numeric column, ascending, as well as its profile knows them.</summary>
/// <param name="Values">Different values with how many they stand for.</param>
/// <param name="Exact">Whether these are all values there are.</param>
internal sealed record WeightedSample(IReadOnlyList<WeightedValue> Values, bool Exact)
{
    /// <summary>How many values there are.</summary>
    public long Count { get; } = Values.Sum(item => item.Weight);

    /// <summary>The sample of a column; null where it has no numbers.</summary>
    public static WeightedSample? Of(ColumnProfile? column) => column switch
    {
        null or { Present: 0 } or { Quantiles: null } => null,
        { Values: { Overflowed: false } values } => new WeightedSample(values.Values(), true),
        _ => new WeightedSample(column.Quantiles.WeightedValues(), column.Quantiles.IsExact),
    };

    /// <summary>The smallest value that at least a share of all values is not above.</summary>
    public double Quantile(double share)
    {
        var below = 0L;
        foreach (var item in Values)
        {
            below += item.Weight;
            if (below >= share * Count)
            {
                return item.Value;
            }
        }

        return Values[^1].Value;
    }
}
