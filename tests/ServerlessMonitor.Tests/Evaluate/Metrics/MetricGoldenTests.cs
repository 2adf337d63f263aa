using System.Globalization;
using System.Text.Json;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Tests.Evaluate.Golden;

namespace ServerlessMonitor.Tests.Evaluate.Metrics;

public sealed class MetricGoldenTests
{
    private const string Binary = "classification_binary.json";
    private const string Multiclass = "classification_multiclass.json";
    private const string Regression = "regression.json";

    public static TheoryData<string> BinaryCases => GoldenFile.Names(Binary);

    public static TheoryData<string> MulticlassCases => GoldenFile.Names(Multiclass);

    public static TheoryData<string> RegressionCases => GoldenFile.Names(Regression);

    [Theory]
    [MemberData(nameof(BinaryCases))]
    public void BinaryMetrics_GoldenCase_Values(string name)
    {
        JsonElement item = GoldenFile.Case(Binary, name);
        var outcome = new OutcomeProfile(ModelTask.Binary, "1");
        int[] truth = [.. item.GetProperty("y_true").EnumerateArray().Select(value => value.GetInt32())];
        int[] predicted = [.. item.GetProperty("y_pred").EnumerateArray().Select(value => value.GetInt32())];
        double[]? scores = item.TryGetProperty("score", out JsonElement score) && score.ValueKind == JsonValueKind.Array ? GoldenFile.Numbers(score) : null;
        for (int i = 0; i < truth.Length; i++)
        {
            outcome.AddClassified(truth[i].ToString(CultureInfo.InvariantCulture), predicted[i].ToString(CultureInfo.InvariantCulture), scores?[i] ?? double.NaN);
        }

        Compare(
            item.GetProperty("expected"),
            Results(outcome),
            ("accuracy", "accuracy"),
            ("precision", "precision"),
            ("recall", "recall"),
            ("f1", "f1"),
            ("specificity", "specificity"),
            ("npv", "npv"),
            ("fpr", "fpr"),
            ("fnr", "fnr"),
            ("balanced_accuracy_sklearn", "balancedAccuracy"),
            ("mcc", "mcc"),
            ("roc_auc", "rocAuc"),
            ("average_precision", "averagePrecision"),
            ("log_loss", "logLoss"),
            ("brier", "brier"),
            ("prevalence", "prevalence"),
            ("predicted_positive_rate", "predictedPositiveRate"),
            ("tp", "truePositive"),
            ("fp", "falsePositive"),
            ("tn", "trueNegative"),
            ("fn", "falseNegative"));
        if (item.GetProperty("expected").TryGetProperty("calibration10", out JsonElement calibration) && calibration.TryGetProperty("ece", out JsonElement ece))
        {
            GoldenFile.Close(ece.GetDouble(), Results(outcome)["expectedCalibrationError"].Value, 1e-9, 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(MulticlassCases))]
    public void MulticlassMetrics_GoldenCase_Values(string name)
    {
        JsonElement item = GoldenFile.Case(Multiclass, name);
        JsonElement expected = item.GetProperty("expected");
        string[] labels = [.. item.GetProperty("labels").EnumerateArray().Select(value => value.GetString()!)];
        string[] truth = [.. item.GetProperty("y_true").EnumerateArray().Select(value => value.GetString()!)];
        string[] predicted = [.. item.GetProperty("y_pred").EnumerateArray().Select(value => value.GetString()!)];
        bool scored = item.TryGetProperty("probabilities", out JsonElement probabilities) && probabilities.ValueKind == JsonValueKind.Array;
        var outcome = new OutcomeProfile(ModelTask.Multiclass, null);
        for (int i = 0; i < truth.Length; i++)
        {
            outcome.AddClassified(truth[i], predicted[i]);
            if (scored)
            {
                outcome.Classes!.AddScores(truth[i], labels, GoldenFile.Numbers(probabilities[i]));
            }
        }

        Dictionary<string, MetricResult> results = Results(outcome);
        Compare(expected, results, ("accuracy", "accuracy"), ("roc_auc_ovr_macro", "rocAuc"), ("log_loss", "logLoss"), ("brier_multiclass_sum", "brier"));
        Compare(expected.GetProperty("macro"), results, ("precision", "precision"), ("recall", "recall"), ("f1", "f1"));
        Compare(expected.GetProperty("weighted"), results, ("precision", "precisionWeighted"), ("recall", "recallWeighted"), ("f1", "f1Weighted"));
        foreach (JsonElement single in expected.GetProperty("per_class").EnumerateArray())
        {
            string label = single.GetProperty("label").GetString()!;
            if (results.ContainsKey($"f1[{label}]"))
            {
                Compare(single, results, ("precision", $"precision[{label}]"), ("recall", $"recall[{label}]"), ("f1", $"f1[{label}]"));
            }
        }

        JsonElement matrix = expected.GetProperty("confusion_matrix_rows_true");
        for (int row = 0; row < labels.Length; row++)
        {
            for (int column = 0; column < labels.Length; column++)
            {
                Assert.Equal(matrix[row][column].GetDouble(), results.GetValueOrDefault($"confusion[{labels[row]},{labels[column]}]")?.Value ?? 0);
            }
        }
    }

    [Theory]
    [MemberData(nameof(RegressionCases))]
    public void RegressionMetrics_GoldenCase_Values(string name)
    {
        JsonElement item = GoldenFile.Case(Regression, name);
        var outcome = new OutcomeProfile(ModelTask.Regression, null);
        double[] truth = GoldenFile.Numbers(item.GetProperty("y_true"));
        outcome.Regression!.AddRange(truth, GoldenFile.Numbers(item.GetProperty("y_pred")));
        outcome.Labelled = truth.Length;
        Dictionary<string, MetricResult> results = Results(outcome);
        double tolerance = name == "large_offset" ? 1e-7 : 1e-9;
        Compare(
            item.GetProperty("expected"),
            results,
            tolerance,
            ("mae", "mae"),
            ("mse", "mse"),
            ("rmse", "rmse"),
            ("mape_sklearn_eps", "mape"),
            ("smape_0_2", "smape"),
            ("wape", "wape"),
            ("r2", "r2"),
            ("explained_variance", "explainedVariance"),
            ("mean_error_pred_minus_true", "meanError"),
            ("max_error", "maxError"),
            ("median_absolute_error", "medianAbsoluteError"),
            ("rmsle", "rmsle"));
    }

    private static Dictionary<string, MetricResult> Results(OutcomeProfile outcome) =>
        new ModelMetrics().Measure(outcome, null, nameClasses: true).ToDictionary(result => result.Key, StringComparer.Ordinal);

    private static void Compare(JsonElement expected, Dictionary<string, MetricResult> results, params (string Golden, string Key)[] keys) =>
        Compare(expected, results, 1e-9, keys);

    private static void Compare(JsonElement expected, Dictionary<string, MetricResult> results, double tolerance, params (string Golden, string Key)[] keys)
    {
        foreach ((string golden, string key) in keys)
        {
            if (!expected.TryGetProperty(golden, out JsonElement value))
            {
                continue;
            }

            MetricResult result = results[key];
            if (!GoldenFile.IsDefined(value) || !double.IsFinite(GoldenFile.Number(value)))
            {
                Assert.Null(result.Value);
                Assert.NotNull(result.Reason);
                continue;
            }

            GoldenFile.Close(GoldenFile.Number(value), result.Value, tolerance, 1e-12);
            Assert.True(result.Lower is null || result.Lower <= result.Value + 1e-12, key);
            Assert.True(result.Upper is null || result.Upper >= result.Value - 1e-12, key);
        }
    }
}
