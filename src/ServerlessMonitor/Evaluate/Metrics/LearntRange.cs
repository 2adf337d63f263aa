namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>
/// The range of a metric that the baseline's chunks have, for a window's size: mean ± k·√(V + s²), V the variance of the chunks less that of their own sampling error, s the window's
/// standard error and k of <see cref="LearntSpread"/>. Metrics without a standard error keep the chunks' own spread.
/// </summary>
/// <param name="Lower">The lower end.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="Chunks">How many chunks it is from.</param>
internal readonly record struct LearntRange(double Lower, double Upper, int Chunks)
{
    /// <summary>The range; null from fewer than <see cref="LearntSpread.FewestChunks"/> values.</summary>
    /// <param name="chunks">The metric of each chunk; those without a value are left out.</param>
    /// <param name="window">The window's.</param>
    public static LearntRange? Learn(IEnumerable<MetricResult> chunks, MetricResult window)
    {
        MetricResult[] known = [.. chunks.Where(chunk => chunk.Value is not null)];
        if (known.Length < LearntSpread.FewestChunks)
        {
            return null;
        }

        double mean = known.Average(chunk => chunk.Value!.Value);
        double variance = known.Sum(chunk => (chunk.Value!.Value - mean) * (chunk.Value.Value - mean)) / (known.Length - 1);
        bool sized = window.StandardError is not null && known.All(chunk => chunk.StandardError is not null);
        double between = sized ? Math.Max(0, variance - known.Average(chunk => chunk.StandardError!.Value * chunk.StandardError.Value)) : variance;
        double own = sized ? Math.Max(window.StandardError!.Value, SmallestError(known, window)) : 0;
        double reach = LearntSpread.Deviations(known.Length) * Math.Sqrt(between + (own * own));
        return new LearntRange(mean - reach, mean + reach, known.Length);
    }

    // A window without an error of its own, such as a precision of 1, scatters like the chunks all the same.
    private static double SmallestError(MetricResult[] chunks, MetricResult window) =>
        window.StandardError > 0 ? 0 : Math.Sqrt(chunks.Average(chunk => chunk.StandardError!.Value * chunk.StandardError.Value));
}
