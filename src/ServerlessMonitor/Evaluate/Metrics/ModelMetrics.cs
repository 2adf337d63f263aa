using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Metrics.Service;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>The metrics by task and key. A new metric is one line where its kin are.</summary>
internal sealed class ModelMetrics
{
    private readonly IReadOnlyList<IModelMetric> _binary = [.. BinaryMetrics.Create()];
    private readonly IReadOnlyList<IModelMetric> _multiclass = [.. MulticlassMetrics.Create()];
    private readonly IReadOnlyList<IModelMetric> _regression = [.. RegressionMetrics.Create()];
    private readonly IReadOnlyList<IModelMetric> _ranking = [.. RankingMetrics.Create()];

    /// <summary>The metrics of a task. A binary model without a positive class has those of several classes.</summary>
    public IReadOnlyList<IModelMetric> For(ModelTask task, bool hasPositive) => task switch
    {
        ModelTask.Binary when hasPositive => _binary,
        ModelTask.Binary or ModelTask.Multiclass => _multiclass,
        ModelTask.Regression => _regression,
        _ => _ranking,
    };

    /// <summary>Every metric on the labelled rows of a window, each with the same on the baseline's and that of a naive model.</summary>
    /// <param name="outcome">The window's.</param>
    /// <param name="baseline">The baseline's; null where there is none.</param>
    /// <param name="settings">What the monitor says: keys with a parameter that rules name are measured too.</param>
    public IReadOnlyList<MetricResult> Measure(OutcomeProfile outcome, OutcomeProfile? baseline, MetricSettings settings)
    {
        bool comparable = baseline is not null && baseline.Task == outcome.Task && baseline.Labelled > 0 && string.Equals(baseline.Positive, outcome.Positive, StringComparison.Ordinal);
        var subject = new MetricSubject(outcome);
        MetricSubject? before = comparable ? new MetricSubject(baseline!) : null;
        MetricSubject? naive = NaiveModel.Of(outcome) is { } constant ? new MetricSubject(constant) : null;
        var results = new List<MetricResult>();
        IReadOnlyList<IModelMetric> usual = For(outcome.Task, outcome.Binary is not null);
        foreach (IModelMetric metric in usual.Concat(Asked(settings, usual, outcome)))
        {
            MetricResult result = metric.Measure(subject);
            MetricResult? ofBaseline = before is null ? null : metric.Measure(before);
            results.Add(result with
            {
                Baseline = ofBaseline?.Value,
                BaselineInterval = ofBaseline?.Interval,
                Naive = naive is null || metric.Direction == MetricDirection.Neither || result.Value is null ? result.Naive : metric.Measure(naive).Value,
            });
        }

        if (settings.NameClasses && outcome.Binary is null && outcome.Classes is { Rows: > 0 })
        {
            results.AddRange(Details(subject, before, naive));
        }

        return results;
    }

    /// <summary>The same with nothing asked for.</summary>
    public IReadOnlyList<MetricResult> Measure(OutcomeProfile outcome, OutcomeProfile? baseline, bool nameClasses) => Measure(outcome, baseline, new MetricSettings(nameClasses));

    /// <summary>What of a metric is better; <see cref="MetricDirection.HigherIsBetter"/> for the scores of single classes.</summary>
    public MetricDirection DirectionOf(string key, ModelTask task, bool hasPositive) =>
        ServiceMetrics.DirectionOf(key) ?? (For(task, hasPositive).FirstOrDefault(metric => string.Equals(metric.Key, key, StringComparison.Ordinal)) ?? WithParameter(key, task))?.Direction
            ?? MetricDirection.HigherIsBetter;

    /// <summary>What of a metric is better that only some monitors have: with costs, or with a parameter. Null for others.</summary>
    public static MetricDirection? DirectionOfAsked(string key) => string.Equals(key, BusinessValue.Key, StringComparison.Ordinal)
        ? MetricDirection.HigherIsBetter
        : Enum.GetValues<ModelTask>().Select(task => WithParameter(key, task)).OfType<IModelMetric>().FirstOrDefault()?.Direction;

    private static IEnumerable<IModelMetric> Asked(MetricSettings settings, IReadOnlyList<IModelMetric> usual, OutcomeProfile outcome)
    {
        if (outcome.Binary is not null && settings.Costs is { } costs)
        {
            yield return BusinessValue.By(costs);
        }

        foreach (string key in settings.AskedKeys.Where(key => !usual.Any(metric => string.Equals(metric.Key, key, StringComparison.Ordinal))))
        {
            if (WithParameter(key, outcome.Task) is { } metric)
            {
                yield return metric;
            }
        }
    }

    private static IModelMetric? WithParameter(string key, ModelTask task) => !ParameterKey.TryParse(key, task, out ParameterKey parsed) ? null : parsed.Family switch
    {
        "f" => BinaryMetrics.FBeta(key, parsed.Parameter),
        "pinball" => RegressionMetrics.Pinball(key, parsed.Parameter),
        "errorQuantile" => RegressionMetrics.ErrorQuantile(key, parsed.Parameter),
        "absoluteErrorQuantile" => RegressionMetrics.AbsoluteErrorQuantile(key, parsed.Parameter),
        "topAccuracy" => MulticlassMetrics.TopAccuracy(key, (int)parsed.Parameter),
        _ => RankingMetrics.At(key, parsed.Family, (int)parsed.Parameter),
    };

    private static IEnumerable<MetricResult> Details(MetricSubject subject, MetricSubject? baseline, MetricSubject? naive)
    {
        Dictionary<string, MetricResult> before = DetailsOf(baseline);
        Dictionary<string, MetricResult> constant = DetailsOf(naive);
        return MulticlassMetrics.Details(subject).Select(result => result.Key.StartsWith("confusion", StringComparison.Ordinal)
            ? result
            : result with
            {
                Baseline = before.GetValueOrDefault(result.Key)?.Value,
                BaselineInterval = before.GetValueOrDefault(result.Key)?.Interval,
                Naive = constant.GetValueOrDefault(result.Key)?.Value,
            });
    }

    private static Dictionary<string, MetricResult> DetailsOf(MetricSubject? subject) =>
        (subject is null ? [] : MulticlassMetrics.Details(subject)).ToDictionary(result => result.Key, StringComparer.Ordinal);
}
