using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Estimates;

/// <summary>Direct loss estimation of a model that predicts a number: the errors that such predictions had in the baseline.</summary>
internal static class RegressionEstimates
{
    /// <summary>The method's key.</summary>
    public const string Method = "dle";

    /// <summary>The estimates.</summary>
    /// <param name="predictions">The window's predictions; it has rows.</param>
    /// <param name="labelled">The baseline's errors by prediction.</param>
    public static EstimateResult Measure(ErrorGrid predictions, ErrorGrid labelled)
    {
        (ErrorModel? model, string? reason) = ErrorModel.Learn(labelled);
        if (model is null)
        {
            return EstimateResult.None(Method, reason!);
        }

        double[] rows = new double[model.Groups.Count];
        double outside = 0;
        foreach (ErrorBin bin in predictions.Bins())
        {
            double middle = (bin.Lower / 2) + (bin.Upper / 2);
            rows[model.GroupOf(middle)] += bin.Rows;
            outside += bin.Upper <= model.Groups[0].Lower || bin.Lower >= model.Groups[^1].Upper ? bin.Rows : 0;
        }

        double all = predictions.Rows;
        (double absolute, EstimateSpread ofAbsolute) = Mean(model, rows, all, group => group.MeanAbsolute, group => group.VarianceOfAbsolute);
        (double squared, EstimateSpread ofSquared) = Mean(model, rows, all, group => group.MeanSquared, group => group.VarianceOfSquared);
        double root = Math.Sqrt(squared);
        double slope = root > 0 ? 1 / (2 * root) : 0;
        return new EstimateResult(
            new Estimation(Method, predictions.Rows) { LearntFrom = model.Rows, Pieces = model.Groups.Count, OutsideBaseline = outside / all },
            [
                ofAbsolute.Around("mae", absolute, 0, double.PositiveInfinity),
                ofSquared.Around("mse", squared, 0, double.PositiveInfinity),
                new EstimateSpread(ofSquared.Sampling * slope * slope, ofSquared.Learning * slope * slope).Around("rmse", root, 0, double.PositiveInfinity),
            ]);
    }

    private static (double Mean, EstimateSpread Spread) Mean(
        ErrorModel model, double[] rows, double all, Func<ErrorModel.Group, double> mean, Func<ErrorModel.Group, double> variance)
    {
        double sum = 0;
        double sampling = 0;
        double learning = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            ErrorModel.Group group = model.Groups[i];
            double share = rows[i] / all;
            sum += share * mean(group);
            sampling += share / all * variance(group);
            learning += share * share * variance(group) / group.Rows;
        }

        return (sum, new EstimateSpread(sampling, learning));
    }
}
