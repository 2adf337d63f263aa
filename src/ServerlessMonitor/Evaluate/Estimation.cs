using System.Text.Json.Serialization;

namespace ServerlessMonitor.Evaluate;

/// <summary>How the metrics of a window were estimated without its labels.</summary>
/// <remarks>What was learnt follows from the stored baseline alone, whose version the report's input digest has: computing it again gives the same.</remarks>
/// <param name="Method"><c>cbpe</c> (from confidence, of classifications) or <c>dle</c> (from the errors that predictions of this size had, of regressions).</param>
/// <param name="Rows">Rows of the window that the estimate is of.</param>
public sealed record Estimation(string Method, long Rows)
{
    /// <summary>When estimates hold: said wherever they are shown.</summary>
    public const string Assumption = "Estimates hold under covariate shift, not under concept drift: while labels depend on the inputs as in the baseline.";

    /// <summary><see cref="Assumption"/>.</summary>
    public string Holds => Assumption;

    /// <summary>Predicted rows that it says nothing of: without a usable score, or from parts stored before scores of all rows were kept.</summary>
    public long RowsLeftOut { get; init; }

    /// <summary>Labelled rows of the baseline that it was learnt from.</summary>
    public long LearntFrom { get; init; }

    /// <summary>Whether scores were calibrated (isotonic): only where that lowers the calibration error of rows that it was not learnt from. Null of regressions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Calibrated { get; init; }

    /// <summary>The expected calibration error of the baseline's scores as they are; of several classes the mean. Null of regressions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CalibrationError { get; init; }

    /// <summary>The same when each half of the baseline is calibrated by the other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CalibrationErrorAfter { get; init; }

    /// <summary>Into how many pieces the scores or predictions are cut: pools of the isotonic fit, groups of predictions.</summary>
    public int Pieces { get; init; }

    /// <summary>The share of rows whose score or prediction lies beyond all of the baseline.</summary>
    public double OutsideBaseline { get; init; }

    /// <summary>Why there is no estimate, or what was assumed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}
