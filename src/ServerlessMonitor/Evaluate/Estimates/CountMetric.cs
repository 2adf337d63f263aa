using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Metrics;

namespace ServerlessMonitor.Evaluate.Estimates;

/// <summary>A metric that is a function of the four counts, for counts that are no whole numbers. The conventions are those of <see cref="BinaryMetrics"/>.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Of">The function; 0 by convention where it divides by nothing.</param>
/// <param name="Least">The lower end of its range.</param>
/// <param name="Most">The upper end.</param>
internal sealed record CountMetric(string Key, Func<ExpectedCounts, double> Of, double Least = 0, double Most = 1)
{
    private static readonly CountMetric[] Usual =
    [
        new("accuracy", c => Ratio(c.TruePositives + c.TrueNegatives, c.Rows)),
        new("precision", c => Ratio(c.TruePositives, c.PredictedPositives)),
        new("recall", Recall),
        new("f1", c => FBeta(c, 1)),
        new("specificity", Specificity),
        new("npv", c => Ratio(c.TrueNegatives, c.PredictedNegatives)),
        new("fpr", c => Ratio(c.FalsePositives, c.Negatives)),
        new("fnr", c => Ratio(c.FalseNegatives, c.Positives)),
        new("balancedAccuracy", c => (Recall(c) + Specificity(c)) / 2),
        new("mcc", Mcc, -1),
        new("cohenKappa", CohenKappa, -1),
        new("lift", c => Ratio(c.TruePositives * c.Rows, c.PredictedPositives * c.Positives), 0, double.PositiveInfinity),
        new("prevalence", c => Ratio(c.Positives, c.Rows)),
        new("predictedPositiveRate", c => Ratio(c.PredictedPositives, c.Rows)),
        new("truePositive", c => c.TruePositives, 0, double.PositiveInfinity),
        new("falsePositive", c => c.FalsePositives, 0, double.PositiveInfinity),
        new("trueNegative", c => c.TrueNegatives, 0, double.PositiveInfinity),
        new("falseNegative", c => c.FalseNegatives, 0, double.PositiveInfinity),
    ];

    /// <summary>All of them, and those that the monitor asks for.</summary>
    public static IEnumerable<CountMetric> For(MetricSettings settings)
    {
        foreach (CountMetric metric in Usual)
        {
            yield return metric;
        }

        if (settings.Costs is { } costs)
        {
            yield return new CountMetric(BusinessValue.Key, c => Value(c, costs), double.NegativeInfinity, double.PositiveInfinity);
        }

        foreach (string key in settings.AskedKeys.Where(key => !Usual.Any(metric => string.Equals(metric.Key, key, StringComparison.Ordinal))))
        {
            if (ParameterKey.TryParse(key, ModelTask.Binary, out ParameterKey parsed) && parsed.Family is "f")
            {
                yield return new CountMetric(key, c => FBeta(c, parsed.Parameter));
            }
        }
    }

    /// <summary>(1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP).</summary>
    public static double FBeta(ExpectedCounts counts, double beta)
    {
        double square = beta * beta;
        return Ratio((1 + square) * counts.TruePositives, counts.PredictedPositives + (square * counts.Positives));
    }

    /// <summary>TP / (TP + FN).</summary>
    public static double Recall(ExpectedCounts counts) => Ratio(counts.TruePositives, counts.Positives);

    private static double Specificity(ExpectedCounts counts) => Ratio(counts.TrueNegatives, counts.Negatives);

    private static double Mcc(ExpectedCounts counts)
    {
        double together = (counts.TruePositives * counts.TrueNegatives) - (counts.FalsePositives * counts.FalseNegatives);
        return Ratio(together, Math.Sqrt(counts.PredictedPositives) * Math.Sqrt(counts.PredictedNegatives) * Math.Sqrt(counts.Positives) * Math.Sqrt(counts.Negatives));
    }

    private static double CohenKappa(ExpectedCounts counts)
    {
        double agreed = Ratio(counts.TruePositives + counts.TrueNegatives, counts.Rows);
        double chance = Ratio((counts.PredictedPositives * counts.Positives) + (counts.PredictedNegatives * counts.Negatives), counts.Rows * counts.Rows);
        return Ratio(agreed - chance, 1 - chance);
    }

    private static double Value(ExpectedCounts counts, OutcomeCosts costs) => Ratio(
        (costs.TruePositive * counts.TruePositives) + (costs.FalsePositive * counts.FalsePositives) + (costs.FalseNegative * counts.FalseNegatives) + (costs.TrueNegative * counts.TrueNegatives),
        counts.Rows);

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}
