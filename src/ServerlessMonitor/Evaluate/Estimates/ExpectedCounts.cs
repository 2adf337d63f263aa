namespace ServerlessMonitor.Evaluate.Estimates;

/// <summary>How many rows are expected in each cell of a confusion matrix, with the variances of the two that are not known.</summary>
/// <param name="PredictedPositives">Rows for which the event was predicted; known.</param>
/// <param name="PredictedNegatives">The other rows; known.</param>
/// <param name="TruePositives">Expected events among the first.</param>
/// <param name="FalseNegatives">Expected events among the others.</param>
internal readonly record struct ExpectedCounts(double PredictedPositives, double PredictedNegatives, double TruePositives, double FalseNegatives)
{
    /// <summary>All rows.</summary>
    public double Rows => PredictedPositives + PredictedNegatives;

    /// <summary>Expected rows without the event for which it was predicted.</summary>
    public double FalsePositives => PredictedPositives - TruePositives;

    /// <summary>Expected rows without the event for which it was not predicted.</summary>
    public double TrueNegatives => PredictedNegatives - FalseNegatives;

    /// <summary>Expected events.</summary>
    public double Positives => TruePositives + FalseNegatives;

    /// <summary>Expected rows without the event.</summary>
    public double Negatives => Rows - Positives;

    /// <summary>Σ p·(1 − p) of the rows for which the event was predicted.</summary>
    public double HitSampling { get; init; }

    /// <summary>The same of the other rows.</summary>
    public double MissSampling { get; init; }

    /// <summary>The variance of <see cref="TruePositives"/> by what was learnt.</summary>
    public double HitLearning { get; init; }

    /// <summary>The variance of <see cref="FalseNegatives"/> by what was learnt.</summary>
    public double MissLearning { get; init; }

    /// <summary>Their covariance: a pool that is off is off on either side of the threshold.</summary>
    public double SharedLearning { get; init; }

    /// <summary>The spread of a function of the counts, by its slopes (the delta method).</summary>
    public EstimateSpread SpreadOf(Func<ExpectedCounts, double> function)
    {
        ExpectedCounts counts = this;
        double byHits = Slope(counts.TruePositives, counts.PredictedPositives, HitSampling + HitLearning, hits => function(counts with { TruePositives = hits }));
        double byMisses = Slope(counts.FalseNegatives, counts.PredictedNegatives, MissSampling + MissLearning, misses => function(counts with { FalseNegatives = misses }));
        return new EstimateSpread(
            (byHits * byHits * HitSampling) + (byMisses * byMisses * MissSampling),
            (byHits * byHits * HitLearning) + (2 * byHits * byMisses * SharedLearning) + (byMisses * byMisses * MissLearning));
    }

    /// <summary>Over a tenth of a standard error to either side, as far as there are rows.</summary>
    private static double Slope(double at, double most, double variance, Func<double, double> function)
    {
        double step = 0.1 * Math.Sqrt(variance);
        double lower = Math.Max(0, at - step);
        double upper = Math.Min(most, at + step);
        return upper > lower ? (function(upper) - function(lower)) / (upper - lower) : 0;
    }
}
