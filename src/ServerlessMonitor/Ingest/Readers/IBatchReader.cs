namespace ServerlessMonitor.Ingest.Readers;

/// <summary>
/// Reads one file of rows, front to back, in blocks. Call <see cref="OpenAsync"/>, then <see cref="Bind"/>, then
/// <see cref="ReadAsync"/> until it returns false. Memory does not grow with the file.
/// </summary>
public interface IBatchReader : IAsyncDisposable
{
    /// <summary>Bytes taken from the file so far, as stored (before decompression).</summary>
    long BytesRead { get; }

    /// <summary>Columns of the layout that no row names; complete at the end of the file. Always empty where a header names the columns.</summary>
    IReadOnlyCollection<string> UnnamedColumns { get; }

    /// <summary>Reads the column names and the first block of rows.</summary>
    /// <exception cref="BatchFormatException">The file is empty, has no usable header, has no rows, or is not in this format.</exception>
    Task<BatchSample> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Says what the columns are. The rows of the sample come again, read accordingly.</summary>
    void Bind(RowLayout layout);

    /// <summary>Replaces the block's content by the next rows.</summary>
    /// <param name="block">A block with the columns of the layout.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>False when there are no more rows; the block is then empty.</returns>
    /// <exception cref="BatchFormatException">The rest of the file cannot be read.</exception>
    ValueTask<bool> ReadAsync(RowBlock block, CancellationToken cancellationToken);
}
