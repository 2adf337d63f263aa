using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>Metrics of a model with two classes. Zero divisions give 0 with a note, as scikit-learn does.</summary>
internal static class BinaryMetrics
{
    private const string NoPredictedPositives = "no row was predicted positive; 0 by convention";
    private const string NoPositives = "no label is positive; 0 by convention";
    private const string NoNegatives = "no label is negative; 0 by convention";

    /// <summary>All of them.</summary>
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
        yield return Of("mcc", MetricDirection.HigherIsBetter, Mcc);
        yield return Of("rocAuc", MetricDirection.HigherIsBetter, o => AreaUnderCurve.Of(o.Scores));
        yield return Of("averagePrecision", MetricDirection.HigherIsBetter, o => o.Scores.AveragePrecision() is { } value ? new Estimate(value) : Estimate.Undefined("no scored row has a positive label"));
        yield return Of("logLoss", MetricDirection.LowerIsBetter, o => MeanOf(o.LogLoss, double.PositiveInfinity));
        yield return Of("brier", MetricDirection.LowerIsBetter, o => MeanOf(o.Brier, 1));
        yield return Of("expectedCalibrationError", MetricDirection.LowerIsBetter, CalibrationError);
        yield return Of("prevalence", MetricDirection.Neither, o => Estimate.Share(o.TruePositives + o.FalseNegatives, o.Rows, string.Empty));
        yield return Of("predictedPositiveRate", MetricDirection.Neither, o => Estimate.Share(o.TruePositives + o.FalsePositives, o.Rows, string.Empty));
        yield return Of("truePositive", MetricDirection.Neither, o => new Estimate(o.TruePositives));
        yield return Of("falsePositive", MetricDirection.Neither, o => new Estimate(o.FalsePositives));
        yield return Of("trueNegative", MetricDirection.Neither, o => new Estimate(o.TrueNegatives));
        yield return Of("falseNegative", MetricDirection.Neither, o => new Estimate(o.FalseNegatives));
    }

    /// <summary>2·TP / (2·TP + FP + FN). The interval is Wilson's on J = TP / (TP + FP + FN), carried over by 2J / (1 + J): it holds with three events, where the delta method does not.</summary>
    public static Estimate F1(long truePositives, long falsePositives, long falseNegatives)
    {
        Estimate jaccard = Estimate.Share(truePositives, truePositives + falsePositives + falseNegatives, "no label and no prediction is positive; 0 by convention");
        double value = jaccard.Value!.Value;
        return new Estimate(Dice(value))
        {
            StandardError = jaccard.StandardError * 2 / ((1 + value) * (1 + value)),
            Lower = jaccard.Lower is { } lower ? Dice(lower) : null,
            Upper = jaccard.Upper is { } upper ? Dice(upper) : null,
            Reason = jaccard.Reason,
        };
    }

    /// <summary>The mean of a sum over rows.</summary>
    public static Estimate MeanOf(Moments moments, double most) => moments.Count == 0
        ? Estimate.Undefined("no labelled row has a usable score")
        : Estimate.Mean(moments.Mean, moments.SampleStandardDeviation, moments.Count, 0, most);

    private static double Dice(double jaccard) => 2 * jaccard / (1 + jaccard);

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

        double error = Math.Sqrt((recall.StandardError!.Value * recall.StandardError.Value) + (specificity.StandardError!.Value * specificity.StandardError.Value)) / 2;
        return Estimate.Normal((recall.Value!.Value + specificity.Value!.Value) / 2, error, 0, 1);
    }

    private static Estimate Mcc(BinaryOutcome o)
    {
        double tp = o.TruePositives;
        double fp = o.FalsePositives;
        double tn = o.TrueNegatives;
        double fn = o.FalseNegatives;
        double margins = Math.Sqrt(tp + fp) * Math.Sqrt(tp + fn) * Math.Sqrt(tn + fp) * Math.Sqrt(tn + fn);
        return margins == 0
            ? new Estimate(0) { Reason = "labels or predictions are all of one class; 0 by convention" }
            : new Estimate(((tp * tn) - (fp * fn)) / margins);
    }

    private static Estimate CalibrationError(BinaryOutcome outcome)
    {
        if (outcome.ScoredRows == 0)
        {
            return Estimate.Undefined("no labelled row has a usable score");
        }

        double sum = 0;
        foreach (CalibrationBin bin in outcome.Calibration.Where(bin => bin.Scores.Count > 0))
        {
            sum += Math.Abs(bin.Scores.Sum - bin.Positives);
        }

        return new Estimate(sum / outcome.ScoredRows);
    }

    private static ModelMetric<BinaryOutcome> Of(string key, MetricDirection direction, Func<BinaryOutcome, Estimate> measure) =>
        new(key, direction, outcome => outcome.Binary, measure);
}
