using MathNet.Numerics.LinearAlgebra;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Multivariate;

/// <summary>Drift of all numeric features together, from co-moments alone.</summary>
internal static class MultivariateDrift
{
    private const double KeptVariance = 0.65;
    private const int MostNamed = 3;

    /// <summary>All scores of a window against its baseline.</summary>
    public static IReadOnlyList<MultivariateResult> Measure(DatasetProfile baseline, DatasetProfile current)
    {
        (FeaturePair? pair, string? reason) = FeaturePair.Create(baseline, current);
        return pair is null
            ? [.. new[] { "pcaReconstruction", "gaussianDistance", "correlationShift" }.Select(key => new MultivariateResult(key, 0) { Reason = reason })]
            : [Finite(Reconstruction(pair)), Finite(GaussianDistance(pair)), Finite(CorrelationShift(pair))];
    }

    /// <summary>
    /// The mean squared reconstruction error of standardised rows after projection on the baseline's principal components for 65 % of its variance:
    /// tr((I − PPᵀ)(Σ + ΔμΔμᵀ)). The baseline's own is the variance that the components leave.
    /// </summary>
    internal static MultivariateResult Reconstruction(FeaturePair pair)
    {
        var decomposition = pair.Baseline.Evd(Symmetricity.Symmetric);
        int size = pair.Names.Length;
        // Eigenvalues ascend: the last ones are kept until they have the share.
        double[] values = [.. decomposition.EigenValues.Select(value => value.Real)];
        double total = values.Sum();
        double kept = 0;
        int left = size;
        while (left > 0 && kept < KeptVariance * total)
        {
            kept += values[--left];
        }

        Matrix<double> rest = Matrix<double>.Build.DenseIdentity(size);
        for (int component = left; component < size; component++)
        {
            Vector<double> axis = decomposition.EigenVectors.Column(component);
            rest -= axis.OuterProduct(axis);
        }

        Matrix<double> error = rest * (pair.Current + pair.Shift.OuterProduct(pair.Shift)) * rest;
        return new MultivariateResult("pcaReconstruction", size)
        {
            Value = error.Trace(),
            Baseline = values[..left].Sum(),
            Largest = [.. Enumerable.Range(0, size).OrderByDescending(i => error[i, i]).ThenBy(i => i).Take(MostNamed).Select(i => pair.Names[i])],
            Rows = pair.Rows,
        };
    }

    /// <summary>The Fréchet distance of the two Gaussians with these means and covariances, in the baseline's standard: √(|Δμ|² + tr(Σr + Σc − 2(Σr½ Σc Σr½)½)).</summary>
    internal static MultivariateResult GaussianDistance(FeaturePair pair)
    {
        Matrix<double> root = Root(pair.Baseline);
        double cross = Root(root * pair.Current * root).Trace();
        double squared = pair.Shift.DotProduct(pair.Shift) + pair.Baseline.Trace() + pair.Current.Trace() - (2 * cross);
        return new MultivariateResult("gaussianDistance", pair.Names.Length)
        {
            Value = Math.Sqrt(Math.Max(0, squared)),
            Baseline = 0,
            Largest = [.. Enumerable.Range(0, pair.Names.Length)
                .OrderByDescending(i => (pair.Shift[i] * pair.Shift[i]) + Math.Pow(Math.Sqrt(Math.Max(0, pair.Current[i, i])) - 1, 2))
                .ThenBy(i => i)
                .Take(MostNamed)
                .Select(i => pair.Names[i])],
            Rows = pair.Rows,
        };
    }

    /// <summary>The largest change of a pairwise correlation, 0 to 2, with its pair; missing cells are the baseline's mean. A feature that is constant now has none.</summary>
    internal static MultivariateResult CorrelationShift(FeaturePair pair)
    {
        double largest = -1;
        string[] names = [];
        for (int i = 0; i < pair.Names.Length; i++)
        {
            for (int j = i + 1; j < pair.Names.Length; j++)
            {
                double scale = Math.Sqrt(pair.Current[i, i] * pair.Current[j, j]);
                double change = scale > 1e-12 ? Math.Abs(Math.Clamp(pair.Current[i, j] / scale, -1, 1) - pair.Baseline[i, j]) : -1;
                if (change > largest)
                {
                    (largest, names) = (change, [pair.Names[i], pair.Names[j]]);
                }
            }
        }

        var result = new MultivariateResult("correlationShift", pair.Names.Length) { Rows = pair.Rows, Baseline = 0, Largest = names };
        return largest >= 0 ? result with { Value = largest } : result with { Reason = "no two features vary in the window" };
    }

    private static MultivariateResult Finite(MultivariateResult result) =>
        result.Value is { } value && !double.IsFinite(value) ? result with { Value = null, Reason = "the score is not a finite number" } : result;

    private static Matrix<double> Root(Matrix<double> symmetric)
    {
        // Both halves, so that rounding does not make it unsymmetric.
        var decomposition = ((symmetric + symmetric.Transpose()) / 2).Evd(Symmetricity.Symmetric);
        Vector<double> roots = Vector<double>.Build.Dense(symmetric.RowCount, i => Math.Sqrt(Math.Max(0, decomposition.EigenValues[i].Real)));
        return decomposition.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(roots) * decomposition.EigenVectors.Transpose();
    }
}
