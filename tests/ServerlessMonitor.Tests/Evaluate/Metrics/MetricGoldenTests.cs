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
    private const string Ranking = "ranking.json";

    public static TheoryData<string> BinaryCases => GoldenFile.Names(Binary);

    public static TheoryData<string> MulticlassCases => GoldenFile.Names(Multiclass);

    public static TheoryData<string> RegressionCases => GoldenFile.Names(Regression);

    public static TheoryData<string> RankingCases => GoldenFile.Names(Ranking);

    [Theory]
    [MemberData(nameof(BinaryCases))]
    public void BinaryMetrics_GoldenCase_Values(string name)
    {
        JsonElement item = GoldenFile.Case(Binary, name);
        int[] truth = [.. item.GetProperty("y_true").EnumerateArray().Select(value => value.GetInt32())];
        int[] predicted = [.. item.GetProperty("y_pred").EnumerateArray().Select(value => value.GetInt32())];
        double[]? scores = item.TryGetProperty("score", out JsonElement score) && score.ValueKind == JsonValueKind.Array ? GoldenFile.Numbers(score) : null;
        foreach (OutcomeProfile outcome in WholeAndMerged(truth.Length, () => new OutcomeProfile(ModelTask.Binary, "1"), (part, i) =>
            part.AddClassified(truth[i].ToString(CultureInfo.InvariantCulture), predicted[i].ToString(CultureInfo.InvariantCulture), scores?[i] ?? double.NaN)))
        {
            CompareBinary(item.GetProperty("expected"), Results(outcome, "f0.5", "f2"));
        }
    }

    private static void CompareBinary(JsonElement expected, Dictionary<string, MetricResult> results)
    {
        Compare(
            expected,
            results,
            ("accuracy", "accuracy"),
            ("precision", "precision"),
            ("recall", "recall"),
            ("f1", "f1"),
            ("specificity", "specificity"),
            ("npv", "npv"),
            ("fpr", "fpr"),
            ("fnr", "fnr"),
            ("balanced_accuracy_sklearn", "balancedAccuracy"),
            ("f0_5", "f0.5"),
            ("f2", "f2"),
            ("mcc", "mcc"),
            ("cohen_kappa", "cohenKappa"),
            ("ks_score_separation", "ksSeparation"),
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
        if (expected.TryGetProperty("calibration10", out JsonElement calibration))
        {
            Compare(calibration, results, ("ece", "expectedCalibrationError"));
        }

        if (results["precision"].Value > 0)
        {
            GoldenFile.Close(expected.GetProperty("precision").GetDouble() / expected.GetProperty("prevalence").GetDouble(), results["lift"].Value, 1e-9, 1e-12);
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
        foreach (OutcomeProfile outcome in WholeAndMerged(truth.Length, () => new OutcomeProfile(ModelTask.Multiclass, null), (part, i) =>
        {
            part.AddClassified(truth[i], predicted[i]);
            if (scored)
            {
                part.Classes!.AddScores(truth[i], labels, GoldenFile.Numbers(probabilities[i]));
            }
        }))
        {
            CompareMulticlass(expected, labels, Results(outcome));
        }
    }

    private static void CompareMulticlass(JsonElement expected, string[] labels, Dictionary<string, MetricResult> results)
    {
        Compare(
            expected,
            results,
            ("accuracy", "accuracy"),
            ("balanced_accuracy_sklearn", "balancedAccuracy"),
            ("mcc", "mcc"),
            ("cohen_kappa", "cohenKappa"),
            ("roc_auc_ovr_macro", "rocAuc"),
            ("roc_auc_ovr_weighted", "rocAucWeighted"),
            ("average_precision_ovr_macro", "averagePrecision"),
            ("top2_accuracy", "topKAccuracy"),
            ("log_loss", "logLoss"),
            ("brier_multiclass_sum", "brier"));
        if (expected.TryGetProperty("calibration10_top_label", out JsonElement calibration))
        {
            Compare(calibration, results, ("ece", "expectedCalibrationError"));
        }

        Compare(expected.GetProperty("micro"), results, ("precision", "precisionMicro"), ("recall", "recallMicro"), ("f1", "f1Micro"));
        Compare(expected.GetProperty("macro"), results, ("precision", "precision"), ("recall", "recall"), ("f1", "f1"));
        Compare(expected.GetProperty("weighted"), results, ("precision", "precisionWeighted"), ("recall", "recallWeighted"), ("f1", "f1Weighted"));
        foreach (JsonElement single in expected.GetProperty("per_class").EnumerateArray())
        {
            string label = single.GetProperty("label").GetString()!;
            if (results.ContainsKey($"f1[{label}]"))
            {
                Compare(single, results, ("precision", $"precision[{label}]"), ("recall", $"recall[{label}]"), ("f1", $"f1[{label}]"), ("specificity", $"specificity[{label}]"));
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
        double[] truth = GoldenFile.Numbers(item.GetProperty("y_true"));
        double[] predicted = GoldenFile.Numbers(item.GetProperty("y_pred"));
        foreach (OutcomeProfile outcome in WholeAndMerged(truth.Length, () => new OutcomeProfile(ModelTask.Regression, null), (part, i) =>
        {
            part.Regression!.Add(truth[i], predicted[i]);
            part.Labelled++;
        }))
        {
            CompareRegression(item.GetProperty("expected"), Results(outcome, "pinball0.1", "pinball0.5", "pinball0.9"), name == "large_offset" ? 1e-7 : 1e-9);
        }
    }

    private static void CompareRegression(JsonElement expected, Dictionary<string, MetricResult> results, double tolerance)
    {
        Compare(
            expected,
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
            ("rmsle", "rmsle"),
            ("pinball_0.1", "pinball0.1"),
            ("pinball_0.5", "pinball"),
            ("pinball_0.5", "pinball0.5"),
            ("pinball_0.9", "pinball0.9"));
        foreach (JsonProperty quantile in expected.GetProperty("error_quantiles_type7").EnumerateObject())
        {
            GoldenFile.Close(quantile.Value.GetDouble(), results[$"errorQuantile{quantile.Name}"].Value, tolerance, 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(RankingCases))]
    public void RankingMetrics_GoldenCase_Values(string name)
    {
        JsonElement item = GoldenFile.Case(Ranking, name);
        (double[] Scores, double[] Relevance)[] queries =
            [.. item.GetProperty("queries").EnumerateArray().Select(query => (GoldenFile.Numbers(query.GetProperty("score")), GoldenFile.Numbers(query.GetProperty("relevance"))))];
        (string Golden, string Family, string Default)[] keys =
        [
            ("ndcg_linear", "ndcg", "ndcg"),
            ("ap_div_min_R_k", "meanAveragePrecision", "meanAveragePrecision"),
            ("reciprocal_rank", "meanReciprocalRank", "meanReciprocalRank"),
            ("precision", "precision", "precisionAtK"),
            ("recall", "recall", "recallAtK"),
            ("hit", "hitRate", "hitRate"),
        ];
        int[] cutoffs = [1, 3, 5, 10];
        foreach (OutcomeProfile outcome in WholeAndMerged(queries.Length, () => new OutcomeProfile(ModelTask.Ranking, null), (part, i) =>
        {
            part.Ranking!.AddQuery(queries[i].Scores, queries[i].Relevance);
            part.Labelled += queries[i].Scores.Length;
        }))
        {
            Dictionary<string, MetricResult> results = Results(outcome, [.. cutoffs.SelectMany(cutoff => keys.Select(key => $"{key.Family}At{cutoff}"))]);
            foreach (int cutoff in cutoffs)
            {
                JsonElement mean = item.GetProperty("expected").GetProperty($"at_{cutoff}").GetProperty("mean");
                Compare(mean, results, [.. keys.Select(key => (key.Golden, $"{key.Family}At{cutoff}"))]);
                Compare(mean, results, [.. keys.Where(_ => cutoff == 10).Select(key => (key.Golden, key.Default))]);
            }
        }
    }

    /// <summary>The rows in one profile, and in three that are merged.</summary>
    private static IEnumerable<OutcomeProfile> WholeAndMerged(int rows, Func<OutcomeProfile> create, Action<OutcomeProfile, int> add)
    {
        OutcomeProfile whole = create();
        OutcomeProfile[] parts = [create(), create(), create()];
        for (int i = 0; i < rows; i++)
        {
            add(whole, i);
            add(parts[i * 3 / rows], i);
        }

        yield return whole;
        OutcomeProfile merged = create();
        foreach (OutcomeProfile part in parts)
        {
            merged.Merge(part);
        }

        yield return merged;
    }

    private static Dictionary<string, MetricResult> Results(OutcomeProfile outcome, params string[] asked) =>
        new ModelMetrics().Measure(outcome, null, new MetricSettings(NameClasses: true, string.Join(' ', asked))).ToDictionary(result => result.Key, StringComparer.Ordinal);

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
            Assert.True(result.Naive is null || double.IsFinite(result.Naive.Value), key);
            Assert.True(result.Lower is null || result.Lower <= result.Value + 1e-12, key);
            Assert.True(result.Upper is null || result.Upper >= result.Value - 1e-12, key);
        }
    }
}
