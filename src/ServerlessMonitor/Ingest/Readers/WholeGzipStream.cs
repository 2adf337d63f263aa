using System.IO.Compression;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>
/// Decompresses gzip data, and fails when it ends early: <see cref="GZipStream"/> by itself then just stops. Fails, too, when it is a bomb: rows of real data
/// shrink to a tenth, a column of constants to a hundredth; <see cref="LargestRatio"/> is beyond all of them, so that the time a file takes is bounded by its size.
/// </summary>
/// <remarks>
/// A last gzip member with a known mark is put behind the data. When the data is whole the mark comes out last and is held back; when
/// it is cut, the mark is swallowed.
/// </remarks>
internal sealed class WholeGzipStream : CountingStream
{
    /// <summary>How many times its stored size a file may expand to.</summary>
    public const int LargestRatio = 200;

    /// <summary>What a file may expand to whatever its ratio, in bytes: 64 MiB.</summary>
    public const long AlwaysAllowed = 64L << 20;

    private const int BufferLength = 128 * 1024;

    private static readonly byte[] Mark = "\u0001end of the data"u8.ToArray();
    private static readonly byte[] CompressedMark = Compress(Mark);

    private readonly GZipStream _plain;
    private readonly CountingStream _compressed;
    private readonly byte[] _buffer = new byte[BufferLength];
    private int _start;
    private int _end;
    private bool _ended;
    private long _expanded;

    private WholeGzipStream(GZipStream plain, CountingStream compressed)
        : base(plain)
    {
        _plain = plain;
        _compressed = compressed;
    }

    /// <summary>Opens compressed data; it is disposed with the stream.</summary>
    public static Stream Open(Stream compressed)
    {
        var extended = new ExtendedStream(compressed, CompressedMark);
        return new WholeGzipStream(new GZipStream(extended, CompressionMode.Decompress), extended);
    }

    public override int Read(Span<byte> buffer)
    {
        while (!_ended && _end - _start <= Mark.Length)
        {
            Filled(_plain.Read(Room().Span));
        }

        return Take(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!_ended && _end - _start <= Mark.Length)
        {
            Filled(await _plain.ReadAsync(Room(), cancellationToken));
        }

        return Take(buffer.Span);
    }

    private static byte[] Compress(byte[] bytes)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return output.ToArray();
    }

    /// <summary>Moves what is held back to the front.</summary>
    private Memory<byte> Room()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        return _buffer.AsMemory(_end);
    }

    private void Filled(int read)
    {
        _end += read;
        _expanded += read;
        if (_expanded > AlwaysAllowed && _expanded / LargestRatio > _compressed.BytesRead)
        {
            throw new BatchFormatException(new BatchProblem(
                "GzipBomb",
                $"The file expands to more than {LargestRatio} times its size (and more than {AlwaysAllowed >> 20} MiB), as rows of real data do not: it was not read to the end. Send it uncompressed if it is what it should be."));
        }

        if (read > 0)
        {
            return;
        }

        _ended = true;
        if (!_buffer.AsSpan(_start, _end - _start).SequenceEqual(Mark))
        {
            throw new InvalidDataException("it ends early, or something else follows it");
        }

        _end = _start;
    }

    private int Take(Span<byte> buffer)
    {
        int available = _ended ? _end - _start : _end - _start - Mark.Length;
        int count = Math.Min(buffer.Length, available);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    /// <summary>A stream with some bytes behind it.</summary>
    private sealed class ExtendedStream : CountingStream
    {
        private readonly byte[] _suffix;
        private int _given = -1;

        public ExtendedStream(Stream inner, byte[] suffix)
            : base(inner)
        {
            _suffix = suffix;
        }

        public override int Read(Span<byte> buffer)
        {
            int read = _given < 0 ? base.Read(buffer) : 0;
            return read > 0 || buffer.IsEmpty ? read : Suffix(buffer);
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = _given < 0 ? await base.ReadAsync(buffer, cancellationToken) : 0;
            return read > 0 || buffer.IsEmpty ? read : Suffix(buffer.Span);
        }

        private int Suffix(Span<byte> buffer)
        {
            _given = Math.Max(_given, 0);
            int count = Math.Min(buffer.Length, _suffix.Length - _given);
            _suffix.AsSpan(_given, count).CopyTo(buffer);
            _given += count;
            return count;
        }
    }
}
