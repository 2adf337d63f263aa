using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Estimates;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Evaluate.Metrics.Service;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Segments;

/// <summary>
/// Metrics and drift of each segment of a window, against the same segment of the baseline. The more segments there are, the more evidence drift of one needs: the gate's level is shared among
/// them, so that a column seems to drift in any of them, without change, as seldom as it does in the whole. What is learnt from chunks of the baseline, dependence and thresholds, is learnt for the whole.
/// </summary>
internal sealed class SegmentEvaluation(ModelMetrics metrics, PerformanceRules performance, DatasetDrift drift)
{
    private const int MostContributions = 3;

    /// <summary>The segments of a window, in their order: those that have rows in it or, where there is a baseline, there.</summary>
    /// <param name="input">What the window is evaluated by.</param>
    /// <param name="compared">The columns whose drift is measured; empty where none is.</param>
    /// <param name="budget">The gate's level by the monitor's budget; null without.</param>
    /// <param name="rules">Takes the verdicts of segments that may alert.</param>
    public IReadOnlyList<SegmentReport> Evaluate(EvaluationInput input, IReadOnlyList<ColumnSchema> compared, double? budget, List<RuleVerdict> rules)
    {
        // A season narrows the baseline to the window's hours, which is not kept by segment.
        IReadOnlyDictionary<SegmentKey, DatasetProfile> baselines = input.SeasonBaseline is null && input.Baseline is { } baseline ? baseline.Segments : Empty;
        var settings = MetricSettings.Of(input.Monitor, nameClasses: false);
        var reports = new List<SegmentReport>();
        var outcomes = new List<OutcomeProfile?>();
        foreach (SegmentDefinition definition in input.Monitor.Segments)
        {
            SegmentKey[] keys = [.. input.Current.Segments.Keys.Union(baselines.Keys).Where(key => key.Name == definition.Key).Order(SegmentKey.Order)];
            double level = (budget ?? SampleSizeGate.Level) / Math.Max(1, keys.Length);
            foreach (SegmentKey key in keys)
            {
                DatasetProfile? before = baselines.GetValueOrDefault(key);
                DatasetProfile now = input.Current.Segments.GetValueOrDefault(key) ?? DatasetProfile.OfSegment(before!.Schema);
                SegmentReport report = new(key, now.Rows) { LabelledRows = now.Outcome?.Labelled ?? 0, BaselineRows = before?.Rows };
                EstimateResult? estimates = null;
                if (input.Families.Contains(EvaluationFamily.Performance) && now.Outcome is { } outcome)
                {
                    report = report with { Metrics = metrics.Measure(outcome, before?.Outcome, settings), Coverage = CoverageOfLabels.Of(outcome, nameClasses: false) };
                    estimates = PerformanceEstimates.Measure(now, PerformanceEstimates.SourceOf(before?.Outcome, input.Baseline?.Outcome), settings)?.BesideBaseline(report.Metrics);
                    report = report with { Estimated = estimates?.Metrics ?? [] };
                }

                if (input.Families.Contains(EvaluationFamily.Drift) && before is not null)
                {
                    report = report with { Drift = [.. drift.Measure(input, compared, before, now, level).Select(Brief)] };
                }

                outcomes.Add(report.Metrics.Count > 0 ? now.Outcome : null);
                if (input.Families.Contains(EvaluationFamily.Performance))
                {
                    report = report with { Metrics = [.. report.Metrics, .. ServiceMetrics.Measure(input, now, before)] };
                }

                reports.Add(report);
                if (definition.Alert)
                {
                    rules.AddRange(Verdicts(input, report, now, estimates));
                }
            }
        }

        return LossRanking.Rank(reports, outcomes, input.Current.Outcome);
    }

    private static IReadOnlyDictionary<SegmentKey, DatasetProfile> Empty { get; } = new Dictionary<SegmentKey, DatasetProfile>();

    private static DriftResult Brief(DriftResult result) =>
        result with { Decomposition = result.Verdict == DriftVerdict.Drift ? [.. result.Decomposition.Take(MostContributions)] : [] };

    private IEnumerable<RuleVerdict> Verdicts(EvaluationInput input, SegmentReport report, DatasetProfile now, EstimateResult? estimates)
    {
        IEnumerable<RuleVerdict> verdicts = DriftRules.Verdicts(report.Drift, input.Monitor.Drift, input.BaselineName).Where(verdict => verdict.RuleId != DriftRules.DatasetRuleId);
        if (input.Families.Contains(EvaluationFamily.Performance))
        {
            // How much traffic is too little is said of the whole.
            verdicts = verdicts.Concat(performance.Verdicts(
                [.. input.Monitor.Performance.Where(rule => rule.Metric is not ServiceKeys.Throughput).Select(rule => rule with { LearntRange = false })], report.Metrics, report.LabelledRows, now.Schema.Task, now.Outcome?.Binary is not null, null, estimates, CoverageOfLabels.TooLow(now.Outcome, input.Monitor.Labels)));
            if (estimates is not null && EstimateGap.Verdict(estimates, report.Metrics, now.Outcome!, input.Monitor.Labels, input.BaselineChunks) is { } gap)
            {
                verdicts = verdicts.Append(gap);
            }
        }

        string segment = report.Segment.ToString();
        return verdicts.Select(verdict => verdict with { RuleId = $"segment/{segment}/{verdict.RuleId}", Summary = $"{segment}: {verdict.Summary}", Segment = segment });
    }
}
