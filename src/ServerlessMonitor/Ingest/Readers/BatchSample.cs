namespace ServerlessMonitor.Ingest.Readers;

/// <summary>The start of a file as text, from which its schema is inferred.</summary>
/// <param name="Rows">The first block of rows, every column as text; its columns are named by the header.</param>
public sealed record BatchSample(RowBlock Rows)
{
    /// <summary>The names in the header, in order.</summary>
    public IReadOnlyList<string> Names { get; } = [.. Rows.Columns.Select(column => column.Schema.Name)];
}
