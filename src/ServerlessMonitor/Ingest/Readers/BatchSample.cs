namespace ServerlessMonitor.Ingest.Readers;

/// <summary>The start of a file as text, from which its schema is inferred.</summary>
/// <param name="Rows">The first block of rows, every column as text; its columns are named by the header, or by the rows in the order of appearance.</param>
public sealed record BatchSample(RowBlock Rows)
{
    /// <summary>The names of the columns, in order.</summary>
    public IReadOnlyList<string> Names { get; } = [.. Rows.Columns.Select(column => column.Schema.Name)];

    /// <summary>How cells are to be read.</summary>
    public CellFormat Format { get; init; } = CellFormat.Usual;

    /// <summary>Whether each row names its own cells, so that later rows may have columns that these have not.</summary>
    public bool HasOpenNames { get; init; }
}
