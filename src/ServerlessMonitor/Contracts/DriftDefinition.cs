namespace ServerlessMonitor.Contracts;

/// <summary>How drift is measured and judged.</summary>
public sealed record DriftDefinition
{
    /// <summary>A method's key, or <c>auto</c>.</summary>
    public string Method { get; init; } = "auto";

    /// <summary>The threshold; null: the method's own.</summary>
    public double? Threshold { get; init; }

    /// <summary>Severity of drift of a feature. Default <see cref="Contracts.Severity.Info"/>: for the digest.</summary>
    public Severity? Severity { get; init; }

    /// <summary>How many windows in a row must breach before an alert fires. At least 1.</summary>
    public int For { get; init; } = 1;

    /// <summary>What single columns say otherwise, by name.</summary>
    public IReadOnlyDictionary<string, ColumnDriftDefinition> Columns { get; init; } = new Dictionary<string, ColumnDriftDefinition>(StringComparer.Ordinal);
}
