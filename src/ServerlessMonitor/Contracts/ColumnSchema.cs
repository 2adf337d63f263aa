namespace ServerlessMonitor.Contracts;

/// <summary>One column of a model's batches.</summary>
/// <param name="Name">The name in the header.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Role">What it is for.</param>
public sealed record ColumnSchema(string Name, ColumnKind Kind, ColumnRole Role)
{
    /// <summary>For <see cref="ColumnRole.Score"/>: the class whose probability it holds; null for the positive class.</summary>
    public string? ScoreClass { get; init; }
}
