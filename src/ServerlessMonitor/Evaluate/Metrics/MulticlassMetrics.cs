using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>Metrics of a model with several classes. A bare key is the mean over the classes (macro).</summary>
internal static class MulticlassMetrics
{
    private const int MostClasses = 20;
    private const int MostConfused = 10;

    /// <summary>Those that every model has.</summary>
    public static IEnumerable<IModelMetric> Create()
    {
        yield return Of("accuracy", Accuracy);
        yield return Of("precision", ClassAverages.Precision);
        yield return Of("recall", ClassAverages.Recall);
        yield return Of("f1", ClassAverages.F1);
        yield return Of("precisionMicro", Accuracy);
        yield return Of("recallMicro", Accuracy);
        yield return Of("f1Micro", Accuracy);
        yield return Of("precisionWeighted", ClassAverages.PrecisionWeighted);
        yield return Of("recallWeighted", ClassAverages.RecallWeighted);
        yield return Of("f1Weighted", ClassAverages.F1Weighted);
        yield return Of("balancedAccuracy", ClassAverages.BalancedAccuracy);
        yield return Of("mcc", (_, table) => table.Mcc());
        yield return Of("cohenKappa", (_, table) => table.CohenKappa());
        yield return OfOrder("rocAuc", subject => subject.AreaOf, weighted: false);
        yield return OfOrder("rocAucWeighted", subject => subject.AreaOf, weighted: true);
        yield return OfOrder("averagePrecision", subject => subject.AveragePrecisionOf, weighted: false);
        yield return TopAccuracy("topKAccuracy", 2);
        yield return TopAccuracy("top3Accuracy", 3);
        yield return OfScores("logLoss", o => BinaryMetrics.MeanOf(o.LogLoss, double.PositiveInfinity), MetricDirection.LowerIsBetter);
        yield return OfScores("brier", o => BinaryMetrics.MeanOf(o.Brier, 2), MetricDirection.LowerIsBetter);
        yield return OfScores("expectedCalibrationError", o => o.Confidence.Rows == 0 ? Unknown(o)
            : CalibrationError.Of(o.Confidence.Calibration, o.Confidence.SquareSum / o.Confidence.Rows), MetricDirection.LowerIsBetter);
    }

    /// <summary>The share of the rows whose label is among the k classes with the highest scores.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="k">2 or 3.</param>
    public static IModelMetric TopAccuracy(string key, int k) => OfScores(key, o => o.Confidence.Rows == 0 ? Unknown(o)
        : Estimate.Share(k == 2 ? o.Confidence.InTopTwo : o.Confidence.InTopThree, o.Confidence.Rows, string.Empty));

