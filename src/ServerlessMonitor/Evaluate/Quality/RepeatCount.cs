using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>How many rows, or ids, repeat another.</summary>
/// <param name="Count">The best figure.</param>
/// <param name="Proven">As many there are at least: for estimates four standard errors fewer.</param>
/// <param name="AtMost">More there are not, within four standard errors.</param>
/// <param name="Qualifier">What goes before the figure: nothing, "at least " or "about ".</param>
internal readonly record struct RepeatCount(long Count, double Proven, double AtMost, string Qualifier)
{
    // One false alarm in 30,000 windows.
    private const double StandardErrors = 4;

    /// <summary>
    /// The repetitions that were counted one by one, unless all hashes are known (the true figure, over all parts) or the estimate
    /// exceeds the count by more than four standard errors of the number of distinct hashes.
    /// </summary>
    /// <param name="counted">Repetitions within the parts, a lower bound.</param>
    /// <param name="all">Whether every part was counted in full.</param>
    /// <param name="total">Rows, or ids.</param>
    /// <param name="distinct">Their hashes.</param>
    public static RepeatCount Of(long counted, bool all, long total, HyperLogLog distinct)
    {
        long different = distinct.Estimate();
        long estimate = Math.Max(0, total - different);
        if (distinct.IsExact)
        {
            long exact = Math.Max(counted, estimate);
            return new RepeatCount(exact, exact, exact, string.Empty);
        }

        double noise = StandardErrors * HyperLogLog.StandardError * different;
        if (estimate - counted > noise)
        {
            return new RepeatCount(estimate, estimate - noise, estimate + noise, "about ");
        }

        return all ? new RepeatCount(counted, counted, counted, string.Empty) : new RepeatCount(counted, counted, Math.Max(counted, estimate + noise), "at least ");
    }
}
