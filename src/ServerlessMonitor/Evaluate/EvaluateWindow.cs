using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Estimates;
using ServerlessMonitor.Evaluate.Fairness;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Evaluate.Metrics.Service;
using ServerlessMonitor.Evaluate.Multivariate;
using ServerlessMonitor.Evaluate.Quality;
using ServerlessMonitor.Evaluate.Segments;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate;

/// <summary>Evaluates a window from profiles alone: no storage, no clock, the same input gives the same report. Safe for use by several threads.</summary>
public sealed class EvaluateWindow
{
    private readonly ModelMetrics _metrics = new();
    private readonly PerformanceRules _performance;
    private readonly DatasetDrift _drift = new(new ColumnDrift(DriftMethods.CreateDefault()));
    private readonly QualityChecks _quality = new();
    private readonly SegmentEvaluation _segments;

    /// <summary>With every metric, method and check of the product.</summary>
    public EvaluateWindow()
    {
        _performance = new PerformanceRules(_metrics);
        _segments = new SegmentEvaluation(_metrics, _performance, _drift);
    }

    /// <summary>The report; its revision is 1, which the caller raises where there was one before.</summary>
    public EvaluationReport Evaluate(EvaluationInput input)
    {
        var rules = new List<RuleVerdict>();
        OutcomeProfile? outcome = input.Current.Outcome;
        var report = new EvaluationReport(input.Model, input.Spec, input.Window)
        {
            Families = input.Families,
            Provisional = input.Provisional,
            InputDigest = input.InputDigest,
            EvaluatedAt = input.EvaluatedAt,
            Rows = input.Current.Rows,
            LabelledRows = outcome?.Labelled ?? 0,
            BaselineName = input.Baseline is null ? null : input.BaselineName,
            BaselineRows = input.Baseline?.Rows,
        };
        if (input.Families.Contains(EvaluationFamily.Performance))
        {
            report = Performance(report, input, outcome, rules);
        }

        DatasetProfile? compared = input.Families.Contains(EvaluationFamily.Drift) ? input.SeasonBaseline ?? input.Baseline : null;
        IReadOnlyList<ColumnSchema> columns = compared is null ? [] : DatasetDrift.Compared(input.Monitor, compared);
        double? budget = Budget(input, columns.Count);
        if (compared is { } against)
        {
            IReadOnlyList<DriftResult> drift = _drift.Measure(input, columns, against, input.Current, budget);
            rules.AddRange(DriftRules.Verdicts(drift, input.Monitor.Drift, input.BaselineName));
            report = report with { Drift = drift, Multivariate = Multivariate(input, against, rules) };
        }

        if (input.Families.Contains(EvaluationFamily.Quality))
        {
            report = report with { Quality = Quality(input, rules) };
        }

        if (input.Monitor.Segments.Count > 0)
        {
            bool isTooShort = input.Window.Duration < input.Current.SegmentSpan;
            report = report with { Segments = isTooShort ? [] : _segments.Evaluate(input, columns, budget, rules) };
        }

        return report with { Rules = rules };
    }

