namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>
/// The range of a metric that the baseline's chunks have, for a window's size: mean ± k·√(V + s² + v/C), V the variance v of the C chunks less that of their own sampling error, s the standard error
/// that the window has if it is like them, and k of <see cref="LearntSpread"/> at the gate's level. Metrics without a standard error keep the chunks' own spread.
/// </summary>
/// <param name="Mean">Of the chunks.</param>
/// <param name="Reach">How far to either side the range goes.</param>
/// <param name="Core">How far it would go for endless rows.</param>
/// <param name="Chunks">How many chunks it is from.</param>
internal readonly record struct LearntRange(double Mean, double Reach, double Core, int Chunks)
{
    /// <summary>The lower end.</summary>
    public double Lower => Mean - Reach;

    /// <summary>The upper end.</summary>
    public double Upper => Mean + Reach;

    /// <summary>The range; null from fewer than <see cref="LearntSpread.FewestChunks"/> values.</summary>
    /// <param name="chunks">The metric of each chunk; those without a value are left out.</param>
    /// <param name="window">The window's.</param>
    /// <param name="level">The share of windows like the baseline that lie outside.</param>
    public static LearntRange? Learn(IEnumerable<MetricResult> chunks, MetricResult window, double level)
    {
        MetricResult[] known = [.. chunks.Where(chunk => chunk.Value is not null)];
        if (known.Length < LearntSpread.FewestChunks)
        {
            return null;
        }

        double mean = known.Average(chunk => chunk.Value!.Value);
        double variance = known.Sum(chunk => (chunk.Value!.Value - mean) * (chunk.Value.Value - mean)) / (known.Length - 1);
        double ofMean = variance / known.Length;
        double between = variance;
        double own = 0;
        if (window.Interval is { } interval && known.All(chunk => chunk.StandardError is not null))
        {
            between = Math.Max(0, variance - known.Average(chunk => chunk.StandardError!.Value * chunk.StandardError.Value));
            own = interval.ErrorAt(mean);
        }

        // How much chunks differ beyond their sampling error is known the worse, the less that is; then what they differ by in all is the safer figure, and the nearer one.
        LearntRange Range(double chunksOwn)
        {
            double all = chunksOwn + ofMean + (own * own);
            double k = LearntSpread.Deviations(known.Length, all / (variance + ofMean), level);
            return new LearntRange(mean, k * Math.Sqrt(all), k * Math.Sqrt(chunksOwn + ofMean), known.Length);
        }

        (LearntRange parted, LearntRange whole) = (Range(between), Range(variance));
        return parted.Reach < whole.Reach ? parted : whole;
    }
}
