using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Estimates;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>What the monitor's limits on metrics say of a window.</summary>
/// <param name="metrics">To know what of a metric is better.</param>
internal sealed class PerformanceRules(ModelMetrics metrics)
{
    /// <summary>The name of alerts of estimated metrics.</summary>
    public const string EstimatedAlert = "EstimatedPerformanceBreach";

    private const string ServiceAlert = "ServiceBreach";

    /// <summary>A verdict for each limit of each rule.</summary>
    /// <param name="rules">The monitor's rules.</param>
    /// <param name="results">The window's metrics.</param>
    /// <param name="labelled">Its labelled rows; of a model that ranks, its queries.</param>
    /// <param name="task">What the model predicts.</param>
    /// <param name="hasPositive">Whether one class is the event.</param>
    /// <param name="chunks">The metrics of each chunk of the baseline that has enough labels, for ranges that are learnt.</param>
    /// <param name="estimates">The estimated metrics, for rules that ask for them; null where there are none.</param>
    /// <param name="uncovered">Why metrics of labelled rows are not judged, as too few rows have labels; null where they are.</param>
    public IEnumerable<RuleVerdict> Verdicts(
        IReadOnlyList<PerformanceRule> rules,
        IReadOnlyList<MetricResult> results,
        long labelled,
        ModelTask task,
        bool hasPositive,
        IReadOnlyList<IReadOnlyList<MetricResult>>? chunks = null,
        EstimateResult? estimates = null,
        string? uncovered = null)
    {
        var ofLabels = new Evidence(labelled, task == ModelTask.Ranking ? "labelled ranking" : "labelled row", null) { Uncovered = uncovered };
        var ofEstimates = new Evidence(estimates?.Facts.Rows ?? 0, "predicted row", estimates is null ? "there is nothing to estimate it from" : estimates.Facts.Reason);
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (PerformanceRule rule in rules)
        {
            MetricResult? result = (rule.Estimated ? estimates?.Metrics ?? [] : results).FirstOrDefault(item => string.Equals(item.Key, rule.Metric, StringComparison.Ordinal));
            Evidence evidence = rule.Estimated ? ofEstimates
                : ServiceKeys.Includes(rule.Metric) ? new Evidence(result?.Rows ?? 0, "row", result is null ? "the monitor names no column for it" : null)
                : ofLabels;
            if (rule.Below is { } least)
            {
                yield return Verdict(rule, "below", result, evidence, least, used, metric => EvidenceGate.Limit(metric, least, upwards: false), result?.Value < least ? "is below" : "is not below");
            }

            if (rule.Above is { } most)
            {
                yield return Verdict(rule, "above", result, evidence, most, used, metric => EvidenceGate.Limit(metric, most, upwards: true), result?.Value > most ? "is above" : "is not above");
            }

            MetricDirection direction = metrics.DirectionOf(rule.Metric, task, hasPositive);
            if (rule.WorseThanBaselineBy is { } margin)
            {
                yield return AgainstBaseline(rule, result, evidence, margin, direction, used);
            }

            if (rule.LearntRange)
            {
                yield return Learnt(rule, result, evidence, chunks ?? [], direction, used);
            }
        }
    }

    private static RuleVerdict AgainstBaseline(
        PerformanceRule rule, MetricResult? result, Evidence labelled, double margin, MetricDirection direction, Dictionary<string, int> used)
    {
        if (result is { Value: not null, Baseline: null })
        {
            return Build(rule, "worseThanBaseline", result, margin, used, VerdictOutcome.NotEnoughData, $"{NameOf(rule)}: the baseline has no such figure to compare with");
        }

        double loss = result is { Value: { } value, Baseline: { } baseline } ? EvidenceGate.Worse(value, baseline, direction) : 0;
        string words = $"is {Say.Number(Math.Abs(loss))} {(loss > 0 ? "worse" : "better")} than the baseline's, {(loss > margin ? "more than" : "within")}";
        return Verdict(rule, "worseThanBaseline", result, labelled, margin, used, metric => EvidenceGate.Loss(metric, margin, direction), words);
    }

