using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Ingest;

/// <summary>How a file is understood.</summary>
/// <param name="Schema">The known schema with the file's new columns at its end, or the schema of the file.</param>
/// <param name="FileColumns">The columns of the file, in its order.</param>
public sealed record InferredSchema(DatasetSchema Schema, IReadOnlyList<ColumnSchema> FileColumns)
{
    /// <summary>Columns of the file that the known schema lacks; empty without a known schema.</summary>
    public IReadOnlyList<string> NewColumns { get; init; } = [];

    /// <summary>Columns of the known schema that the file lacks.</summary>
    public IReadOnlyList<string> AbsentColumns { get; init; } = [];

    /// <summary>What a person should know, for example why there is no positive class.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
