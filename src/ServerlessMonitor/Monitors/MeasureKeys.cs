using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Monitors;

/// <summary>
/// The keys that a monitor file may name, so that a misspelt one is found before a window is missed.
/// </summary>
public static class MeasureKeys
{
    private static readonly string[] BinaryKeys =
    [
        "accuracy", "precision", "recall", "f1", "specificity", "npv", "fpr", "fnr", "balancedAccuracy", "mcc", "cohenKappa", "lift", "rocAuc",
        "averagePrecision", "ksSeparation", "liftTop10Percent", "logLoss", "brier", "expectedCalibrationError", "prevalence", "predictedPositiveRate", "truePositive", "falsePositive", "trueNegative", "falseNegative",
        BusinessValue,
    ];

    private static readonly string[] MulticlassKeys =
    [
        "accuracy", "precision", "recall", "f1", "precisionMicro", "recallMicro", "f1Micro", "precisionWeighted", "recallWeighted", "f1Weighted", "balancedAccuracy", "mcc",
        "cohenKappa", "rocAuc", "rocAucWeighted", "averagePrecision", "topKAccuracy", "top3Accuracy", "logLoss", "brier", "expectedCalibrationError",
    ];

    private static readonly string[] RegressionKeys =
    [
        "mae", "mse", "rmse", "mape", "smape", "wape", "r2", "explainedVariance", "meanError", "maxError", "medianAbsoluteError", "rmsle", "pinball",
        "errorQuantile0.05", "errorQuantile0.25", "errorQuantile0.5", "errorQuantile0.75", "errorQuantile0.95",
    ];

    private static readonly string[] RankingKeys = ["ndcg", "meanAveragePrecision", "meanReciprocalRank", "precisionAtK", "recallAtK", "hitRate"];

    private static readonly string[] EstimatedBinaryKeys = [.. BinaryKeys.Except(["ksSeparation", "liftTop10Percent", "expectedCalibrationError"], StringComparer.Ordinal)];
    private static readonly string[] EstimatedMulticlassKeys = ["accuracy", "precision", "recall", "f1", "rocAuc", "brier"];
    private static readonly string[] EstimatedRegressionKeys = ["mae", "mse", "rmse"];

    // Of several classes, each has these of its own: f1[AA].
    private static readonly string[] ClassKeys = ["precision", "recall", "f1", "specificity", "rocAuc"];

    /// <summary>Keys of drift methods; <c>auto</c> leaves the choice to the engine.</summary>
    public static IReadOnlyList<string> DriftMethods { get; } =
    [
        "auto", "jensenShannon", "psi", "kolmogorovSmirnov", "wasserstein", "chiSquare", "jensenShannonDivergence", "hellinger", "klDivergence",
        "totalVariation", "lInfinity", "wassersteinRaw", "energyDistance", "cramerVonMises", "mannWhitney", "andersonDarling", "tTest", "gTest", "cramersV",
        "zTest", "fisherExact", "meanShift", "missingShift", "newCategoryShare", "outOfRangeShare",
    ];

    /// <summary>Of these, the ones whose threshold is a probability.</summary>
    public static IReadOnlyList<string> PValueMethods { get; } =
        ["kolmogorovSmirnov", "chiSquare", "cramerVonMises", "mannWhitney", "andersonDarling", "tTest", "gTest", "zTest", "fisherExact"];

    /// <summary>Other systems' rules by name.</summary>
    public static IReadOnlyList<string> DriftPresets { get; } = ["evidently", "nannyml", "azureml", "tfdv", "vertex"];

    /// <summary>The metric that needs <c>costs</c> in the monitor file.</summary>
    public const string BusinessValue = "businessValue";

    /// <summary>Keys of metrics of a task; null: of all tasks.</summary>
    public static IReadOnlyList<string> Metrics(ModelTask? task) => task switch
    {
        ModelTask.Binary => BinaryKeys,
        ModelTask.Multiclass => MulticlassKeys,
        ModelTask.Regression => RegressionKeys,
        ModelTask.Ranking => RankingKeys,
        _ => [.. BinaryKeys.Concat(MulticlassKeys).Concat(RegressionKeys).Concat(RankingKeys).Distinct(StringComparer.Ordinal)],
    };

    /// <summary>Keys of metrics that are estimated without labels; null: of any task. F-beta and <see cref="BusinessValue"/> are among those of binary models.</summary>
    public static bool IsEstimated(string key, ModelTask? task) => task switch
    {
        ModelTask.Binary => EstimatedBinaryKeys.Contains(key, StringComparer.Ordinal) || (ParameterKey.TryParse(key, task, out ParameterKey parsed) && parsed.Family is "f"),
        ModelTask.Multiclass => EstimatedMulticlassKeys.Contains(key, StringComparer.Ordinal),
        ModelTask.Regression => EstimatedRegressionKeys.Contains(key, StringComparer.Ordinal),
        ModelTask.Ranking => false,
        _ => Enum.GetValues<ModelTask>().Any(any => IsEstimated(key, any)),
    };

    /// <summary>Whether <paramref name="key"/> is a metric of the task (null: of any), also one of how the model is served, that of a single class such as <c>f1[AA]</c> or with a parameter such as <c>f0.5</c>.</summary>
    public static bool IsMetric(string key, ModelTask? task)
    {
        if (Metrics(task).Contains(key, StringComparer.Ordinal) || ServiceKeys.Includes(key) || ParameterKey.TryParse(key, task, out _))
        {
            return true;
        }

        // A binary model without a positive class has those of several classes.
        int bracket = key.IndexOf('[', StringComparison.Ordinal);
        return task is null or ModelTask.Binary or ModelTask.Multiclass
            && bracket > 0
            && key.EndsWith(']')
            && ClassKeys.Contains(key[..bracket], StringComparer.Ordinal);
    }
}
