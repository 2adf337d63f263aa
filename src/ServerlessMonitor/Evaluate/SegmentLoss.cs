using System.Text.Json.Serialization;

namespace ServerlessMonitor.Evaluate;

/// <summary>A segment's part of what the model loses in a window.</summary>
/// <param name="Measure">What is summed over labelled rows: <c>errors</c> (wrong predictions) of classifications, <c>squaredError</c> of regressions.</param>
/// <param name="Rows">Labelled rows of the segment.</param>
/// <param name="Loss">Their loss together.</param>
/// <param name="Share">Of the loss of all rows, 0 to 1.</param>
/// <param name="Excess">The loss beyond what as many rows have on average: loss − rows · mean loss of the window. Below 0 where the segment does better.</param>
public sealed record SegmentLoss(string Measure, long Rows, double Loss, double Share, double Excess)
{
    /// <summary>Lower end of the excess at the gate's confidence, shared among the segments; null where there are too few rows to say.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper end of the excess.</summary>
    public double? Upper { get; init; }

    /// <summary>1 for the segment that adds most to the loss, and so on; null for those whose excess may be chance, or is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Rank { get; init; }
}
