using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>What predictions are worth by the monitor's costs: the mean over the labelled rows, so that windows of any size compare; times the rows it is the total.</summary>
internal static class BusinessValue
{
    /// <summary>Its key.</summary>
    public const string Key = "businessValue";

    /// <summary>The metric.</summary>
    public static IModelMetric By(OutcomeCosts costs) => new ModelMetric<BinaryOutcome>(
        Key, MetricDirection.HigherIsBetter, subject => subject.Outcome.Binary, outcome => Of(costs, outcome));

    private static Estimate Of(OutcomeCosts costs, BinaryOutcome outcome)
    {
        double rows = outcome.Rows;
        double value = ((costs.TruePositive * outcome.TruePositives) + (costs.FalsePositive * outcome.FalsePositives)
            + (costs.FalseNegative * outcome.FalseNegatives) + (costs.TrueNegative * outcome.TrueNegatives)) / rows;
        var delta = default(DeltaMethod);
        delta.Add(outcome.TruePositives, costs.TruePositive - value);
        delta.Add(outcome.FalsePositives, costs.FalsePositive - value);
        delta.Add(outcome.FalseNegatives, costs.FalseNegative - value);
        delta.Add(outcome.TrueNegatives, costs.TrueNegative - value);
        return Estimate.NormalIfSpread(value, delta.StandardError, double.NegativeInfinity, double.PositiveInfinity);
    }
}
