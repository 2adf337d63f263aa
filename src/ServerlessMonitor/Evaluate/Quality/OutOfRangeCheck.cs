using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>
/// The share of a numeric feature's values outside its range: the monitor's, else the baseline's smallest and largest. Infinities are outside. The count is exact
/// while the column has few distinct values or all lie inside, else from the quantile sketch, within
/// its rank error, and at least what the exact extremes prove.
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
            Moments? before = input.BaselineOf(column)?.Moments is { Count: >= LeastBaselineRows } moments ? moments : null;
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

            OutsideCount outside = Outside(column, minimum, maximum);
            string range = input.IsSensitive(column.Name) ? "its range" : $"{Say.Number(minimum)} to {Say.Number(maximum)}";
            double share = (outside.Count + infinite) / rows;
            yield return new QualityFinding(
                Key,
                column.Name,
                BreaksZero(column, feature, limit, infinite) ? VerdictOutcome.Breach
                    : Judge(outside.Proven + infinite, rows, limit, input.OverdispersionOf(column.Name, piece => Outside(piece, minimum, maximum).Count + piece.PositiveInfinity + piece.NegativeInfinity)),
                $"{column.Name}: {outside.Qualifier}{Say.Of(outside.Count + infinite, rows, "value")} outside {range} (allowed {Say.Percent(limit)})")
            {
                Value = share,
                Threshold = limit,
                Anomaly = column.Moments is { Count: > 0 } seen && (seen.Max > maximum || seen.Min >= minimum) ? "FLOAT_TYPE_BIG_FLOAT" : "FLOAT_TYPE_SMALL_FLOAT",
            };
        }
    }

    /// <summary>A limit of 0 holds for the range that the monitor gives: one value outside is enough. To exceed the baseline's extremes once is no fault.</summary>
    private static bool BreaksZero(ColumnProfile column, FeatureDefinition? feature, double limit, long infinite) =>
        limit <= 0 && (infinite > 0 || (column.Moments is { Count: > 0 } moments && (moments.Min < feature?.Minimum || moments.Max > feature?.Maximum)));

    private static VerdictOutcome Judge(double proven, long rows, double limit, double overdispersion) =>
        limit <= 0 && proven is > 0 and < ShareGate.FewFaults ? VerdictOutcome.NotEnoughData : ShareGate.Judge(proven, rows, limit, overdispersion: overdispersion);

    private static OutsideCount Outside(ColumnProfile column, double minimum, double maximum)
    {
        if (column.Present == 0 || (column.Moments!.Min >= minimum && column.Moments.Max <= maximum))
        {
            return new OutsideCount(0, 0, string.Empty);
        }

        IEnumerable<WeightedValue> kept = column.Values is { Overflowed: false } values ? values.Values() : column.Quantiles!.WeightedValues();
        double outside = kept.Where(item => item.Value < minimum || item.Value > maximum).Sum(item => item.Weight);
        if (column.Values is { Overflowed: false } || column.Quantiles!.IsExact)
        {
            return new OutsideCount(outside, outside, string.Empty);
        }

        // The extremes are exact, whatever the sketch kept.
        int sure = (column.Moments.Min < minimum ? 1 : 0) + (column.Moments.Max > maximum ? 1 : 0);
        double proven = Math.Max(sure, outside - (2 * column.Quantiles.RankError * column.Present));
        return outside <= sure ? new OutsideCount(sure, proven, "at least ") : new OutsideCount(outside, proven, "about ");
    }

    /// <summary>Values outside a range.</summary>
    /// <param name="Count">The best figure.</param>
    /// <param name="Proven">As many there are at least.</param>
    /// <param name="Qualifier">What goes before the figure: nothing, "at least " or "about ".</param>
    private readonly record struct OutsideCount(double Count, double Proven, string Qualifier);
}
