namespace ServerlessMonitor.Contracts;

/// <summary>How drift is measured and judged.</summary>
public sealed record DriftDefinition
{
    /// <summary>A method's key, or <c>auto</c>.</summary>
    public string Method { get; init; } = "auto";

    /// <summary>Another system's rules by name: <c>evidently</c>, <c>nannyml</c>, <c>azureml</c>, <c>tfdv</c>, <c>vertex</c>; null: our own.</summary>
    public string? Preset { get; init; }

    /// <summary>Bins of numeric columns; null: deciles of the baseline, or its values where it has at most ten.</summary>
    public DriftBins? Bins { get; init; }

    /// <summary>Whether missing cells of a numeric column are a bin of their own; null: yes, but not under a preset whose system leaves them out.</summary>
    public bool? MissingBin { get; init; }

    /// <summary>Whether a score must also be beyond chance to be drift; null: yes, but not under a preset, whose rule is fixed.</summary>
    public bool? Gate { get; init; }

    /// <summary>The threshold; null: the method's own.</summary>
    public double? Threshold { get; init; }

    /// <summary>Whether the threshold is learnt from how much the baseline's chunks differ; <see cref="Threshold"/> is null then.</summary>
    public bool LearntThreshold { get; init; }

    /// <summary>Severity of drift of a feature. Default <see cref="Contracts.Severity.Info"/>: for the digest.</summary>
    public Severity? Severity { get; init; }

    /// <summary>Severity of drift of the numeric features taken together, by learnt thresholds; null: no such rule.</summary>
    public Severity? Multivariate { get; init; }

    /// <summary>How many windows in a row must breach before an alert fires. At least 1.</summary>
    public int For { get; init; } = 1;

    /// <summary>What single columns say otherwise, by name.</summary>
    public IReadOnlyDictionary<string, ColumnDriftDefinition> Columns { get; init; } = new Dictionary<string, ColumnDriftDefinition>(StringComparer.Ordinal);
}
