using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>
/// Whether a score is more than chance. A score of two small samples is large without any change, and a test on two large ones finds changes that
/// nobody cares about; so a verdict needs size (score less chance at or above the threshold) and evidence (chance alone ruled out at 99.9 %).
/// </summary>
internal static partial class SampleSizeGate
{
    /// <summary>The gate's level: chance alone passes it in at most this share of windows.</summary>
    public const double Level = 0.001;

    // Cells with fewer expected rows than this on the smaller side are merged: the chi-square law does not hold for them.
    private const double SmallestCell = 5;
    private const double Power = 1.6448536269514722; // Φ⁻¹(0.95)
    private const double SingleCellShare = 0.1;
    private const int MostDegrees = 100;
    private const double SmallestLevel = 1e-12;

    /// <summary>Rows that an approximate sample is worth: 1 / (1/n + 2ε²), with ε the rank error as a share.</summary>
    public static double EffectiveRows(double rows, double rankError) =>
        rows <= 0 ? 0 : 1 / ((1 / rows) + (2 * rankError * rankError));

    /// <summary>
    /// For scores over bins that grow like Σ(p−q)²/p̄ near no change. Evidence is X² = Σ(p−q)²/p̄ ÷ (1/n′+1/m′) with p̄ pooled and small cells merged,
    /// against χ² with cells − 1 degrees at 99.9 %. Chance adds (k−1)(1/n′+1/m′) to the sum on average; a cell too small for that adds its whole share at most.
    /// </summary>
    /// <param name="level">The gate's level.</param>
    /// <param name="bins">Both samples.</param>
    /// <param name="value">The score.</param>
    /// <param name="toSum">Turns a score into Σ(p−q)²/p̄.</param>
    /// <param name="fromSum">Turns Σ(p−q)²/p̄ into a score.</param>
    /// <param name="emptyCell">Most that a cell of pooled share p̄ can add to Σ(p−q)²/p̄, as a multiple of p̄; infinite where unbounded.</param>
    /// <param name="isSquare"><see cref="DriftMethodDescriptor.IsSquare"/>.</param>
    public static DriftChance ForBins(double level, BinnedPair bins, double value, Func<double, double> toSum, Func<double, double> fromSum, double emptyCell, bool isSquare = false)
    {
        double n = bins.EffectiveBaseline;
        double m = bins.EffectiveCurrent;
        double noise = (1 / n) + (1 / m);
        double expected = 0;
        for (int i = 0; i < bins.Size; i++)
        {
            double p = bins.BaselineShare(i);
            double q = bins.CurrentShare(i);
            double pooled = ((n * p) + (m * q)) / (n + m);
            if (pooled > 0)
            {
                expected += Math.Min(noise * (1 - pooled), emptyCell * pooled);
            }
        }

        (double evidence, int merged) = Evidence(bins);
        int degrees = Math.Max(1, merged - 1);
        double bound = expected + (Math.Max(0, ChiSquareQuantile(degrees, level) - degrees) * noise);
        return new DriftChance(fromSum(Math.Max(0, toSum(value) - expected)), fromSum(bound), evidence)
        {
            LeastThreshold = bins.HidesChanges ? double.PositiveInfinity : fromSum(LeastSum(toSum(2 * fromSum(bound)) / bound, degrees, noise)),
            MeanSquare = isSquare ? fromSum(expected) : fromSum(expected) * fromSum(expected),
            Degrees = degrees,
        };
    }

    /// <summary>
    /// For the earth mover's distance W of two samples in the unit of <paramref name="scale"/>. Without change W is the integral of |B(F)|, B a
    /// Brownian bridge times √(1/n+1/m): its mean is √(2/π)·∫√(F(1−F)) times that, and since it is a norm of a Gaussian process whose largest one-sided
    /// variance is that of the pooled values σ², it exceeds its mean by σ√(2·ln 1000) times that in at most 0.1 % of windows (Borell, Tsirelson, Ibragimov,
    /// Sudakov). Conservative: the true bound is some 30 % lower. Holds as far as the central limit theorem does; with very heavy tails and few rows it is approximate.
    /// </summary>
    public static DriftChance ForEarthMover(double level, NumericSample baseline, NumericSample current, double value, double scale)
    {
        double n = baseline.EffectiveCount;
        double m = current.EffectiveCount;
        double noise = Math.Sqrt((1 / n) + (1 / m));
        (double roots, double deviation) = EmpiricalGap.PooledSpread(baseline, current, n / (n + m));
        double expected = Math.Sqrt(2 / Math.PI) * roots * noise / scale;
        double unit = deviation * noise / scale;
        double bound = expected + (unit * Math.Sqrt(-2 * Math.Log(level)));
        double excess = Math.Max(0, value - expected);
        return new DriftChance(excess, bound, unit > 0 ? Math.Exp(-excess * excess / (2 * unit * unit)) : 1)
        {
            // Of a bridge that moves as one, which scatters most.
            MeanSquare = (expected * expected) + ((1 - (2 / Math.PI)) * unit * unit),
        };
    }

    /// <summary>For rules on a p-value: the p-value is the evidence.</summary>
    /// <param name="score">The statistic and its p-value.</param>
    /// <param name="noiseBound">The statistic whose p-value is the gate's level.</param>
    /// <param name="smallestPValue">The smallest p-value that samples of these sizes can give.</param>
    public static DriftChance ForPValue(DriftScore score, double noiseBound, double smallestPValue) =>
        new(score.Value!.Value, noiseBound, score.PValue ?? 1) { SmallestPValue = smallestPValue };

