namespace ServerlessMonitor.Ingest.Readers;

/// <summary>A reader whose <see cref="BytesRead"/> is counted below the decompression, and whose damaged input has a name.</summary>
internal sealed class CountedReader : IBatchReader
{
    private readonly IBatchReader _inner;
    private readonly CountingStream _stored;

    public CountedReader(IBatchReader inner, CountingStream stored)
    {
        _inner = inner;
        _stored = stored;
    }

    public long BytesRead => _stored.BytesRead;

    public IReadOnlyCollection<string> UnnamedColumns => _inner.UnnamedColumns;

    public async Task<BatchSample> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _inner.OpenAsync(cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw BadCompression(exception);
        }
    }

    public void Bind(RowLayout layout) => _inner.Bind(layout);

    public async ValueTask<bool> ReadAsync(RowBlock block, CancellationToken cancellationToken)
    {
        try
        {
            return await _inner.ReadAsync(block, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw BadCompression(exception);
        }
    }

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private static BatchFormatException BadCompression(InvalidDataException exception) =>
        new(new BatchProblem("BadCompression", $"The name ends in .gz but the file is not whole gzip data: {Reason(exception)}. Compress it again, or upload it again if the upload broke off."), exception);

    private static string Reason(InvalidDataException exception) =>
        exception.Message.StartsWith("it ", StringComparison.Ordinal) ? exception.Message : "its bytes are not those that gzip writes";
}
