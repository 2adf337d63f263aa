namespace ServerlessMonitor.Contracts;

/// <summary>
/// Limits on data quality. A null limit switches its check off. A limit of 0 means any at all: one faulty row is enough, where other
/// limits need at least three and a share that is over the limit with 99 % confidence.
/// </summary>
public sealed record QualityDefinition
{
    /// <summary>Largest rise of a column's missing share over the baseline's, 0 to 1. Default 0.05.</summary>
    public double? Missing { get; init; } = 0.05;

    /// <summary>Largest share of values outside a feature's range, 0 to 1. Default 0.01. At 0 one value outside the monitor's range is enough, not one outside the baseline's extremes.</summary>
    public double? OutOfRange { get; init; } = 0.01;

    /// <summary>Largest share of values that the baseline, or the domain, does not know, 0 to 1. Default 0.01.</summary>
    public double? NewCategories { get; init; } = 0.01;

    /// <summary>Largest share of cells that are not of the column's kind, 0 to 1. Default 0.01.</summary>
    public double? TypeErrors { get; init; } = 0.01;

    /// <summary>Largest share of duplicated ids, 0 to 1. Default 0.01.</summary>
    public double? DuplicateIds { get; init; } = 0.01;

    /// <summary>Largest rise of a numeric column's share of NaN and infinite cells over the baseline's, 0 to 1. Default 0.01.</summary>
    public double? NotFinite { get; init; } = 0.01;

    /// <summary>Whether a column whose values are all the same is a breach where the baseline's are not. Default true.</summary>
    public bool Constant { get; init; } = true;

    /// <summary>Breach when a window has fewer rows than (1 − this) × the mean of the windows before, 0 to 1. Default 0.5.</summary>
    public double? VolumeDropBy { get; init; } = 0.5;

    /// <summary>Breach when nothing arrived for longer than this. Default off.</summary>
    public TimeSpan? Freshness { get; init; }

    /// <summary>Severity of these alerts.</summary>
    public Severity Severity { get; init; } = Severity.Warning;
}
