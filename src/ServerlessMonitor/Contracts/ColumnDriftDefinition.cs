namespace ServerlessMonitor.Contracts;

/// <summary>How drift of one column is measured and judged. Null: as for the others.</summary>
public sealed record ColumnDriftDefinition
{
    /// <summary>A method's key, or <c>auto</c>.</summary>
    public string? Method { get; init; }

    /// <summary>Bins, for a numeric column.</summary>
    public DriftBins? Bins { get; init; }

    /// <summary>The threshold.</summary>
    public double? Threshold { get; init; }

    /// <summary>Whether the threshold is learnt from how much the baseline's chunks differ; <see cref="Threshold"/> is null then.</summary>
    public bool LearntThreshold { get; init; }

    /// <summary>The alert's severity.</summary>
    public Severity? Severity { get; init; }

    /// <summary>False: this column is not compared.</summary>
    public bool Enabled { get; init; } = true;
}
