using System.Globalization;
using System.Text;

namespace ServerlessMonitor.Tests.Profile;

/// <summary>A CSV file of one day that nobody holds: rows are made as they are read. At every tenth of it the memory alive is measured.</summary>
internal sealed class GeneratedRows(int rows) : Stream
{
    private byte[] _pending = Encoding.ASCII.GetBytes(ProfileData.Header);
    private int _next;

    public long MostMemory { get; private set; }

    public int Checkpoints { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_pending.Length == 0)
        {
            Make();
        }

        int count = Math.Min(buffer.Length, _pending.Length);
        _pending.AsSpan(0, count).CopyTo(buffer);
        _pending = _pending[count..];
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Make()
    {
        var text = new StringBuilder();
        for (int end = Math.Min(rows, _next + 250); _next < end; _next++)
        {
            if (_next % (rows / 10) == rows / 10 - 1)
            {
                Checkpoints++;
                MostMemory = Math.Max(MostMemory, GC.GetTotalMemory(forceFullCollection: true));
            }

            double score = _next * 7919L % 1000 / 1000.0;
            DateTimeOffset time = ProfileData.Start.AddSeconds(86_399.0 * _next / rows);
            text.Append(CultureInfo.InvariantCulture, $"r{_next:D12},{time:yyyy-MM-ddTHH:mm:ss.fffZ},{_next * 104_729L % 1_000_003 / 100.0},c{_next % 7},true,")
                .Append(CultureInfo.InvariantCulture, $"a remark of fifty-odd letters that is never the same {_next},{(score >= 0.5 ? 1 : 0)},{score},{_next % 3 % 2}\n");
        }

        _pending = Encoding.ASCII.GetBytes(text.ToString());
    }
}
