using MathNet.Numerics.Distributions;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Estimates;

/// <summary>
/// Whether what was realised parts from what was estimated: then what the inputs say of the label is not what it was in the baseline. With c the share of labelled rows, the difference has the
/// variance of the estimate + (1 − c) · that of the realised metric: with all labels both are of the same rows. Where the baseline has chunks, what they part by themselves is added (<see cref="ChunkGaps"/>). Chance parts any of the metrics that are looked at as seldom as three standard errors part one.
/// </summary>
internal static class EstimateGap
{
    /// <summary>The rule's id.</summary>
    public const string RuleId = "performance/estimated/gap";

    /// <summary>The alert's name.</summary>
    public const string AlertName = "EstimateGap";

    // With fewer labels it is not known whether they are a fair sample; unless the monitor says how many it takes.
    private const double UsualCoverage = 0.5;

    // With fewer expected rows of a kind the normal law does not hold.
    private const double LeastExpected = 10;
    /// <summary>The metrics of a classification that are looked at.</summary>
    internal static readonly string[] OfClasses = ["accuracy", "f1", "rocAuc", "prevalence"];
    private static readonly string[] OfNumbers = ["mae", "rmse"];

    /// <summary>The verdict; null where nothing was estimated.</summary>
    /// <param name="estimates">What was estimated.</param>
    /// <param name="realised">The metrics of the labelled rows.</param>
    /// <param name="outcome">The window's.</param>
    /// <param name="labels">What the monitor says of labels.</param>
    /// <param name="chunks">The baseline in pieces; null where it is known as a whole only.</param>
    public static RuleVerdict? Verdict(EstimateResult estimates, IReadOnlyList<MetricResult> realised, OutcomeProfile outcome, LabelsDefinition labels, BaselineChunks? chunks = null)
    {
        if (estimates.Metrics.Count == 0)
        {
            return null;
        }

        double coverage = outcome.Predicted == 0 ? 0 : (double)outcome.Labelled / outcome.Predicted;
        string[] keys = outcome.Task == ModelTask.Regression ? OfNumbers : OfClasses;
        if (outcome.Labelled < EvidenceGate.LeastLabelled || coverage < (labels.MinimumCoverage > 0 ? labels.MinimumCoverage : UsualCoverage) || IsSparse(estimates))
        {
            return Build(keys[0], VerdictOutcome.NotEnoughData, $"The estimate cannot be held against {Say.Of(outcome.Labelled, outcome.Predicted, "row")} with a label");
        }

        Gap[] gaps = [.. keys.Select(key => GapOf(key, estimates.Metrics, realised, coverage, chunks?.Gaps.GetValueOrDefault(key) ?? 0)).OfType<Gap>()];
        if (gaps.Length == 0)
        {
            return Build(keys[0], VerdictOutcome.NotEnoughData, "No metric is both estimated and realised");
        }

        double width = Normal.InvCDF(0, 1, 1 - (Normal.CDF(0, 1, -EstimateSpread.Width) / gaps.Length));
        Gap widest = gaps.MaxBy(gap => gap.Errors)!;
        bool parts = widest.Errors > width;
        string figures = $"{widest.Key} is {Say.Number(widest.Realised)} where {Say.Number(widest.Estimated)} was estimated ({Say.Number(widest.Errors)} standard errors; {Say.Number(width)} are allowed)";
        return Build(
            widest.Key,
            parts ? VerdictOutcome.Breach : VerdictOutcome.Ok,
            parts ? $"{figures}: the world changed, not only the data. The same inputs mean something else than in the baseline" : $"{figures}: as expected from the data")
            with
        { Value = widest.Realised, Threshold = widest.Estimated + (Math.Sign(widest.Realised - widest.Estimated) * width * widest.StandardError) };
    }

    private static bool IsSparse(EstimateResult estimates)
    {
        double? Expected(string key) => estimates.Metrics.FirstOrDefault(metric => metric.Key == key)?.Value;
        return Expected("truePositive") is { } hits
            && Expected("falseNegative") is { } misses
            && (hits + misses < LeastExpected || estimates.Facts.Rows - hits - misses < LeastExpected);
    }

    private static Gap? GapOf(string key, IReadOnlyList<MetricResult> estimated, IReadOnlyList<MetricResult> realised, double coverage, double betweenChunks)
    {
        MetricResult? expected = estimated.FirstOrDefault(metric => metric.Key == key);
        MetricResult? seen = realised.FirstOrDefault(metric => metric.Key == key);
        if (expected is not { Value: { } value, StandardError: { } error } || seen?.Value is not { } real)
        {
            return null;
        }

        double own = seen.StandardError ?? 0;
        double together = Math.Sqrt((error * error) + (Math.Max(0, 1 - coverage) * own * own) + betweenChunks);
        return together > 0 ? new Gap(key, value, real, together) : null;
    }

    private static RuleVerdict Build(string key, VerdictOutcome outcome, string summary) =>
        new(RuleId, EvaluationFamily.Performance, outcome, Severity.Info, summary) { AlertName = AlertName, Measure = key };

    private sealed record Gap(string Key, double Estimated, double Realised, double StandardError)
    {
        public double Errors => Math.Abs(Realised - Estimated) / StandardError;
    }
}
