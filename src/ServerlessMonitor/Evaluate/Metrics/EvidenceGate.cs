using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Metrics.Intervals;
using ServerlessMonitor.Evaluate.Versions;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>
/// Whether rows are evidence enough for a verdict on a metric. A limit is broken when the value is beyond it and the bound at 99.9 % is, too: a metric that is exactly at its limit breaks it in one of a
/// thousand windows. It is kept when a value twice as bad as the limit (<see cref="MetricInterval.Twice"/>) would break it in 95 of 100 windows of this size, or when the rows rule such a value out. Else there
/// is not enough data.
/// </summary>
internal static class EvidenceGate
{
    /// <summary>From fewer labelled rows (rankings: queries) an approximate interval, or none, says nothing. Shares have exact bounds, which need no such floor.</summary>
    public const long LeastLabelled = 30;

    /// <summary>From fewer rows of the rarer kind the same.</summary>
    public const double LeastEvents = 10;

    private const double Level = SampleSizeGate.Level;
    private const double Power = 1.6448536269514722; // Φ⁻¹(0.95)

    /// <summary>Whether there is too little for an approximate interval; null if not.</summary>
    /// <param name="metric">The window's.</param>
    /// <param name="labelled">Its labelled rows, or queries.</param>
    public static string? TooFew(MetricResult metric, long labelled) =>
        metric.Interval is { IsExact: true } ? null
            : labelled < LeastLabelled ? $"too few to say: {LeastLabelled} are needed"
            : metric.Events < LeastEvents ? $"too few to say: {Say.Number(LeastEvents)} of the rarest kind are needed, {Say.Number(metric.Events.Value)} are there"
            : null;

    /// <summary>A fixed limit.</summary>
    /// <param name="metric">The window's.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="upwards">Whether values above it break it, or values below.</param>
    public static Judgement Limit(MetricResult metric, double limit, bool upwards)
    {
        double value = metric.Value!.Value;
        bool beyond = upwards ? value > limit : value < limit;
        if (metric.Interval is not { } interval)
        {
            return new Judgement(beyond ? VerdictOutcome.Breach : VerdictOutcome.Ok);
        }

        if (beyond && interval.RulesOut(limit, Level))
        {
            return new Judgement(VerdictOutcome.Breach);
        }

        if (interval.Twice(limit, upwards) is { } twice && !interval.RulesOut(twice, Level) && !interval.Shows(limit, twice, Level))
        {
            return TooFewToTell($"not even {Say.Number(twice)} could be told from {Say.Number(limit)}");
        }

        return beyond ? Chance : new Judgement(VerdictOutcome.Ok);
    }

    /// <summary>A loss against the baseline, whose own sampling error counts: the interval of the difference is that of <see cref="IndependentSamples"/>.</summary>
    /// <param name="metric">The window's, with that of the baseline.</param>
    /// <param name="margin">The loss that is allowed.</param>
    /// <param name="direction">What is better.</param>
    public static Judgement Loss(MetricResult metric, double margin, MetricDirection direction)
    {
        double value = metric.Value!.Value;
        double baseline = metric.Baseline!.Value;
        bool beyond = Worse(value, baseline, direction) > margin;
        if (metric.Interval is not { } interval)
        {
            return new Judgement(beyond ? VerdictOutcome.Breach : VerdictOutcome.Ok);
        }

        (double lower, double upper) = interval.Bounds(Level);
        (double beforeLower, double beforeUpper) = metric.BaselineInterval?.Bounds(Level) ?? (baseline, baseline);
        (double least, _, double most) = IndependentSamples.Difference(
            IndependentSamples.Judged(beforeLower, baseline, beforeUpper, direction), IndependentSamples.Judged(lower, value, upper, direction));
        (least, most) = direction switch
        {
            MetricDirection.HigherIsBetter => (-most, -least),
            MetricDirection.Neither => (least > 0 ? least : most < 0 ? -most : 0, Math.Max(Math.Abs(least), Math.Abs(most))),
            _ => (least, most),
        };
        if (beyond && least > margin)
        {
            return new Judgement(VerdictOutcome.Breach);
        }

        double clear = ClearLoss(metric, interval, margin, direction);
        if (clear > margin && most >= clear && !Shows(metric, interval, margin, clear, direction))
        {
            return TooFewToTell($"not even a loss of {Say.Number(clear)} could be told from {(margin == 0 ? "none" : Say.Number(margin))}");
        }

        return beyond ? Chance : new Judgement(VerdictOutcome.Ok);
    }

