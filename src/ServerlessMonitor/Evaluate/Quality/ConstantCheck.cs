using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>
/// Columns whose values are all the same though the baseline's are not, and that not by chance: if each of n values is the baseline's most frequent one with
/// probability p, all of them are with pⁿ, which must be below 0.001.
/// Fewer than 30 values say nothing: few rows often come from one source.
/// </summary>
internal sealed class ConstantCheck : IQualityCheck
{
    private const double Chance = 0.001;

    /// <inheritdoc/>
    public string Key => "constant";

    /// <inheritdoc/>
    public string AlertName => "ConstantColumn";

    /// <inheritdoc/>
    public IEnumerable<QualityFinding> Check(QualityInput input)
    {
        if (!input.Monitor.Quality.Constant)
        {
            yield break;
        }

        foreach (ColumnProfile column in input.Columns.Where(column => column is { Role: ColumnRole.Feature or ColumnRole.Score or ColumnRole.Prediction, Present: > 0, Distinct: not null }))
        {
            if (input.BaselineOf(column) is not { Present: > 0, Distinct: { } known } before || known.Estimate() < 2)
            {
                continue;
            }

            long distinct = column.Distinct!.Estimate();
            VerdictOutcome outcome = distinct > 1 ? VerdictOutcome.Ok
                : column.Present >= ShareGate.FewRows && Math.Pow(LargestShare(before), column.Present) < Chance ? VerdictOutcome.Breach
                : VerdictOutcome.NotEnoughData;
            yield return new QualityFinding(
                Key,
                column.Name,
                outcome,
                distinct > 1 ? $"{column.Name} has more than one value"
                    : $"{column.Name}: {Say.Count(column.Present, "value")}, all the same (the baseline has {(known.IsExact ? string.Empty : "about ")}{Say.Number(known.Estimate())} different ones)")
            {
                Value = distinct,
                Threshold = 2,
                Baseline = known.Estimate(),
            };
        }
    }

    private static double LargestShare(ColumnProfile column)
    {
        if (column.Items is { Count: > 0, ItemCount: > 0 } items)
        {
            return (double)items.Items().Max(item => item.Count) / items.Count;
        }

        WeightedValue[] values = column.Values is { Overflowed: false } exact ? exact.Values() : column.Quantiles?.WeightedValues() ?? [];
        return values.Length == 0 ? 1 : (double)values.Max(item => item.Weight) / values.Sum(item => item.Weight);
    }
}
