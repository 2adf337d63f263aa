namespace ServerlessMonitor.Contracts;

/// <summary>What is known of one feature. Null: taken from the baseline.</summary>
public sealed record FeatureDefinition
{
    /// <summary>What its values are.</summary>
    public ColumnKind? Kind { get; init; }

    /// <summary>Smallest allowed value, in the column's unit.</summary>
    public double? Minimum { get; init; }

    /// <summary>Largest allowed value, in the column's unit.</summary>
    public double? Maximum { get; init; }

    /// <summary>Allowed values of a categorical feature.</summary>
    public IReadOnlyList<string>? Domain { get; init; }

    /// <summary>Whether the column must be there.</summary>
    public bool Required { get; init; }

    /// <summary>How much the model leans on it, 0 to 1; carried by alerts.</summary>
    public double? Importance { get; init; }
}
