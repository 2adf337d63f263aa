using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate;

/// <summary>One check of data quality on one window.</summary>
/// <param name="Check">The check's key: <c>missing outOfRange newCategories typeErrors missingColumn newColumn duplicateIds duplicateRows
/// rejectedRows volume notFinite constant present unique textLength pattern</c>.</param>
/// <param name="Column">The column, or null for the whole window.</param>
/// <param name="Outcome">What it says.</param>
/// <param name="Summary">One sentence for people.</param>
public sealed record QualityFinding(string Check, string? Column, VerdictOutcome Outcome, string Summary)
{
    /// <summary>What TensorFlow Data Validation calls a breach of it, for example <c>SCHEMA_NEW_COLUMN</c>; null where it has no name, and where there is no breach.</summary>
    public string? Anomaly { get; init; }

    /// <summary>What was measured.</summary>
    public double? Value { get; init; }

    /// <summary>The limit it is held against.</summary>
    public double? Threshold { get; init; }

    /// <summary>The same figure in the baseline.</summary>
    public double? Baseline { get; init; }

    /// <summary>Samples: new categories, rows rejected by reason.</summary>
    public IReadOnlyList<string> Samples { get; init; } = [];
}
