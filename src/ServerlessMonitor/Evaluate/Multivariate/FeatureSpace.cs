using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Multivariate;

/// <summary>
/// The features of a baseline in its own standard: missing cells are its mean, the unit is its standard deviation after that. Features that are constant in the baseline take no part: they have no
/// unit. Safe for use by several threads.
/// </summary>
internal sealed class FeatureSpace
{
    private const double KeptVariance = 0.65;

    private readonly Matrix<double> _axes;
    private readonly Lazy<Matrix<double>> _root;
    private readonly Lazy<Matrix<double>> _residual;

    private FeatureSpace(string[] names, double[] means, double[] deviations, PairMoments sums, int[] places)
    {
        Names = names;
        Means = means;
        Deviations = deviations;
        Rows = sums.Rows;
        Covariance = MomentsOf(sums, places);
        Evd<double> axes = Symmetric(Covariance);
        Variances = Ascending(axes);
        Left = LeftOf(Variances);
        _axes = axes.EigenVectors;
        _root = new(() => _axes * Matrix<double>.Build.DenseOfDiagonalArray([.. Variances.Select(Math.Sqrt)]) * _axes.Transpose());
        _residual = new(MakeResidual);
    }

    /// <summary>The features, in the baseline's order.</summary>
    public string[] Names { get; }

    /// <summary>Their means.</summary>
    public double[] Means { get; }

    /// <summary>Their standard deviations with missing cells filled.</summary>
    public double[] Deviations { get; }

    /// <summary>Rows of the baseline.</summary>
    public long Rows { get; }

    /// <summary>The covariance, which is the correlation with missing cells filled.</summary>
    public Matrix<double> Covariance { get; }

    /// <summary>The variances along the principal axes, ascending.</summary>
    public double[] Variances { get; }

    /// <summary>How many of <see cref="Variances"/> the principal components leave: the last ones are kept until they have 65 % of the variance.</summary>
    public int Left { get; }

    /// <summary>The root of <see cref="Covariance"/>.</summary>
    public Matrix<double> Root => _root.Value;

    /// <summary>The projection on what the principal components leave.</summary>
    public Matrix<double> Residual => _residual.Value;

    /// <summary>The features that vary, in order.</summary>
    public static IEnumerable<string> UsableOf(FeatureMoments features) => Enumerable.Range(0, features.Names.Count).Where(i => Varies(features.Sums, i)).Select(i => features.Names[i]);

    /// <summary>A baseline's features.</summary>
    /// <param name="features">Their co-moments.</param>
    /// <param name="names">Which of them, in their order; each varies.</param>
    public static FeatureSpace Create(FeatureMoments features, string[] names)
    {
        var numbers = features.Names.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        int[] places = [.. names.Select(name => numbers[name])];
        PairMoments sums = features.Sums;
        double[] means = [.. places.Select(i => sums.Mean(i, i))];
        double[] deviations = [.. places.Select(i => Math.Sqrt(sums.ProductsAround(i, i, sums.Mean(i, i), sums.Mean(i, i)) / sums.Rows))];
        return new FeatureSpace(names, means, deviations, sums, places);
    }

    /// <summary>The second moments of rows around the baseline's means, in its units.</summary>
    /// <param name="sums">The rows.</param>
    /// <param name="places">Where the features are in them.</param>
    public Matrix<double> MomentsOf(PairMoments sums, int[] places) => Matrix<double>.Build.Dense(places.Length, places.Length, (i, j) =>
        sums.ProductsAround(places[i], places[j], Means[i], Means[j]) / sums.Rows / Deviations[i] / Deviations[j]);

    /// <summary>The variances along the principal axes of another matrix, ascending.</summary>
    public static double[] VariancesOf(Matrix<double> symmetric) => Ascending(Symmetric(symmetric));

    private static double[] Ascending(Evd<double> axes) => [.. axes.EigenValues.Select(value => Math.Max(0, value.Real))];

    private static int LeftOf(double[] variances)
    {
        double total = variances.Sum();
        double kept = 0;
        int left = variances.Length;
        while (left > 0 && kept < KeptVariance * total)
        {
            kept += variances[--left];
        }

        return left;
    }

    // Both halves, so that rounding does not make it unsymmetric.
    private static Evd<double> Symmetric(Matrix<double> matrix) => ((matrix + matrix.Transpose()) / 2).Evd(Symmetricity.Symmetric);

    private static bool Varies(PairMoments sums, int i)
    {
        double mean = sums.Mean(i, i);
        double squares = sums.ProductsAround(i, i, mean, mean);

        // What rounding leaves of a constant is no variance.
        return squares > 0 && Math.Sqrt(squares / sums.Rows) > 1e-14 * Math.Abs(mean);
    }

    private Matrix<double> MakeResidual()
    {
        Matrix<double> rest = Matrix<double>.Build.DenseIdentity(Names.Length);
        for (int component = Left; component < Names.Length; component++)
        {
            Vector<double> axis = _axes.Column(component);
            rest -= axis.OuterProduct(axis);
        }

        return rest;
    }
}
