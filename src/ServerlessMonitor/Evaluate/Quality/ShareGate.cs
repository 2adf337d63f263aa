using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Metrics;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>
/// Judges a share of rows against a limit with the sample size in view: a breach is a rise over the baseline's share that exceeds the limit with 99 %
/// confidence (Newcombe's interval from Wilson's, 1998), so that one row of twenty pages nobody.
/// A limit of 0 means any at all: one proven faulty row is a breach, unless the baseline has such rows too; then it is a rise like any other.
/// </summary>
internal static class ShareGate
{
    /// <summary>Fewer rows say something only when it is blatant.</summary>
    public const long FewRows = 30;

    /// <summary>Fewer faulty rows are no breach, however few rows there are; unless the limit is 0.</summary>
    public const double FewFaults = 3;

    // Φ⁻¹(0.99)
    private const double Normal99 = 2.3263478740408408;

    /// <summary>The judgement.</summary>
    /// <param name="count">Rows of the window that have the fault, as many as are proven.</param>
    /// <param name="rows">Rows of the window.</param>
    /// <param name="limit">The largest rise allowed, 0 to 1.</param>
    /// <param name="baselineCount">Rows of the baseline that have it.</param>
    /// <param name="baselineRows">Rows of the baseline; 0 where the limit is absolute.</param>
    /// <param name="overdispersion">How many rows carry as much as one independent row, at least 1.</param>
    public static VerdictOutcome Judge(double count, double rows, double limit, double baselineCount = 0, double baselineRows = 0, double overdispersion = 1)
    {
        if (rows <= 0)
        {
            return VerdictOutcome.NotEnoughData;
        }

        if (limit <= 0 && baselineCount <= 0 && count >= 1)
        {
            return VerdictOutcome.Breach;
        }

        double share = count / rows;
        double baseline = baselineRows > 0 ? baselineCount / baselineRows : 0;
        if (share - baseline <= limit)
        {
            return rows < FewRows ? VerdictOutcome.NotEnoughData : VerdictOutcome.Ok;
        }

        if (count < FewFaults)
        {
            return VerdictOutcome.NotEnoughData;
        }

        double below = share - Estimate.Wilson(count / overdispersion, rows / overdispersion, Normal99).Lower;
        double above = baselineRows > 0 ? Estimate.Wilson(baselineCount / overdispersion, baselineRows / overdispersion, Normal99).Upper - baseline : 0;
        return share - baseline - Math.Sqrt((below * below) + (above * above)) > limit ? VerdictOutcome.Breach : VerdictOutcome.NotEnoughData;
    }
}
