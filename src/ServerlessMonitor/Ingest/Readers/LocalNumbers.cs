using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>Reads numbers with the decimal and thousands signs that the monitor names. What fits neither is no number: nothing is guessed.</summary>
internal sealed class LocalNumbers
{
    private const int LongestNumber = 64;

    private readonly byte _decimal;
    private readonly byte[][] _groups;

    public LocalNumbers(DecimalSign decimalSign, ThousandsSign thousands)
    {
        _decimal = decimalSign == DecimalSign.Comma ? (byte)',' : (byte)'.';
        _groups = thousands switch
        {
            ThousandsSign.Point => ["."u8.ToArray()],
            ThousandsSign.Comma => [","u8.ToArray()],
            ThousandsSign.Space => [" "u8.ToArray(), "\u00A0"u8.ToArray(), "\u202F"u8.ToArray()],
            ThousandsSign.Apostrophe => ["'"u8.ToArray(), "\u2019"u8.ToArray()],
            _ => [],
        };
    }

    /// <summary>As <see cref="NumberParser.Read"/>.</summary>
    public CellState Read(ReadOnlySpan<byte> utf8, out double value)
    {
        ReadOnlySpan<byte> text = utf8.Trim(" \t"u8);
        Span<byte> plain = stackalloc byte[LongestNumber];
        int length = text.Length > LongestNumber ? 0 : Normalize(text, plain);
        if (length > 0)
        {
            return NumberParser.Read(plain[..length], out value);
        }

        // Words for nothing, for not a number and for infinity have no digits; everything else must have been normalised.
        if (!text.ContainsAnyInRange((byte)'0', (byte)'9'))
        {
            return NumberParser.Read(text, out value);
        }

        value = 0;
        return CellState.Invalid;
    }

    /// <summary>The number with a point and without groups; 0 when it is none.</summary>
    private int Normalize(ReadOnlySpan<byte> text, Span<byte> plain)
    {
        int i = 0;
        int length = 0;
        if (!text.IsEmpty && text[0] is (byte)'-' or (byte)'+')
        {
            plain[length++] = text[i++];
        }

        int whole = Whole(text, ref i, plain, ref length);
        if (whole < 0)
        {
            return 0;
        }

        int fraction = 0;
        if (i < text.Length && text[i] == _decimal)
        {
            plain[length++] = (byte)'.';
            i++;
            fraction = Digits(text, ref i, plain, ref length);
        }

        if (whole + fraction == 0)
        {
            return 0;
        }

        if (i < text.Length && text[i] is (byte)'e' or (byte)'E')
        {
            plain[length++] = text[i++];
            if (i < text.Length && text[i] is (byte)'-' or (byte)'+')
            {
                plain[length++] = text[i++];
            }

            if (Digits(text, ref i, plain, ref length) == 0)
            {
                return 0;
            }
        }

        return i == text.Length ? length : 0;
    }

    /// <summary>Copies the whole part; −1 when its groups are not of three digits.</summary>
    private int Whole(ReadOnlySpan<byte> text, ref int i, Span<byte> plain, ref int length)
    {
        int digits = Digits(text, ref i, plain, ref length);
        int group = digits;
        for (int sign = GroupAt(text[i..]); sign > 0 && digits > 0; sign = GroupAt(text[i..]))
        {
            if (digits == group && digits > 3)
            {
                return -1;
            }

            i += sign;
            group = Digits(text, ref i, plain, ref length);
            digits += group;
            if (group != 3)
            {
                return -1;
            }
        }

        return digits;
    }

    private int GroupAt(ReadOnlySpan<byte> text)
    {
        foreach (byte[] sign in _groups)
        {
            if (text.StartsWith(sign))
            {
                return sign.Length;
            }
        }

        return 0;
    }

    private static int Digits(ReadOnlySpan<byte> text, ref int i, Span<byte> plain, ref int length)
    {
        int start = i;
        for (; i < text.Length && text[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            plain[length++] = text[i];
        }

        return i - start;
    }
}
