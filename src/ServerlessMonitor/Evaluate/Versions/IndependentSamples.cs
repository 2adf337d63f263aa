using ServerlessMonitor.Evaluate.Metrics;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>
/// The difference of a metric between two versions that scored different rows. The interval is Newcombe's hybrid (1998, method 10), which for any two intervals is MOVER (Zou and Donner
/// 2008): each side's distance from its value to the end that matters, put together as lengths at a right angle. For shares these are Wilson's intervals, so that it holds at 0 and 1 too.
/// </summary>
internal static class IndependentSamples
{
    /// <summary>Fewer labelled rows of a version say nothing.</summary>
    public const long LeastLabelled = EvidenceGate.LeastLabelled;

    /// <summary>The difference.</summary>
    /// <param name="champion">Of the version that is compared with.</param>
    /// <param name="challenger">Of the version that is compared.</param>
    /// <param name="direction">What is better.</param>
    /// <param name="pair">Says who is who, and how many rows are labelled.</param>
    public static MetricDifference Compare(MetricResult champion, MetricResult challenger, MetricDirection direction, ReportPair pair)
    {
        var result = new MetricDifference(champion.Key, Side(champion), Side(challenger)) { Better = MetricDirections.Word(direction) };
        if ((Missing(champion, pair.Champion) ?? Missing(challenger, pair.Challenger)) is { } reason)
        {
            return result with
            {
                Difference = champion.Value is { } before && challenger.Value is { } after ? Judged(after, direction) - Judged(before, direction) : null,
                Reason = reason,
            };
        }

        (double lower, double difference, double upper) = Difference(
            Judged(champion.Lower!.Value, champion.Value!.Value, champion.Upper!.Value, direction),
            Judged(challenger.Lower!.Value, challenger.Value!.Value, challenger.Upper!.Value, direction));
        EvaluationReport? few = new[] { pair.Champion, pair.Challenger }.FirstOrDefault(report => RowsOf(report) < LeastLabelled);
        return result with
        {
            Difference = difference,
            StandardError = champion.StandardError is { } first && challenger.StandardError is { } second ? double.Hypot(first, second) : null,
            Lower = lower,
            Upper = upper,
            Verdict = few is null ? VerdictOf(lower, upper, direction) : VersionVerdict.NotEnoughData,
            Reason = few is null ? null : $"version {few.Model.Version} has {Say.Count(RowsOf(few), VersionRows.NounOf(champion.Key))}, {LeastLabelled} are needed",
        };

        long RowsOf(EvaluationReport report) => new VersionRows(report.Rows, report.LabelledRows).RowsOf(champion.Key);
    }

    /// <summary>The second less the first, each a value between its bounds.</summary>
    public static (double Lower, double Value, double Upper) Difference((double Lower, double Value, double Upper) first, (double Lower, double Value, double Upper) second)
    {
        double difference = second.Value - first.Value;
        return (
            difference - double.Hypot(second.Value - second.Lower, first.Upper - first.Value),
            difference,
            difference + double.Hypot(second.Upper - second.Value, first.Value - first.Lower));
    }

    /// <summary>What an interval of challenger less champion says.</summary>
    public static VersionVerdict VerdictOf(double lower, double upper, MetricDirection direction) => (lower, upper) switch
    {
        ( <= 0, >= 0) => VersionVerdict.NoDifferenceSeen,
        _ when direction == MetricDirection.Neither => VersionVerdict.Differs,
        ( > 0, _) => direction == MetricDirection.HigherIsBetter ? VersionVerdict.Better : VersionVerdict.Worse,
        _ => direction == MetricDirection.HigherIsBetter ? VersionVerdict.Worse : VersionVerdict.Better,
    };

    /// <summary>What is compared of a value: its distance from zero where nearer is better.</summary>
    public static double Judged(double value, MetricDirection direction) => direction == MetricDirection.NearerZeroIsBetter ? Math.Abs(value) : value;

    /// <summary>What is compared of a value with its bounds.</summary>
    public static (double Lower, double Value, double Upper) Judged(double lower, double value, double upper, MetricDirection direction)
    {
        if (direction != MetricDirection.NearerZeroIsBetter)
        {
            return (lower, value, upper);
        }

        double farthest = Math.Max(Math.Abs(lower), Math.Abs(upper));
        return (lower <= 0 && upper >= 0 ? 0 : Math.Min(Math.Abs(lower), Math.Abs(upper)), Math.Abs(value), farthest);
    }

    private static string? Missing(MetricResult metric, EvaluationReport report) => metric switch
    {
        { Value: null } => $"undefined for version {report.Model.Version}: {metric.Reason ?? "no value"}",
        { Lower: null } or { Upper: null } => $"no interval is known for version {report.Model.Version}" + (metric.Reason is { } reason ? $": {reason}" : string.Empty),
        _ => null,
    };

    private static MetricSide Side(MetricResult metric) => new(metric.Value, metric.Lower, metric.Upper);
}
