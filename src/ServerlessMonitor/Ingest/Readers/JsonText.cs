using System.Buffers;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>A stream's text through a pooled buffer that holds at least one row. What was read stays where it is until more is asked for.</summary>
internal sealed class JsonText : IAsyncDisposable
{
    /// <summary>The longest row, in bytes.</summary>
    public const int MaxRowLength = CsvBatchReader.MaxRecordLength;

    private const int BufferLength = 256 * 1024;

    private readonly Stream _content;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
    private int _end;

    public JsonText(Stream content)
    {
        _content = content;
    }

    public byte[] Buffer => _buffer;

    /// <summary>Where the text begins that is not passed yet.</summary>
    public int Start { get; private set; }

    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(Start, _end - Start);

    /// <summary>Whether <see cref="Unread"/> is all the rest.</summary>
    public bool Ended { get; private set; }

    /// <summary>The line at <see cref="Start"/>, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Passes text, and counts its lines.</summary>
    public void Pass(int count)
    {
        Line += _buffer.AsSpan(Start, count).Count((byte)'\n');
        Start += count;
    }

    /// <summary>Passes the rest of a line.</summary>
    /// <param name="count">Its length, with the line feed if it has one.</param>
    public void PassLine(int count)
    {
        Line++;
        Start += count;
    }

    /// <summary>Reads more behind <see cref="Unread"/>, which moves; sets <see cref="Ended"/> when there is none.</summary>
    public async ValueTask ReadMoreAsync(CancellationToken cancellationToken)
    {
        Unread.CopyTo(_buffer);
        _end -= Start;
        Start = 0;
        if (_end == _buffer.Length)
        {
            // Long rows are rare: the pool would keep what they needed for good.
            byte[] larger = GC.AllocateUninitializedArray<byte>(_buffer.Length * 2);
            Unread.CopyTo(larger);
            Return(_buffer);
            _buffer = larger;
        }

        int read = await _content.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        Ended = read == 0;
    }

    public async ValueTask DisposeAsync()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        Return(buffer);
        await _content.DisposeAsync();
    }

    private static void Return(byte[] buffer)
    {
        if (buffer.Length == BufferLength)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
