namespace ServerlessMonitor.Contracts;

/// <summary>Which columns say how the model is served. They are no features: they take no part in drift.</summary>
public sealed record ServiceDefinition
{
    /// <summary>The numeric column with how long each prediction took, in its own unit; null: there is none.</summary>
    public string? Latency { get; init; }

    /// <summary>The column that says whether a prediction failed; null: there is none.</summary>
    public string? Error { get; init; }

    /// <summary>The number from which on <see cref="Error"/> is a failure; null: by <see cref="ErrorValues"/>, or the usual convention.</summary>
    public double? ErrorMinimum { get; init; }

    /// <summary>The values of <see cref="Error"/> that are failures; null: by <see cref="ErrorMinimum"/>, or the usual convention.</summary>
    public IReadOnlyList<string>? ErrorValues { get; init; }

    /// <summary>Whether it is one of the columns.</summary>
    public bool Has(string column) => string.Equals(column, Latency, StringComparison.Ordinal) || string.Equals(column, Error, StringComparison.Ordinal);
}
