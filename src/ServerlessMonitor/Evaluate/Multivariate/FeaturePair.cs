using MathNet.Numerics.LinearAlgebra;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Multivariate;

/// <summary>Rows beside a baseline, in its standard.</summary>
internal sealed class FeaturePair
{
    private FeaturePair(FeatureSpace space, Vector<double> shift, Matrix<double> current, long rows)
    {
        Space = space;
        Shift = shift;
        Current = current;
        Rows = rows;
    }

    /// <summary>The baseline.</summary>
    public FeatureSpace Space { get; }

    /// <summary>The features, in the baseline's order.</summary>
    public string[] Names => Space.Names;

    /// <summary>The window's means.</summary>
    public Vector<double> Shift { get; }

    /// <summary>The baseline's covariance, which is its correlation with missing cells filled.</summary>
    public Matrix<double> Baseline => Space.Covariance;

    /// <summary>The window's covariance.</summary>
    public Matrix<double> Current { get; }

    /// <summary>Rows of the window.</summary>
    public long Rows { get; }

    /// <summary>Both sides, or why they cannot be compared.</summary>
    /// <param name="baseline">What the window is compared with.</param>
    /// <param name="current">The window.</param>
    /// <param name="service">Names columns that are no features; null: none.</param>
    public static (FeaturePair? Pair, string? Reason) Create(DatasetProfile baseline, DatasetProfile current, ServiceDefinition? service = null)
    {
        if (baseline.Features is not { Sums.Rows: > 1 } before || current.Features is not { Sums.Rows: > 1 } after)
        {
            return (null, "one side has fewer than two numeric features, or its profiles do not keep how they go together");
        }

        string[] kept = [.. FeatureSpace.UsableOf(before).Where(name => service?.Has(name) != true && IsNumeric(current, name) && IndexOf(after.Names, name) >= 0)];
        return kept.Length < 2
            ? (null, "fewer than two numeric features vary in the baseline and are in the window")
            : (Of(FeatureSpace.Create(before, kept), current), null);
    }

    /// <summary>Rows beside a baseline; null where they lack one of its features.</summary>
    public static FeaturePair? Of(FeatureSpace space, DatasetProfile current)
    {
        if (current.Features is not { Sums.Rows: > 1 } after)
        {
            return null;
        }

        int[] places = [.. space.Names.Select(name => IsNumeric(current, name) ? IndexOf(after.Names, name) : -1)];
        if (places.Contains(-1))
        {
            return null;
        }

        Vector<double> shift = Vector<double>.Build.Dense(places.Length, i =>
            after.Sums.Count(places[i], places[i]) * (after.Sums.Mean(places[i], places[i]) - space.Means[i]) / after.Sums.Rows / space.Deviations[i]);
        return new FeaturePair(space, shift, space.MomentsOf(after.Sums, places) - shift.OuterProduct(shift), after.Sums.Rows);
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
