using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>Metrics of a model with several classes. A bare key is the mean over the classes (macro).</summary>
internal static class MulticlassMetrics
{
    private const int MostClasses = 20;
    private const int MostConfused = 10;

    /// <summary>Those that every model has.</summary>
    public static IEnumerable<IModelMetric> Create()
    {
        yield return Of("accuracy", MetricDirection.HigherIsBetter, o => Estimate.Share(o.Correct, o.Rows, string.Empty));
        yield return Of("precision", MetricDirection.HigherIsBetter, o => Macro(o, item => item.Precision));
        yield return Of("recall", MetricDirection.HigherIsBetter, MacroRecall);
        yield return Of("f1", MetricDirection.HigherIsBetter, o => Macro(o, item => item.F1));
        yield return Of("precisionWeighted", MetricDirection.HigherIsBetter, o => Weighted(o, item => item.Precision));
        yield return Of("recallWeighted", MetricDirection.HigherIsBetter, o => Weighted(o, item => item.Recall));
        yield return Of("f1Weighted", MetricDirection.HigherIsBetter, o => Weighted(o, item => item.F1));
        yield return Of("rocAuc", MetricDirection.HigherIsBetter, RocAuc);
        yield return Of("logLoss", MetricDirection.LowerIsBetter, o => BinaryMetrics.MeanOf(o.LogLoss, double.PositiveInfinity));
        yield return Of("brier", MetricDirection.LowerIsBetter, o => BinaryMetrics.MeanOf(o.Brier, 2));
    }

    /// <summary>
    /// Single classes as <c>precision[c]</c>, <c>recall[c]</c>, <c>f1[c]</c> up to 20 classes, and the confusion matrix as <c>confusion[label,prediction]</c>
    /// up to 10.
    /// </summary>
    public static IEnumerable<MetricResult> Details(ClassificationOutcome outcome)
    {
        IReadOnlyList<ClassScore> classes = ClassScore.Of(outcome);
        if (classes.Count > MostClasses || outcome.OverflowRows > 0)
        {
            yield break;
        }

        foreach (ClassScore item in classes)
        {
            yield return Estimate.Share(item.Hits, item.Predicted, "never predicted; 0 by convention").ToResult($"precision[{item.Class}]");
            yield return Estimate.Share(item.Hits, item.Support, "not among the labels; 0 by convention").ToResult($"recall[{item.Class}]");
            yield return BinaryMetrics.F1(item.Hits, item.Predicted - item.Hits, item.Support - item.Hits).ToResult($"f1[{item.Class}]");
        }

        if (classes.Count > MostConfused)
        {
            yield break;
        }

        foreach (ClassScore label in classes)
        {
            foreach (ClassScore prediction in classes)
            {
                yield return new MetricResult(
                    $"confusion[{label.Class},{prediction.Class}]", outcome.Confusion.GetValueOrDefault(new ClassPair(label.Class, prediction.Class)));
            }
        }
    }

    private static Estimate Macro(ClassificationOutcome outcome, Func<ClassScore, double> score)
    {
        IReadOnlyList<ClassScore> classes = ClassScore.Of(outcome);
        return new Estimate(classes.Average(score)) { Reason = Note(outcome) };
    }

    private static Estimate MacroRecall(ClassificationOutcome outcome)
    {
        IReadOnlyList<ClassScore> classes = ClassScore.Of(outcome);
        double variance = classes.Where(item => item.Support > 0).Sum(item => item.Recall * (1 - item.Recall) / item.Support);
        return Estimate.Normal(classes.Average(item => item.Recall), Math.Sqrt(variance) / classes.Count, 0, 1) with { Reason = Note(outcome) };
    }

    private static Estimate Weighted(ClassificationOutcome outcome, Func<ClassScore, double> score)
    {
        IReadOnlyList<ClassScore> classes = ClassScore.Of(outcome);
        double rows = classes.Sum(item => (double)item.Support);
        return new Estimate(classes.Sum(item => item.Support / rows * score(item))) { Reason = Note(outcome) };
    }

    private static Estimate RocAuc(ClassificationOutcome outcome)
    {
        if (outcome.ScoresByClass.Count == 0)
        {
            return Estimate.Undefined("no labelled row has usable scores");
        }

        double sum = 0;
        foreach ((string name, Sketches.ScoreHistogram histogram) in outcome.ScoresByClass)
        {
            if (histogram.RocAuc() is not { } area)
            {
                return Estimate.Undefined($"class '{name}' is not, or alone, among the labels of scored rows");
            }

            sum += area;
        }

        return new Estimate(sum / outcome.ScoresByClass.Count) { Reason = "one class against the rest, mean over the classes" };
    }

    private static string? Note(ClassificationOutcome outcome) =>
        outcome.OverflowRows > 0 ? $"{outcome.OverflowRows} rows of rare pairs are left out" : null;

    private static ModelMetric<ClassificationOutcome> Of(string key, MetricDirection direction, Func<ClassificationOutcome, Estimate> measure) =>
        new(key, direction, outcome => outcome.Classes, measure);
}
