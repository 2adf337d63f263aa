using MathNet.Numerics.LinearAlgebra;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Multivariate;

/// <summary>Drift of all numeric features together, from co-moments alone.</summary>
internal static class MultivariateDrift
{
    private const int MostNamed = 3;

    private static readonly string[] Methods = ["pcaReconstruction", "gaussianDistance", "correlationShift"];

    /// <summary>All scores of a window against its baseline, without verdicts.</summary>
    /// <param name="baseline">What the window is compared with.</param>
    /// <param name="current">The window.</param>
    /// <param name="service">Names columns that are no features; null: none.</param>
    public static IReadOnlyList<MultivariateResult> Measure(DatasetProfile baseline, DatasetProfile current, ServiceDefinition? service = null) => Measure(FeaturePair.Create(baseline, current, service));

    /// <summary>All scores of a window against its baseline, by thresholds that are learnt from its chunks.</summary>
    /// <param name="baseline">What the window is compared with.</param>
    /// <param name="current">The window.</param>
    /// <param name="chunks">The baseline in pieces; null where there are none.</param>
    /// <param name="service">Names columns that are no features; null: none.</param>
    public static IReadOnlyList<MultivariateResult> Judge(DatasetProfile baseline, DatasetProfile current, BaselineChunks? chunks, ServiceDefinition? service = null)
    {
        (FeaturePair? pair, string? reason) = FeaturePair.Create(baseline, current, service);
        JointChunks? learnt = pair is null ? null : chunks?.JointOf(pair.Names);
        return [.. Measure((pair, reason)).Zip([learnt?.Reconstruction, learnt?.Distance, learnt?.Correlation], (result, own) => Judge(result, pair, own))];
    }

    /// <summary>
    /// The mean squared reconstruction error of standardised rows after projection on the baseline's principal components for 65 % of its variance:
    /// tr((I − PPᵀ)(Σ + ΔμΔμᵀ)). The baseline's own is the variance that the components leave.
    /// </summary>
    internal static MultivariateResult Reconstruction(FeaturePair pair)
    {
        Matrix<double> rest = pair.Space.Residual;
        Matrix<double> error = rest * (pair.Current + pair.Shift.OuterProduct(pair.Shift)) * rest;
        return new MultivariateResult(Methods[0], pair.Names.Length)
        {
            Value = error.Trace(),
            Baseline = pair.Space.Variances[..pair.Space.Left].Sum(),
            Largest = [.. Enumerable.Range(0, pair.Names.Length).OrderByDescending(i => error[i, i]).ThenBy(i => i).Take(MostNamed).Select(i => pair.Names[i])],
            Rows = pair.Rows,
        };
    }

    /// <summary>The Fréchet distance of the two Gaussians with these means and covariances, in the baseline's standard: √(|Δμ|² + tr(Σr + Σc − 2(Σr½ Σc Σr½)½)).</summary>
    internal static MultivariateResult GaussianDistance(FeaturePair pair)
    {
        Matrix<double> root = pair.Space.Root;
        double cross = FeatureSpace.VariancesOf(root * pair.Current * root).Sum(Math.Sqrt);
        double squared = pair.Shift.DotProduct(pair.Shift) + pair.Baseline.Trace() + pair.Current.Trace() - (2 * cross);
        return new MultivariateResult(Methods[1], pair.Names.Length)
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

        var result = new MultivariateResult(Methods[2], pair.Names.Length) { Rows = pair.Rows, Baseline = 0, Largest = names };
        return largest >= 0 ? result with { Value = largest } : result with { Reason = "no two features vary in the window" };
    }

    private static IReadOnlyList<MultivariateResult> Measure((FeaturePair? Pair, string? Reason) sides) => sides.Pair is not { } pair
        ? [.. Methods.Select(key => new MultivariateResult(key, 0) { Reason = sides.Reason })]
        : [Finite(Reconstruction(pair)), Finite(GaussianDistance(pair)), Finite(CorrelationShift(pair))];

    private static MultivariateResult Judge(MultivariateResult result, FeaturePair? pair, LearntJoint? learnt)
    {
        result = result with { Verdict = DriftVerdict.NotEnoughData };
        if (pair is null || result.Value is not { } value)
        {
            return result;
        }

        if (learnt is null || learnt.Count < LearntSpread.FewestChunks)
        {
            string there = learnt is null ? "no chunks with co-moments" : Say.Count(learnt.Count, "chunk");
            return result with { ThresholdNote = $"not learnt: the baseline has {there} to learn from, {LearntSpread.FewestChunks} are needed" };
        }

        double threshold = learnt.ThresholdAt(pair.Rows, pair.Space.Rows);
        bool few = pair.Rows < JointChunks.LeastRowsOfFeature * pair.Names.Length;
        return result with
        {
            Threshold = threshold,
            ThresholdNote = $"learnt from {Say.Count(learnt.Count, "chunk")} of the baseline",
            Verdict = few ? DriftVerdict.NotEnoughData
                : value > threshold ? DriftVerdict.Drift
                : learnt.IsBlindAt(pair.Rows, pair.Space.Rows) ? DriftVerdict.NotEnoughData
                : DriftVerdict.Ok,
        };
    }

    private static MultivariateResult Finite(MultivariateResult result) =>
        result.Value is { } value && !double.IsFinite(value) ? result with { Value = null, Reason = "the score is not a finite number" } : result;
}
