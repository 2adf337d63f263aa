using MathNet.Numerics.LinearAlgebra;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Multivariate;

/// <summary>
/// The features of both sides in the baseline's standard: missing cells are its mean, the unit is its standard deviation after that. Features that are
/// constant in the baseline take no part: they have no unit.
/// </summary>
internal sealed class FeaturePair
{
    private FeaturePair(string[] names, Vector<double> shift, Matrix<double> baseline, Matrix<double> current, long rows)
    {
        Names = names;
        Shift = shift;
        Baseline = baseline;
        Current = current;
        Rows = rows;
    }

    /// <summary>The features, in the baseline's order.</summary>
    public string[] Names { get; }

    /// <summary>The window's means.</summary>
    public Vector<double> Shift { get; }

    /// <summary>The baseline's covariance, which is its correlation with missing cells filled.</summary>
    public Matrix<double> Baseline { get; }

    /// <summary>The window's covariance.</summary>
    public Matrix<double> Current { get; }

    /// <summary>Rows of the window.</summary>
    public long Rows { get; }

    /// <summary>Both sides, or why they cannot be compared.</summary>
    public static (FeaturePair? Pair, string? Reason) Create(DatasetProfile baseline, DatasetProfile current)
    {
        if (baseline.Features is not { Sums.Rows: > 1 } before || current.Features is not { Sums.Rows: > 1 } after)
        {
            return (null, "one side has fewer than two numeric features, or its profiles do not keep how they go together");
        }

        int[] kept = [.. Enumerable.Range(0, before.Names.Count).Where(i => Usable(before, i) && IsNumeric(current, before.Names[i]))];
        int[] there = [.. kept.Select(i => IndexOf(after.Names, before.Names[i]))];
        if (kept.Length < 2 || there.Contains(-1))
        {
            (kept, there) = ([.. kept.Where((_, at) => there[at] >= 0)], [.. there.Where(place => place >= 0)]);
        }

        if (kept.Length < 2)
        {
            return (null, "fewer than two numeric features vary in the baseline and are in the window");
        }

        double[] means = [.. kept.Select(i => before.Sums.Mean(i, i))];
        double[] deviations = [.. kept.Select(i => Math.Sqrt(before.Sums.ProductsAround(i, i, before.Sums.Mean(i, i), before.Sums.Mean(i, i)) / before.Sums.Rows))];
        Matrix<double> Moments(FeatureMoments side, int[] places) => Matrix<double>.Build.Dense(kept.Length, kept.Length, (i, j) =>
            side.Sums.ProductsAround(places[i], places[j], means[i], means[j]) / side.Sums.Rows / deviations[i] / deviations[j]);
        Vector<double> shift = Vector<double>.Build.Dense(kept.Length, i =>
            after.Sums.Count(there[i], there[i]) * (after.Sums.Mean(there[i], there[i]) - means[i]) / after.Sums.Rows / deviations[i]);
        Matrix<double> covariance = Moments(after, there) - shift.OuterProduct(shift);
        return (new FeaturePair([.. kept.Select(i => before.Names[i])], shift, Moments(before, kept), covariance, after.Sums.Rows), null);
    }

    private static bool Usable(FeatureMoments features, int i)
    {
        double mean = features.Sums.Mean(i, i);
        double squares = features.Sums.ProductsAround(i, i, mean, mean);
        // What rounding leaves of a constant is no variance.
        return squares > 0 && Math.Sqrt(squares / features.Sums.Rows) > 1e-14 * Math.Abs(mean);
    }

    private static bool IsNumeric(DatasetProfile profile, string name) => profile.Columns.GetValueOrDefault(name) is { Kind: ColumnKind.Numeric };

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
