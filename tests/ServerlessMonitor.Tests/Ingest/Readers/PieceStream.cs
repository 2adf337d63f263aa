namespace ServerlessMonitor.Tests.Ingest.Readers;

/// <summary>Bytes that come a few at a time, as from a network.</summary>
internal sealed class PieceStream(byte[] bytes, int piece) : MemoryStream(bytes)
{
    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, piece)]);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return base.Read(buffer.Span[..Math.Min(buffer.Length, piece)]);
    }
}
