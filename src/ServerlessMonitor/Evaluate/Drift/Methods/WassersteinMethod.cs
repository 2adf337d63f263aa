using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The earth mover's distance ∫|F−G| in units of the baseline's population standard deviation, taken as at least 0.001. One far value weighs as much as
/// its distance. A bin's contribution is the part of the integral over its range, so that contributions add up to the score. Missing cells take no part.
/// </summary>
internal sealed class WassersteinMethod : IDriftMethod
{
    private const double SmallestScale = 0.001;

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        "wasserstein", [ColumnKind.Numeric], 0.1, DriftDirection.ScoreAtLeast, false, ProfileAccuracy.RankError);

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair)
    {
        if (pair.Baseline.Count == 0 || pair.Current.Count == 0)
        {
            return new DriftScore(null) { Reason = "one side has no numbers" };
        }

        double scale = Math.Max(pair.Baseline.StandardDeviation, SmallestScale);
        double[] edges = NumericBinning.DecileEdges(pair.Baseline);
        double[] parts = new double[edges.Length + 1];
        double sum = 0;
        foreach ((double value, double next, double f, double g) in EmpiricalGap.Steps(pair.Baseline, pair.Current))
        {
            double height = Math.Abs(f - g);
            sum += height * (next - value);
            Spread(parts, edges, value, next, height / scale);
        }

        BinnedPair bins = NumericBinning.Edges(pair.Baseline, pair.Current, edges, missingBin: false);
        return new DriftScore(sum / scale) { Decomposition = bins.Explain(parts) };
    }

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score) =>
        SampleSizeGate.ForEarthMover(pair.Baseline, pair.Current, score.Value!.Value, Math.Max(pair.Baseline.StandardDeviation, SmallestScale));

    // A step may reach over several bins: each takes its piece.
    private static void Spread(double[] parts, double[] edges, double from, double to, double height)
    {
        int bin = Array.BinarySearch(edges, from);
        bin = bin < 0 ? ~bin : bin + 1;
        while (bin < edges.Length && edges[bin] < to)
        {
            parts[bin] += height * (edges[bin] - from);
            from = edges[bin];
            bin++;
        }

        parts[bin] += height * (to - from);
    }
}
