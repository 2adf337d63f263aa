using System.Text.Json.Serialization;

namespace ServerlessMonitor.Evaluate;

/// <summary>How many predictions of a window have a label: metrics are of these alone, and they are rarely a fair sample of all.</summary>
/// <param name="Predicted">Rows with a prediction.</param>
/// <param name="Labelled">Those of them whose truth is known.</param>
/// <param name="Share">The part that has a label, 0 to 1.</param>
public sealed record LabelCoverage(long Predicted, long Labelled, double Share)
{
    /// <summary>By predicted class, in ordinal order; null for numbers and rankings, with more than 20 classes, and where label or prediction are sensitive.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ClassCoverage>? ByClass { get; init; }

    /// <summary>Said where labels have come for one predicted class much rather than for the others; null else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }
}