    private static RuleVerdict Learnt(
        PerformanceRule rule, MetricResult? result, Evidence labelled, IReadOnlyList<IReadOnlyList<MetricResult>> chunks, MetricDirection direction, Dictionary<string, int> used)
    {
        MetricResult[] known = [.. chunks.SelectMany(chunk => chunk).Where(metric => string.Equals(metric.Key, rule.Metric, StringComparison.Ordinal))];
        if (result?.Value is not { } measured)
        {
            return Verdict(rule, "learned", result, labelled, null, used, _ => default, string.Empty);
        }

        if (LearntRange.Learn(known, result, SampleSizeGate.Level) is not { } range)
        {
            string enough = labelled.Noun is "row" ? "with it" : "with enough labels";
            string have = known.Length == 0 ? $"no chunks {enough}" : $"{Say.Count(known.Length, "chunk")} {enough}";
            return Build(
                rule,
                "learned",
                result,
                null,
                used,
                VerdictOutcome.NotEnoughData,
                $"{NameOf(rule)} {Say.Number(measured)} cannot be judged: the baseline has {have}, {LearntSpread.FewestChunks} are needed to learn a range");
        }

        double nearest = Math.Abs(measured - range.Lower) < Math.Abs(measured - range.Upper) ? range.Lower : range.Upper;
        string side = measured < range.Lower ? "below" : measured > range.Upper ? "above" : "within";
        string words = $"is {side} {Say.Number(range.Lower)} to {Say.Number(range.Upper)}, learnt from {Say.Count(range.Chunks, "chunk")} of the baseline";
        return Verdict(rule, "learned", result, labelled, nearest, used, metric => EvidenceGate.Range(metric, range, direction), words, saysLimit: false);
    }

    private static RuleVerdict Verdict(
        PerformanceRule rule,
        string direction,
        MetricResult? result,
        Evidence labelled,
        double? limit,
        Dictionary<string, int> used,
        Func<MetricResult, Judgement> judge,
        string words,
        bool saysLimit = true)
    {
        if (result?.Value is not { } value)
        {
            string why = result is null ? labelled.Missing ?? (labelled.Count == 0 ? "no labelled rows" : rule.Estimated ? "it is not estimated" : "the model has no such metric") : result.Reason ?? "undefined";
            return Build(rule, direction, result, limit, used, VerdictOutcome.NotEnoughData, $"{NameOf(rule)} is not known: {why} ({Say.Count(labelled.Count, labelled.Noun)})");
        }

        if (labelled.Uncovered is { } uncovered)
        {
            return Build(rule, direction, result, limit, used, VerdictOutcome.NotEnoughData, $"{NameOf(rule)} {Say.Number(value)} is not judged: {uncovered}");
        }

        Judgement judgement = EvidenceGate.TooFew(result, labelled.Count) is { } few ? new Judgement(VerdictOutcome.NotEnoughData) { Note = $", {few}" } : judge(result);
        string baseline = result.Baseline is { } before ? $"; baseline {Say.Number(before)}" : string.Empty;
        string compared = $"{words}{(saysLimit && limit is { } said ? $" {Say.Number(said)}" : string.Empty)}";
        return Build(
            rule,
            direction,
            result,
            limit,
            used,
            judgement.Outcome,
            $"{NameOf(rule)} {Say.Number(value)} {compared} ({Say.Count(labelled.Count, labelled.Noun)}{judgement.Note}{baseline})");
    }

    private static RuleVerdict Build(
        PerformanceRule rule, string direction, MetricResult? result, double? limit, Dictionary<string, int> used, VerdictOutcome outcome, string summary)
    {
        // Two limits of one kind on one metric (a warning and a critical one) are two rules.
        string id = rule.Estimated ? $"performance/estimated/{rule.Metric}/{direction}" : $"performance/{rule.Metric}/{direction}";
        int times = used[id] = used.GetValueOrDefault(id) + 1;
        return new RuleVerdict(times == 1 ? id : $"{id}/{times}", EvaluationFamily.Performance, outcome, rule.Severity, summary)
        {
            AlertName = rule.Estimated ? EstimatedAlert : ServiceKeys.Includes(rule.Metric) ? ServiceAlert : "PerformanceBreach",
            Measure = rule.Metric,
            Value = result?.Value,
            Threshold = limit,
            Baseline = result?.Baseline,
            For = Math.Max(1, rule.For),
        };
    }

    /// <summary>How much a metric is from.</summary>
    /// <param name="Count">Its rows.</param>
    /// <param name="Noun">What they are called.</param>
    /// <param name="Missing">Why there is none; null where that follows from the count.</param>
    private readonly record struct Evidence(long Count, string Noun, string? Missing)
    {
        /// <summary>Why what is known is not judged.</summary>
        public string? Uncovered { get; init; }
    }

    /// <summary>What the rule is about, in sentences.</summary>
    private static string NameOf(PerformanceRule rule) => rule.Estimated ? $"estimated {rule.Metric}" : rule.Metric;
}
