using ServerlessMonitor.Evaluate.Metrics.Intervals;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>Metrics of a model with two classes. Zero divisions give 0 with a note, as scikit-learn does.</summary>
internal static class BinaryMetrics
{
    private const string NoPredictedPositives = "no row was predicted positive; 0 by convention";
    private const string NoPositives = "no label is positive; 0 by convention";
    private const string NoNegatives = "no label is negative; 0 by convention";

    /// <summary>All of them but <c>businessValue</c>, which needs costs.</summary>
    public static IEnumerable<IModelMetric> Create()
    {
        yield return Of("accuracy", MetricDirection.HigherIsBetter, o => Estimate.Share(o.TruePositives + o.TrueNegatives, o.Rows, string.Empty));
        yield return Of("precision", MetricDirection.HigherIsBetter, o => Estimate.Share(o.TruePositives, o.TruePositives + o.FalsePositives, NoPredictedPositives));
        yield return Of("recall", MetricDirection.HigherIsBetter, o => Estimate.Share(o.TruePositives, o.TruePositives + o.FalseNegatives, NoPositives));
        yield return Of("f1", MetricDirection.HigherIsBetter, o => F1(o.TruePositives, o.FalsePositives, o.FalseNegatives));
        yield return Of("specificity", MetricDirection.HigherIsBetter, o => Estimate.Share(o.TrueNegatives, o.TrueNegatives + o.FalsePositives, NoNegatives));
        yield return Of("npv", MetricDirection.HigherIsBetter, o => Estimate.Share(o.TrueNegatives, o.TrueNegatives + o.FalseNegatives, "no row was predicted negative; 0 by convention"));
        yield return Of("fpr", MetricDirection.LowerIsBetter, o => Estimate.Share(o.FalsePositives, o.TrueNegatives + o.FalsePositives, NoNegatives));
        yield return Of("fnr", MetricDirection.LowerIsBetter, o => Estimate.Share(o.FalseNegatives, o.TruePositives + o.FalseNegatives, NoPositives));
        yield return Of("balancedAccuracy", MetricDirection.HigherIsBetter, BalancedAccuracy);
        yield return OfTable("mcc", table => table.Mcc());
        yield return OfTable("cohenKappa", table => table.CohenKappa());
        yield return Of("lift", MetricDirection.HigherIsBetter, o => Lift(o.TruePositives, o.FalsePositives, o.FalseNegatives, o.TrueNegatives, NoPredictedPositives));
        yield return Of("rocAuc", MetricDirection.HigherIsBetter, o => AreaUnderCurve.Of(o.Scores));
        yield return Of("averagePrecision", MetricDirection.HigherIsBetter, o => PrecisionRecall.AveragePrecision(o.Scores));
        yield return Of("ksSeparation", MetricDirection.HigherIsBetter, o => ScoreSeparation.Of(o.Scores));
        yield return Of("liftTop10Percent", MetricDirection.HigherIsBetter, o => ScoreSeparation.LiftOfTop(o.Scores, 0.1));
        yield return Of("logLoss", MetricDirection.LowerIsBetter, o => MeanOf(o.LogLoss, double.PositiveInfinity));
        yield return Of("brier", MetricDirection.LowerIsBetter, o => MeanOf(o.Brier, 1));
        yield return Of("expectedCalibrationError", MetricDirection.LowerIsBetter, o => CalibrationError.Of(o.Calibration, o.Brier.Mean));
        yield return Of("prevalence", MetricDirection.Neither, o => Estimate.Share(o.TruePositives + o.FalseNegatives, o.Rows, string.Empty));
        yield return Of("predictedPositiveRate", MetricDirection.Neither, o => Estimate.Share(o.TruePositives + o.FalsePositives, o.Rows, string.Empty));
        yield return Of("truePositive", MetricDirection.Neither, o => new Estimate(o.TruePositives));
        yield return Of("falsePositive", MetricDirection.Neither, o => new Estimate(o.FalsePositives));
        yield return Of("trueNegative", MetricDirection.Neither, o => new Estimate(o.TrueNegatives));
        yield return Of("falseNegative", MetricDirection.Neither, o => new Estimate(o.FalseNegatives));
    }

    /// <summary>F-beta by its parameter.</summary>
    public static IModelMetric FBeta(string key, double beta) =>
        Of(key, MetricDirection.HigherIsBetter, o => FBeta(beta, o.TruePositives, o.FalsePositives, o.FalseNegatives));

    /// <summary>2·TP / (2·TP + FP + FN).</summary>
    public static Estimate F1(long truePositives, long falsePositives, long falseNegatives) => FBeta(1, truePositives, falsePositives, falseNegatives);

