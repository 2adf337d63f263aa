using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Evaluate.Metrics.Intervals;
using ServerlessMonitor.Evaluate.Versions;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Segments;

/// <summary>
/// Where the loss of a window comes from: each segment's excess, n·(m − M) with n its labelled rows, m their mean loss and M that of all. As the rest of the rows makes up for it, that is
/// n·(1 − n/N)·(m − m_rest), two means of different rows, whose difference has an interval. Only segments that lose more than chance explains have a rank, so that ten unlucky rows do not lead.
/// </summary>
internal static class LossRanking
{
    /// <summary>The reports with the loss of each, ranked over all of them.</summary>
    /// <param name="reports">The segments.</param>
    /// <param name="outcomes">The outcome of each, in the same order; null where it has none.</param>
    /// <param name="whole">The window's.</param>
    public static IReadOnlyList<SegmentReport> Rank(IReadOnlyList<SegmentReport> reports, IReadOnlyList<OutcomeProfile?> outcomes, OutcomeProfile? whole)
    {
        if (whole is null || Loss.Of(whole) is not { Rows: > 0, Sum: > 0 } all)
        {
            return reports;
        }

        double level = SampleSizeGate.Level / Math.Max(1, reports.Count);
        SegmentReport[] measured = [.. reports.Select((report, i) => outcomes[i] is { } outcome && Loss.Of(outcome) is { Rows: > 0 } part ? report with { Loss = Compare(part, all, level) } : report)];
        Dictionary<SegmentKey, int> ranks = measured.Where(report => report.Loss?.Lower > 0)
            .OrderByDescending(report => report.Loss!.Excess)
            .Select((report, i) => (report.Segment, Rank: i + 1))
            .ToDictionary(pair => pair.Segment, pair => pair.Rank);
        return [.. measured.Select(report => ranks.TryGetValue(report.Segment, out int rank) ? report with { Loss = report.Loss! with { Rank = rank } } : report)];
    }

    private static SegmentLoss Compare(Loss part, Loss all, double level)
    {
        var result = new SegmentLoss(all.Measure, part.Rows, part.Sum, part.Sum / all.Sum, part.Sum - (part.Rows * all.Sum / all.Rows));
        if (all.Less(part) is not { Rows: > 0 } rest || part.Interval is not { } own || rest.Interval is not { } others)
        {
            return result;
        }

        if (!own.IsExact && Math.Min(part.Rows, rest.Rows) < EvidenceGate.LeastLabelled)
        {
            return result;
        }

        (double lower, double upper) = own.Bounds(level);
        (double restLower, double restUpper) = others.Bounds(level);
        (double least, _, double most) = IndependentSamples.Difference((restLower, rest.Sum / rest.Rows, restUpper), (lower, part.Sum / part.Rows, upper));
        double weight = part.Rows * (double)rest.Rows / all.Rows;
        return result with { Lower = weight * least, Upper = weight * most };
    }

    /// <summary>A sum over labelled rows.</summary>
    private readonly record struct Loss(string Measure, long Rows, double Sum, double Squares)
    {
        private const string Errors = "errors";

        public MetricInterval? Interval
        {
            get
            {
                if (string.Equals(Measure, Errors, StringComparison.Ordinal))
                {
                    return new ShareInterval(Sum, Rows);
                }

                double variance = (Squares - (Sum * Sum / Rows)) / (Rows - 1);
                return Rows > 1 && variance > 0 ? new NormalInterval(Sum / Rows, Math.Sqrt(variance / Rows), 0, double.PositiveInfinity, Rows - 1) : null;
            }
        }

        public static Loss? Of(OutcomeProfile outcome) => outcome switch
        {
            { Classes: { } classes } => new Loss(Errors, classes.Rows, classes.Rows - classes.Correct, classes.Rows - classes.Correct),
            { Regression.SquaredError: { Count: > 0 } squares } => new Loss("squaredError", squares.Count, squares.Sum, SquaresOf(squares)),
            _ => null,
        };

        public Loss Less(Loss part) => new(Measure, Rows - part.Rows, Math.Max(0, Sum - part.Sum), Math.Max(0, Squares - part.Squares));

        private static double SquaresOf(Moments moments) => moments.Count * (moments.Variance + (moments.Mean * moments.Mean));
    }
}