    /// <summary>A range that was learnt from the baseline's chunks.</summary>
    /// <param name="metric">The window's.</param>
    /// <param name="range">The range for its size.</param>
    /// <param name="direction">What is better.</param>
    public static Judgement Range(MetricResult metric, LearntRange range, MetricDirection direction)
    {
        double value = metric.Value!.Value;
        bool beyond = value < range.Lower || value > range.Upper;
        if (metric.Interval is not { } interval)
        {
            return new Judgement(beyond ? VerdictOutcome.Breach : VerdictOutcome.Ok);
        }

        if (beyond && interval.RulesOut(range.Mean, Level))
        {
            return new Judgement(VerdictOutcome.Breach);
        }

        foreach (bool upwards in direction switch { MetricDirection.HigherIsBetter => [false], MetricDirection.LowerIsBetter => [true], _ => (bool[])[false, true] })
        {
            if (interval.Twice(range.Mean + (upwards ? range.Core : -range.Core), upwards) is { } twice
                && !interval.RulesOut(twice, Level)
                && Math.Abs(twice - range.Mean) < range.Reach + (Power * interval.ErrorAt(twice)))
            {
                return TooFewToTell($"not even {Say.Number(twice)} could be told from what the chunks have");
            }
        }

        return beyond ? Chance : new Judgement(VerdictOutcome.Ok);
    }

    /// <summary>By how much a value is worse than another.</summary>
    public static double Worse(double value, double baseline, MetricDirection direction) => direction switch
    {
        MetricDirection.HigherIsBetter => baseline - value,
        MetricDirection.LowerIsBetter => value - baseline,
        MetricDirection.NearerZeroIsBetter => Math.Abs(value) - Math.Abs(baseline),
        _ => Math.Abs(value - baseline),
    };

    private static Judgement Chance => new(VerdictOutcome.Ok) { Note = ", which may be chance" };

    private static Judgement TooFewToTell(string why) => new(VerdictOutcome.NotEnoughData) { Note = $", too few: {why}" };

    // Twice the margin; where none is allowed, what makes the baseline's value twice as bad.
    private static double ClearLoss(MetricResult metric, MetricInterval interval, double margin, MetricDirection direction)
    {
        double baseline = metric.Baseline!.Value;
        return margin > 0 ? 2 * margin
            : interval.Twice(baseline, direction != MetricDirection.HigherIsBetter && (direction != MetricDirection.NearerZeroIsBetter || baseline > 0)) is { } twice ? Math.Abs(twice - baseline) : 0;
    }

    private static bool Shows(MetricResult metric, MetricInterval interval, double margin, double clear, MetricDirection direction)
    {
        double baseline = metric.Baseline!.Value;
        double sign = direction == MetricDirection.HigherIsBetter || (direction == MetricDirection.NearerZeroIsBetter && baseline < 0) ? -1 : 1;
        double limit = baseline + (sign * margin);
        double truth = Math.Clamp(baseline + (sign * clear), interval.Least, interval.Most);
        double before = metric.BaselineInterval?.ErrorAt(baseline) ?? 0;
        double z = Drift.Laws.Tails.NormalQuantile(Level);
        return Math.Abs(truth - limit) >= (z * double.Hypot(before, interval.ErrorAt(limit))) + (Power * double.Hypot(before, interval.ErrorAt(truth)));
    }
}
