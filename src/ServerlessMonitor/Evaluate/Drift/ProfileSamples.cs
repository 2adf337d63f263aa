using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>Reads column profiles as samples.</summary>
internal static class ProfileSamples
{
    /// <summary>The numbers of a numeric column: exact while it has few distinct values or few rows, else from its quantile sketch.</summary>
    public static NumericSample Numbers(ColumnProfile column)
    {
        KllSketch sketch = column.Quantiles!;
        bool exact = column.Values is { Overflowed: false };
        WeightedValue[] values = exact ? column.Values!.Values() : sketch.WeightedValues();
        return new NumericSample(Array.ConvertAll(values, item => item.Value), Array.ConvertAll(values, item => item.Weight))
        {
            Missing = column.Missing + column.Invalid + column.NaN + column.PositiveInfinity + column.NegativeInfinity,
            Mean = column.Moments!.Mean,
            StandardDeviation = column.Moments.StandardDeviation,
            Skewness = column.Moments.Skewness,
            Minimum = column.Moments.Min,
            Maximum = column.Moments.Max,
            RankError = exact ? column.ValueError : sketch.RankError,
            Distinct = exact ? values.Length : column.Distinct?.Estimate() ?? values.Length,
        };
    }

    /// <summary>The categories of a categorical or boolean column.</summary>
    public static CategorySample Categories(ColumnProfile column)
    {
        FrequentItems items = column.Items!;
        return new CategorySample(items.Items(), items.Count) { Missing = column.Missing + column.Invalid, CountError = items.MaxError };
    }

    /// <summary>Both columns side by side, or why they cannot be compared.</summary>
    public static (DriftPair? Pair, string? Reason) Pair(ColumnProfile baseline, ColumnProfile? current) => Pair(new ColumnSample(baseline), current);

    /// <summary>The same with a baseline that is compared with several others.</summary>
    public static (DriftPair? Pair, string? Reason) Pair(ColumnSample side, ColumnProfile? current)
    {
        ColumnProfile baseline = side.Column;
        if (current is null || current.Rows == 0)
        {
            return (null, "the window has no such column");
        }

        if (current.Kind != baseline.Kind)
        {
            return (null, $"its values are {Kind(current.Kind)} now and were {Kind(baseline.Kind)} in the baseline");
        }

        if (baseline.Rows == 0)
        {
            return (null, "the baseline has no rows of it");
        }

        bool missingBin = HasMissingBin(baseline.Role);
        if (baseline.Kind == ColumnKind.Numeric)
        {
            return !missingBin && (baseline.Present == 0 || current.Present == 0)
                ? (null, "one side has no labels")
                : (new DriftPair(side.Numbers, Numbers(current), missingBin), null);
        }

        return baseline.Present == 0 || current.Present == 0
            ? (null, "one side has no values")
            : (new DriftPair(side.Categories, Categories(current), baseline.Kind), null);
    }

    /// <summary>Whether missing cells may be a change: labels come late by nature, so how many are missing is no change of the labels.</summary>
    public static bool HasMissingBin(ColumnRole role) => role != ColumnRole.Label;

    private static string Kind(ColumnKind kind) => kind switch
    {
        ColumnKind.Numeric => "numeric",
        ColumnKind.Categorical => "categorical",
        ColumnKind.Boolean => "boolean",
        ColumnKind.Text => "text",
        _ => "timestamps",
    };
}