    private EvaluationReport Performance(EvaluationReport report, EvaluationInput input, OutcomeProfile? outcome, List<RuleVerdict> rules)
    {
        IReadOnlyList<MetricResult> service = ServiceMetrics.Measure(input, input.Current, input.Baseline);
        bool learns = input.Monitor.Performance.Any(rule => rule.LearntRange);
        IReadOnlyList<IReadOnlyList<MetricResult>> chunks = learns ? ServiceMetrics.OfChunks(input) : [];
        if (outcome is null)
        {
            RuleVerdict[] ofService = [.. _performance.Verdicts(input.Monitor.Performance, service, 0, input.Current.Schema.Task, hasPositive: false, chunks)];
            rules.AddRange(ofService);
            return report with { Metrics = Marked(service, ofService.Where(verdict => verdict.Outcome == VerdictOutcome.Breach)) };
        }

        bool nameClasses = !input.Current.Schema.Columns.Any(column =>
            column.Role is ColumnRole.Label or ColumnRole.Prediction && input.Monitor.Columns.Sensitive.Contains(column.Name, StringComparer.Ordinal));
        MetricSettings settings = MetricSettings.Of(input.Monitor, nameClasses);
        IReadOnlyList<MetricResult> metrics = _metrics.Measure(outcome, input.Baseline?.Outcome, settings);
        chunks = learns ? [.. chunks, .. input.BaselineChunks?.MetricsBy(_metrics, settings) ?? []] : [];
        EstimateResult? estimates = PerformanceEstimates.Measure(input.Current, input.Baseline?.Outcome, settings)?.BesideBaseline(metrics);
        RuleVerdict[] verdicts =
            [.. _performance.Verdicts(input.Monitor.Performance, [.. metrics, .. service], outcome.Ranking?.Queries ?? outcome.Labelled, outcome.Task, outcome.Binary is not null, chunks, estimates, CoverageOfLabels.TooLow(outcome, input.Monitor.Labels))];
        rules.AddRange(verdicts);
        if (estimates is not null && EstimateGap.Verdict(estimates, metrics, outcome, input.Monitor.Labels, input.BaselineChunks) is { } gap)
        {
            rules.Add(gap);
        }

        RuleVerdict[] broken = [.. verdicts.Where(verdict => verdict.Outcome == VerdictOutcome.Breach)];
        return report with
        {
            Coverage = CoverageOfLabels.Of(outcome, nameClasses),
            Fairness = FairnessOfGroups.Of(input.Monitor, input.Current, nameClasses),
            Metrics = Marked([.. metrics, .. service], broken.Where(verdict => verdict.AlertName != PerformanceRules.EstimatedAlert)),
            Estimated = Marked(estimates?.Metrics ?? [], broken.Where(verdict => verdict.AlertName == PerformanceRules.EstimatedAlert)),
            Estimation = estimates?.Facts,
        };
    }

    private static List<MetricResult> Marked(IReadOnlyList<MetricResult> metrics, IEnumerable<RuleVerdict> broken)
    {
        HashSet<string> alerting = broken.Select(verdict => verdict.Measure).ToHashSet(StringComparer.Ordinal);
        return [.. metrics.Select(metric => alerting.Contains(metric.Key) ? metric with { Alert = true } : metric)];
    }

    private static IReadOnlyList<MultivariateResult> Multivariate(EvaluationInput input, DatasetProfile against, List<RuleVerdict> rules)
    {
        DriftDefinition definition = input.Monitor.Drift;
        if (definition is { LearntThreshold: false, Multivariate: null })
        {
            return MultivariateDrift.Measure(against, input.Current, input.Monitor.Service);
        }

        IReadOnlyList<MultivariateResult> results = MultivariateDrift.Judge(against, input.Current, input.BaselineChunks, input.Monitor.Service);
        if (definition.Multivariate is { } severity)
        {
            rules.AddRange(MultivariateRules.Verdicts(results, severity, definition.For, input.BaselineName));
        }

        return results;
    }

    /// <summary>The budget is for columns, and for each list of segments that may alert as much again: its segments share it.</summary>
    private static double? Budget(EvaluationInput input, int columns) =>
        DriftBudget.Level(input.Monitor.FalseAlertsPerMonth, columns * (1 + input.Monitor.Segments.Count(segment => segment.Alert)), input.Spec.Step);

    private List<QualityFinding> Quality(EvaluationInput input, List<RuleVerdict> rules)
    {
        var findings = new List<QualityFinding>();
        var quality = new QualityInput(input.Current, input.Baseline, input.Monitor)
        {
            Complete = !input.Provisional,
            PrecedingRows = input.PrecedingRows,
            Chunks = input.ChunksShowDependence ? input.BaselineChunks : null,
        };
        foreach ((QualityFinding finding, RuleVerdict verdict) in _quality.Run(quality))
        {
            findings.Add(finding);
            rules.Add(verdict);
        }

        return findings;
    }
}
