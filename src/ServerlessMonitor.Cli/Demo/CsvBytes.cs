using System.Buffers.Text;
using System.Globalization;
using System.Text.Unicode;

namespace ServerlessMonitor.Cli.Demo;

/// <summary>A growing buffer of CSV lines. Each field brings the comma after it, which the end of the line replaces.</summary>
internal sealed class CsvBytes
{
    private const int LongestField = 64;
    private byte[] _bytes;
    private int _length;

    /// <param name="capacity">The expected number of bytes.</param>
    public CsvBytes(int capacity) => _bytes = new byte[Math.Max(capacity, LongestField)];

    /// <summary>What was written. Valid until more is.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Whole lines, as they are.</summary>
    public void Lines(ReadOnlySpan<byte> lines)
    {
        while (_bytes.Length - _length < lines.Length)
        {
            Grow();
        }

        lines.CopyTo(_bytes.AsSpan(_length));
        _length += lines.Length;
    }

    /// <summary>A text without comma, quote or line end.</summary>
    public void Text(ReadOnlySpan<byte> text)
    {
        Lines(text);
        Comma();
    }

    public void Integer(int value)
    {
        _ = Utf8Formatter.TryFormat(value, Room(), out var length);
        Advance(length);
    }

    /// <summary>A number of tenths as a decimal, or an empty field.</summary>
    public void Tenths(int? tenths)
    {
        if (tenths is not { } value)
        {
            Comma();
            return;
        }

        var sign = value < 0 ? "-" : string.Empty;
        var magnitude = Math.Abs(value);
        _ = Utf8.TryWrite(Room(), CultureInfo.InvariantCulture, $"{sign}{magnitude / 10}.{magnitude % 10}", out var length);
        Advance(length);
    }

    /// <summary>A number of thousandths below one as a decimal.</summary>
    public void Thousandths(int thousandths)
    {
        _ = Utf8.TryWrite(Room(), CultureInfo.InvariantCulture, $"0.{thousandths:D3}", out var length);
        Advance(length);
    }

    /// <summary>Sixteen hexadecimal digits.</summary>
    public void Hexadecimal(ulong value)
    {
        _ = Utf8Formatter.TryFormat(value, Room(), out var length, new System.Buffers.StandardFormat('x', 16));
        Advance(length);
    }

    /// <summary>A minute since 1970 as ISO 8601 in UTC.</summary>
    public void Minute(int minute)
    {
        var day = FlightTime.DayOf(minute);
        _ = Utf8.TryWrite(
            Room(),
            CultureInfo.InvariantCulture,
            $"{day.Year:D4}-{day.Month:D2}-{day.Day:D2}T{FlightTime.HourOf(minute):D2}:{FlightTime.MinuteOfHour(minute):D2}:00Z",
            out var length);
        Advance(length);
    }

    public void EndLine() => _bytes[_length - 1] = (byte)'\n';

    private Span<byte> Room()
    {
        if (_bytes.Length - _length < LongestField)
        {
            Grow();
        }

        return _bytes.AsSpan(_length);
    }

    private void Advance(int length)
    {
        _length += length;
        Comma();
    }

    private void Comma()
    {
        if (_length == _bytes.Length)
        {
            Grow();
        }

        _bytes[_length++] = (byte)',';
    }

    private void Grow() => Array.Resize(ref _bytes, _bytes.Length * 2);
}
