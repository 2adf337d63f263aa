using System.Text;

namespace ServerlessMonitor.Tests.BadInput;

/// <summary>A large file that is nowhere: a start, one piece again and again, and an end.</summary>
internal sealed class GeneratedStream : Stream
{
    private readonly byte[] _start;
    private readonly byte[] _piece;
    private readonly byte[] _end;
    private readonly long _length;

    /// <summary>A start, so many bytes of <c>x</c>, and an end.</summary>
    public GeneratedStream(string start, int bytes, string end = "")
        : this(Encoding.UTF8.GetBytes(start), "x"u8.ToArray(), bytes)
    {
        _end = Encoding.UTF8.GetBytes(end);
        _length += _end.Length;
    }

    /// <summary>A start, and a piece so many times.</summary>
    public GeneratedStream(byte[] start, byte[] piece, int times)
    {
        _start = start;
        _piece = piece;
        _end = [];
        _length = start.Length + ((long)piece.Length * times);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        ReadOnlySpan<byte> from = Position < _start.Length ? _start.AsSpan((int)Position)
            : Position >= _length - _end.Length ? _end.AsSpan((int)(Position - (_length - _end.Length)))
            : _piece.AsSpan((int)((Position - _start.Length) % _piece.Length));
        if (_piece.Length == 1 && Position >= _start.Length && Position < _length - _end.Length)
        {
            int run = (int)Math.Min(buffer.Length, _length - _end.Length - Position);
            buffer[..run].Fill(_piece[0]);
            Position += run;
            return run;
        }

        int count = Math.Min(buffer.Length, from.Length);
        from[..count].CopyTo(buffer);
        Position += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