    /// <summary>The verdict of a score, or of its p-value, on a threshold.</summary>
    /// <param name="direction">What the threshold is held against.</param>
    /// <param name="score">The score.</param>
    /// <param name="chance">What chance does to it, at <paramref name="level"/>.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="level">The gate's level.</param>
    public static DriftVerdict Judge(DriftDirection direction, DriftScore score, DriftChance chance, double threshold, double level = Level)
    {
        if (direction == DriftDirection.PValueAtMost)
        {
            return score.PValue <= threshold && chance.PValue <= threshold ? DriftVerdict.Drift
                : chance.SmallestPValue > threshold ? DriftVerdict.NotEnoughData
                : DriftVerdict.Ok;
        }

        return chance.Rejects(level) && chance.Corrected >= threshold ? DriftVerdict.Drift
            : Math.Max(chance.NoiseBound, chance.LeastThreshold) > threshold ? DriftVerdict.NotEnoughData
            : DriftVerdict.Ok;
    }

    /// <summary>The χ² whose upper tail is <paramref name="level"/>; by Wilson and Hilferty's cube root above 100 degrees, where it is right to four digits.</summary>
    public static double ChiSquareQuantile(int degrees, double level = Level)
    {
        if (degrees <= MostDegrees && level >= SmallestLevel)
        {
            return MathNet.Numerics.Distributions.ChiSquared.InvCDF(degrees, 1 - level);
        }

        double root = 1 - (2.0 / (9 * degrees)) + (Tails.NormalQuantile(level) * Math.Sqrt(2.0 / (9 * degrees)));
        return degrees * root * root * root;
    }

    /// <summary>The upper tail of χ² with one degree less than there are cells, by the same rules.</summary>
    public static double ChiSquareTail(double statistic, int cells)
    {
        int degrees = cells - 1;
        return degrees < 1 ? 1
            : degrees <= MostDegrees ? Tails.ChiSquare(statistic, degrees)
            : Tails.Normal((Math.Cbrt(statistic / degrees) - 1 + (2.0 / (9 * degrees))) / Math.Sqrt(2.0 / (9 * degrees)));
    }

    // The smallest sum t of a threshold of which r·t, the sum at twice the threshold, exceeds t by 1.645 standard deviations √(4rt·s + 2d·s²), s = 1/n+1/m: with few
    // cells a change of twice a PSI at the noise bound would be found in 88 % of windows only.
    private static double LeastSum(double ratio, int degrees, double noise)
    {
        if (!(ratio > 1.5))
        {
            return 0; // the score is at its upper end, and the bound with it
        }

        double quadratic = (ratio - 1) * (ratio - 1);
        double linear = 4 * Power * Power * ratio;
        return noise * (linear + Math.Sqrt((linear * linear) + (8 * quadratic * Power * Power * degrees))) / (2 * quadratic);
    }

    // X² of the table with small cells merged. Where some were, the change may be inside them: baselines of a thousand rows half "a", windows of ten million nearly without. There
    // the largest change of a single cell is evidence, too, and has a tenth of the level.
    private static (double PValue, int Cells) Evidence(BinnedPair bins)
    {
        (double statistic, int merged) = Merged(bins);
        double p = ChiSquareTail(statistic, merged);
        return merged == bins.Size ? (p, merged) : (Math.Min(1, Math.Min(p / (1 - SingleCellShare), LargestCell(bins) / SingleCellShare)), merged);
    }

    // Small cells are merged with each other in the order of the bins, never in an order that depends on the counts: cells sorted by their pooled share would
    // put those that happen to be low together, and reject far too often.
    private static (double Statistic, int Cells) Merged(BinnedPair bins)
    {
        double n = bins.EffectiveBaseline;
        double m = bins.EffectiveCurrent;
        double smallerSide = Math.Min(n, m);
        var merged = new List<(double Pooled, double Baseline, double Current)>();
        (double Pooled, double Baseline, double Current) open = default;
        for (int i = 0; i < bins.Size; i++)
        {
            double p = bins.BaselineShare(i);
            double q = bins.CurrentShare(i);
            (double Pooled, double Baseline, double Current) cell = (((n * p) + (m * q)) / (n + m), p, q);
            if (cell.Pooled <= 0)
            {
                continue;
            }

            if (cell.Pooled * smallerSide >= SmallestCell)
            {
                merged.Add(cell);
                continue;
            }

            open = (open.Pooled + cell.Pooled, open.Baseline + cell.Baseline, open.Current + cell.Current);
            if (open.Pooled * smallerSide >= SmallestCell)
            {
                merged.Add(open);
                open = default;
            }
        }

        if (open.Pooled > 0)
        {
            if (merged.Count == 0)
            {
                return (0, 1);
            }

            int smallest = 0;
            for (int i = 1; i < merged.Count; i++)
            {
                smallest = merged[i].Pooled < merged[smallest].Pooled ? i : smallest;
            }

            (double pooled, double baseline, double current) = merged[smallest];
            merged[smallest] = (pooled + open.Pooled, baseline + open.Baseline, current + open.Current);
        }

        double sum = merged.Sum(cell => (cell.Baseline - cell.Current) * (cell.Baseline - cell.Current) / cell.Pooled);
        return (sum / ((1 / n) + (1 / m)), merged.Count);
    }
}
