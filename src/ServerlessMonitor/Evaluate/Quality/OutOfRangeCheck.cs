using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>
/// The share of a numeric feature's values outside its range: the monitor's, else the baseline's smallest and largest. Infinities are outside. The count is exact
/// while the column has few distinct values or all lie inside, else from the quantile sketch, within its rank error.
/// </summary>
internal sealed class OutOfRangeCheck : IQualityCheck
{
    // The extremes of fewer values say little about the range.
    private const long LeastBaselineRows = 100;

    /// <inheritdoc/>
    public string Key => "outOfRange";

    /// <inheritdoc/>
    public string AlertName => "OutOfRange";

    /// <inheritdoc/>
    public IEnumerable<QualityFinding> Check(QualityInput input)
    {
        if (input.Monitor.Quality.OutOfRange is not { } limit)
        {
            yield break;
        }

        foreach (ColumnProfile column in input.Columns.Where(column => column is { Kind: ColumnKind.Numeric, Role: ColumnRole.Feature }))
        {
            FeatureDefinition? feature = input.FeatureOf(column.Name);
            Sketches.Moments? before = input.BaselineOf(column)?.Moments is { Count: >= LeastBaselineRows } moments ? moments : null;
            double minimum = feature?.Minimum ?? before?.Min ?? double.NegativeInfinity;
            double maximum = feature?.Maximum ?? before?.Max ?? double.PositiveInfinity;
            if (double.IsNegativeInfinity(minimum) && double.IsPositiveInfinity(maximum))
            {
                continue;
            }

            long infinite = column.PositiveInfinity + column.NegativeInfinity;
            long rows = column.Present + infinite;
            if (rows == 0)
            {
                continue;
            }

            (double outside, bool exact) = Outside(column, minimum, maximum);
            double share = (outside + infinite) / rows;
            VerdictOutcome outcome = exact ? ShareGate.Judge(outside + infinite, rows, limit)
                : ShareGate.Judge(Math.Max(0, outside - (2 * column.Quantiles!.RankError * column.Present)) + infinite, rows, limit);
            string range = input.IsSensitive(column.Name) ? "its range" : $"{Say.Number(minimum)} to {Say.Number(maximum)}";
            yield return new QualityFinding(
                Key,
                column.Name,
                outcome,
                $"{column.Name}: {(exact ? string.Empty : "about ")}{Say.Percent(share)} of {Say.Count(rows, "value")} outside {range} (allowed {Say.Percent(limit)})")
            {
                Value = share,
                Threshold = limit,
            };
        }
    }

    private static (double Count, bool Exact) Outside(ColumnProfile column, double minimum, double maximum)
    {
        if (column.Present == 0 || (column.Moments!.Min >= minimum && column.Moments.Max <= maximum))
        {
            return (0, true);
        }

        if (column.Values is { Overflowed: false } values)
        {
            return (values.Values().Where(item => item.Value < minimum || item.Value > maximum).Sum(item => item.Weight), true);
        }

        double outside = column.Quantiles!.WeightedValues().Where(item => item.Value < minimum || item.Value > maximum).Sum(item => item.Weight);
        // The extremes are exact: at least one value is outside, whatever the sketch kept.
        return (Math.Max(1, outside), column.Quantiles.IsExact);
    }
}
