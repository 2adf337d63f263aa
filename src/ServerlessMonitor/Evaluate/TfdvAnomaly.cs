using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate;

/// <summary>
/// TensorFlow Data Validation's names for what was found (<c>AnomalyInfo.Type</c> of tensorflow/metadata, <c>anomalies.proto</c>), so that people and
/// programs who know those find their way. A finding that TFDV has no name for has none.
/// </summary>
public static class TfdvAnomaly
{
    /// <summary>The name for drift by a method; null where TFDV has none.</summary>
    public static string? OfDrift(string method) => method switch
    {
        "lInfinity" => "COMPARATOR_L_INFTY_HIGH",
        "jensenShannon" or "jensenShannonDivergence" => "COMPARATOR_JENSEN_SHANNON_DIVERGENCE_HIGH",
        _ => null,
    };

    /// <summary>The name for a breach of a check that does not know a closer one itself; null where TFDV has none.</summary>
    /// <param name="check">The check's key.</param>
    /// <param name="value">What was measured.</param>
    /// <param name="kind">The column's kind; null for findings on the whole window.</param>
    internal static string? OfCheck(string check, double? value, ColumnKind? kind) => check switch
    {
        "missing" or "present" => value is 1 ? "FEATURE_TYPE_NOT_PRESENT" : "FEATURE_TYPE_LOW_FRACTION_PRESENT",
        "missingColumn" => "SCHEMA_MISSING_COLUMN",
        "newColumn" => "SCHEMA_NEW_COLUMN",
        "newCategories" or "pattern" => "ENUM_TYPE_UNEXPECTED_STRING_VALUES",
        "duplicateIds" or "unique" or "constant" => "FEATURE_TYPE_LOW_UNIQUE",
        "typeErrors" => kind switch
        {
            ColumnKind.Numeric => "FLOAT_TYPE_STRING_NOT_FLOAT",
            ColumnKind.Boolean => "BOOL_TYPE_UNEXPECTED_STRING",
            _ => "UNEXPECTED_DATA_TYPE",
        },
        "volume" => value is 0 ? "NO_DATA_IN_SPAN" : "COMPARATOR_LOW_NUM_EXAMPLES",
        _ => null,
    };
}
