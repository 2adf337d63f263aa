using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Monitors;

/// <summary>The keys that a monitor file may name, so that a misspelt one is found before a window is missed.</summary>
public static class MeasureKeys
{
    private static readonly string[] BinaryKeys =
    [
        "accuracy", "precision", "recall", "f1", "specificity", "npv", "fpr", "fnr", "balancedAccuracy", "mcc", "cohenKappa", "rocAuc",
        "averagePrecision", "logLoss", "brier", "expectedCalibrationError", "lift", "prevalence", "predictedPositiveRate", "truePositive",
        "falsePositive", "trueNegative", "falseNegative",
    ];

    private static readonly string[] MulticlassKeys =
    [
        "accuracy", "balancedAccuracy", "mcc", "cohenKappa", "logLoss", "rocAuc", "precision", "recall", "f1",
        "precisionMicro", "recallMicro", "f1Micro", "precisionWeighted", "recallWeighted", "f1Weighted", "rocAucWeighted", "topKAccuracy",
    ];

    private static readonly string[] RegressionKeys =
    [
        "mae", "mse", "rmse", "mape", "smape", "wape", "r2", "medianAbsoluteError", "maxError", "meanError", "explainedVariance", "rmsle", "pinball",
    ];

    private static readonly string[] RankingKeys =
        ["ndcg", "meanAveragePrecision", "meanReciprocalRank", "precisionAtK", "recallAtK", "hitRate"];

    /// <summary>Keys of drift methods; <c>auto</c> leaves the choice to the engine.</summary>
    public static IReadOnlyList<string> DriftMethods { get; } =
    [
        "auto", "jensenShannon", "jensenShannonDivergence", "psi", "hellinger", "klDivergence", "totalVariation", "lInfinity",
        "kolmogorovSmirnov", "wasserstein", "wassersteinRaw", "energyDistance", "cramerVonMises", "mannWhitney", "andersonDarling", "tTest",
        "chiSquare", "gTest", "cramersV", "zTest", "fisherExact", "meanShift", "missingShift", "newCategoryShare", "outOfRangeShare",
    ];

    /// <summary>Keys of metrics of a task; null: of all tasks.</summary>
    public static IReadOnlyList<string> Metrics(ModelTask? task) => task switch
    {
        ModelTask.Binary => BinaryKeys,
        ModelTask.Multiclass => MulticlassKeys,
        ModelTask.Regression => RegressionKeys,
        ModelTask.Ranking => RankingKeys,
        _ => [.. BinaryKeys.Concat(MulticlassKeys).Concat(RegressionKeys).Concat(RankingKeys).Distinct(StringComparer.Ordinal)],
    };
}