    /// <summary>
    /// (1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP). The interval is Wilson's on J = TP / (TP + β²·FN + FP), with as many rows as give J its variance, carried over by (1 + β²)·J / (1 + β²·J):
    /// it holds with three events, where the delta method does not.
    /// </summary>
    public static Estimate FBeta(double beta, long truePositives, long falsePositives, long falseNegatives)
    {
        double square = beta * beta;
        double rows = truePositives + falsePositives + (square * falseNegatives);
        if (rows == 0)
        {
            return new Estimate(0) { Reason = "no label and no prediction is positive; 0 by convention", Interval = new ShareInterval(0, 0) };
        }

        double jaccard = truePositives / rows;
        double squares = falsePositives + (square * square * falseNegatives);
        double variance = ((truePositives * (1 - jaccard) * (1 - jaccard)) + (jaccard * jaccard * squares)) / (rows * rows);
        double effective = variance > 0 ? jaccard * (1 - jaccard) / variance : rows;
        (double lower, double upper) = Estimate.Wilson(jaccard * effective, effective, Estimate.Normal95);
        double slope = 1 + (square * jaccard);
        return new Estimate((1 + square) * jaccard / slope)
        {
            StandardError = (1 + square) / (slope * slope) * Math.Sqrt(variance),
            Lower = (1 + square) * lower / (1 + (square * lower)),
            Upper = (1 + square) * upper / (1 + (square * upper)),
            Interval = new MappedInterval(
                new ShareInterval(jaccard * effective, effective), share => (1 + square) * share / (1 + (square * share)), f => f / (1 + square - (square * f)), 0, 1),
        };
    }

    /// <summary>
    /// The share of positives among the chosen rows ÷ that among all. The interval is normal on the scale of the logarithm, whose variance the multinomial gives.
    /// </summary>
    /// <param name="chosenPositives">Chosen rows with a positive label.</param>
    /// <param name="chosenNegatives">Chosen rows with a negative label.</param>
    /// <param name="otherPositives">Other rows with a positive label.</param>
    /// <param name="otherNegatives">Other rows with a negative label.</param>
    /// <param name="noneChosen">What to say where no row is chosen.</param>
    public static Estimate Lift(double chosenPositives, double chosenNegatives, double otherPositives, double otherNegatives, string noneChosen)
    {
        double positives = chosenPositives + otherPositives;
        double chosen = chosenPositives + chosenNegatives;
        double rows = chosen + otherPositives + otherNegatives;
        if (positives == 0)
        {
            return Estimate.Undefined("no label is positive");
        }

        if (chosenPositives == 0)
        {
            return new Estimate(0) { Reason = chosen == 0 ? noneChosen : null, Events = Math.Min(chosen, positives) };
        }

        var delta = default(DeltaMethod);
        delta.Add(chosenPositives, rows * ((1 / chosenPositives) - (1 / chosen) - (1 / positives)));
        delta.Add(chosenNegatives, -rows / chosen);
        delta.Add(otherPositives, -rows / positives);
        delta.Add(otherNegatives, 0);
        return Estimate.Ratio(chosenPositives / chosen * (rows / positives), delta.StandardError) with { Events = chosenPositives };
    }

    /// <summary>The mean of a sum over rows.</summary>
    public static Estimate MeanOf(Moments moments, double most) => moments.Count == 0
        ? Estimate.Undefined("no labelled row has a usable score")
        : Estimate.Mean(moments, 0, most);

    private static Estimate BalancedAccuracy(BinaryOutcome outcome)
    {
        Estimate recall = Estimate.Share(outcome.TruePositives, outcome.TruePositives + outcome.FalseNegatives, NoPositives);
        Estimate specificity = Estimate.Share(outcome.TrueNegatives, outcome.TrueNegatives + outcome.FalsePositives, NoNegatives);
        if (recall.Reason is not null)
        {
            return specificity with { Reason = "only one class among the labels: its recall" };
        }

        if (specificity.Reason is not null)
        {
            return recall with { Reason = "only one class among the labels: its recall" };
        }

        double error = double.Hypot(recall.StandardError!.Value, specificity.StandardError!.Value) / 2;
        return Estimate.NormalIfSpread((recall.Value!.Value + specificity.Value!.Value) / 2, error, 0, 1) with
        {
            Interval = new PairInterval(recall.Value.Value, recall.Interval!, specificity.Value.Value, specificity.Interval!),
        };
    }

    private static ModelMetric<BinaryOutcome> Of(string key, MetricDirection direction, Func<BinaryOutcome, Estimate> measure) =>
        new(key, direction, subject => subject.Outcome.Binary, measure);

    private static ModelMetric<ClassTable> OfTable(string key, Func<ClassTable, Estimate> measure) =>
        new(key, MetricDirection.HigherIsBetter, subject => subject.Outcome.Binary is null ? null : subject.Table, measure);
}
