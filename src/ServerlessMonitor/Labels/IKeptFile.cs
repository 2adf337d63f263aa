namespace ServerlessMonitor.Labels;

/// <summary>A kept file that is open for reading in any order.</summary>
public interface IKeptFile : IAsyncDisposable
{
    /// <summary>Bytes.</summary>
    long Length { get; }

    /// <summary>Reads from a place on until <paramref name="into"/> is full or the file ends. Calls may overlap.</summary>
    /// <param name="offset">The place of the first byte, from 0; at or behind the end there is nothing to read.</param>
    /// <param name="into">Receives the bytes.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>How many were read: less than asked for only at the end of the file.</returns>
    /// <exception cref="IOException">The file was deleted meanwhile and what was opened cannot be read any more. Bytes of two versions are never mixed.</exception>
    ValueTask<int> ReadAsync(long offset, Memory<byte> into, CancellationToken cancellationToken);
}