    /// <summary>
    /// Single classes as <c>precision[c]</c>, <c>recall[c]</c>, <c>f1[c]</c>, <c>specificity[c]</c> and, with scores, <c>rocAuc[c]</c> up to 20 classes, and the confusion matrix as
    /// <c>confusion[label,prediction]</c> up to 10.
    /// </summary>
    public static IEnumerable<MetricResult> Details(MetricSubject subject)
    {
        ClassificationOutcome outcome = subject.Outcome.Classes!;
        IReadOnlyList<ClassScore> classes = subject.Table.Classes;
        if (classes.Count > MostClasses || outcome.OverflowRows > 0)
        {
            yield break;
        }

        foreach (ClassScore item in classes)
        {
            long others = outcome.Rows - item.Support;
            yield return Estimate.Share(item.Hits, item.Predicted, "never predicted; 0 by convention").ToResult($"precision[{item.Class}]");
            yield return Estimate.Share(item.Hits, item.Support, "not among the labels; 0 by convention").ToResult($"recall[{item.Class}]");
            yield return BinaryMetrics.F1(item.Hits, item.Predicted - item.Hits, item.Support - item.Hits).ToResult($"f1[{item.Class}]");
            yield return Estimate.Share(others - (item.Predicted - item.Hits), others, "every label is of this class; 0 by convention").ToResult($"specificity[{item.Class}]");
            if (outcome.ScoresByClass.TryGetValue(item.Class, out ScoreHistogram? scores))
            {
                yield return subject.AreaOf(item.Class, scores).ToResult($"rocAuc[{item.Class}]");
            }
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

    private static Estimate Unknown(ClassificationOutcome outcome) =>
        Estimate.Undefined(outcome.LogLoss.Count == 0 ? "no labelled row has usable scores" : "the rows are from profiles that were stored before this was kept");

    // Of one label and one prediction a row, the share of right ones is precision, recall and F1 of all classes together.
    private static Estimate Accuracy(ClassificationOutcome outcome, ClassTable table) => Estimate.Share(outcome.Correct, outcome.Rows, string.Empty);

    /// <summary>
    /// The mean over the classes, each against the rest. How the classes' values go together is not kept: the standard error is the mean of theirs, which is the most it can be.
    /// </summary>
    private static Estimate OverClasses(ClassificationOutcome outcome, Func<string, ScoreHistogram, Estimate> measure, bool weighted)
    {
        if (outcome.ScoresByClass.Count == 0)
        {
            return Estimate.Undefined("no labelled row has usable scores");
        }

        double fewest = outcome.ScoresByClass.Values.Min(histogram => Math.Min((double)histogram.PositiveCount, histogram.NegativeCount));
        double rows = outcome.ScoresByClass.Values.Sum(histogram => (double)histogram.PositiveCount);
        double sum = 0;
        double error = 0;
        foreach ((string name, ScoreHistogram histogram) in outcome.ScoresByClass)
        {
            if (histogram.PositiveCount == 0 || histogram.NegativeCount == 0)
            {
                return Estimate.Undefined($"class '{name}' is not, or alone, among the labels of scored rows");
            }

            Estimate single = measure(name, histogram);
            double weight = weighted ? histogram.PositiveCount / rows : 1.0 / outcome.ScoresByClass.Count;
            sum += weight * single.Value!.Value;
            error += weight * (single.StandardError ?? 0);
        }

        return Estimate.Logit(sum, error) with { Reason = $"one class against the rest, {(weighted ? "mean weighted by their labels" : "mean over the classes")}", Events = fewest };
    }

    private static ModelMetric<MetricSubject> OfOrder(string key, Func<MetricSubject, Func<string, ScoreHistogram, Estimate>> measure, bool weighted) => new(
        key,
        MetricDirection.HigherIsBetter,
        subject => subject.Outcome.Classes is null ? null : subject,
        subject => Noted(OverClasses(subject.Outcome.Classes!, measure(subject), weighted), subject.Outcome.Classes!));

    private static ModelMetric<ClassificationOutcome> OfScores(string key, Func<ClassificationOutcome, Estimate> measure, MetricDirection direction = MetricDirection.HigherIsBetter) =>
        new(key, direction, subject => subject.Outcome.Classes, outcome => Noted(measure(outcome), outcome));

    private static Estimate Noted(Estimate estimate, ClassificationOutcome outcome)
    {
        string?[] notes =
        [
            estimate.Reason,
            outcome.UnusableScores > 0 ? $"labelled rows without usable scores are left out: {outcome.UnusableScores}" : null,
            outcome.Confidence.OtherSums > 0 ? $"rows whose scores do not add up to 1: {outcome.Confidence.OtherSums}" : null,
        ];
        return estimate with { Reason = string.Join("; ", notes.OfType<string>()) is { Length: > 0 } reason ? reason : null };
    }

    private static ModelMetric<MetricSubject> Of(string key, Func<ClassificationOutcome, ClassTable, Estimate> measure) =>
        new(key, MetricDirection.HigherIsBetter, subject => subject.Outcome.Classes is null ? null : subject, subject =>
        {
            long missing = subject.Outcome.Classes!.OverflowRows;
            if (subject.Table.Rows == 0)
            {
                return Estimate.Undefined("no pair of label and prediction is kept");
            }

            Estimate estimate = measure(subject.Outcome.Classes, subject.Table);
            return missing > 0 ? estimate with { Reason = $"{missing} rows of rare pairs are left out" } : estimate;
        });
}
