using System.Globalization;
using System.Text;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>Reads numbers from UTF-8 text without making strings.</summary>
/// <remarks>
/// Invariant culture: digits, a point, an exponent; no thousands separators. The fast path is Clinger's: at most 2^53 times or
/// divided by a power of ten up to 22 is one correctly rounded operation. Everything else goes to the base library, so the
/// result is always the nearest double.
/// </remarks>
public static class NumberParser
{
    private const ulong LargestExact = 1UL << 53;

    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Reads a number with optional spaces around it.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="value">The number; infinite when no double can hold it.</param>
    /// <returns>Whether all of the text is one number.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out double value)
    {
        int i = 0;
        bool negative = false;
        if (utf8.Length > 0 && utf8[0] == (byte)'-')
        {
            negative = true;
            i = 1;
        }

        ulong mantissa = 0;
        int start = i;
        uint digit;
        while (i < utf8.Length && (digit = (uint)(utf8[i] - '0')) <= 9)
        {
            mantissa = (mantissa * 10) + digit;
            i++;
        }

        int digits = i - start;
        int decimals = 0;
        if (i < utf8.Length && utf8[i] == (byte)'.')
        {
            int point = ++i;
            while (i < utf8.Length && (digit = (uint)(utf8[i] - '0')) <= 9)
            {
                mantissa = (mantissa * 10) + digit;
                i++;
            }

            decimals = i - point;
            digits += decimals;
        }

        // 19 digits always fit 64 bits; anything unusual, such as an exponent or a space, takes the slow path.
        if (i == utf8.Length && digits is > 0 and <= 19 && mantissa <= LargestExact && decimals <= 22)
        {
            double magnitude = decimals == 0 ? mantissa : mantissa / PowersOfTen[decimals];
            value = negative ? -magnitude : magnitude;
            return true;
        }

        return TryParseSlow(utf8, out value);
    }

    /// <summary>What the text says in a numeric column.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="value">The number when the state is <see cref="CellState.Present"/>, else 0.</param>
    /// <returns>
    /// Missing for nothing, spaces, <c>NA</c>, <c>N/A</c>, <c>null</c> and <c>None</c>; NaN and the infinities also when spelled
    /// <c>nan</c>, <c>inf</c>, <c>infinity</c>; all in any case.
    /// </returns>
    public static CellState Read(ReadOnlySpan<byte> utf8, out double value)
    {
        if (utf8.IsEmpty)
        {
            value = 0;
            return CellState.Missing;
        }

        if (TryParse(utf8, out value))
        {
            if (double.IsFinite(value))
            {
                return CellState.Present;
            }

            CellState state = StateOf(value);
            value = 0;
            return state;
        }

        value = 0;
        return ReadWord(utf8);
    }

    /// <summary>Whether the text stands for nothing in a numeric, boolean or timestamp column.</summary>
    public static bool IsMissing(ReadOnlySpan<byte> utf8)
    {
        ReadOnlySpan<byte> text = utf8.Trim(" \t"u8);
        return text.IsEmpty || Is(text, "NA"u8) || Is(text, "N/A"u8) || Is(text, "null"u8) || Is(text, "None"u8);
    }

    internal static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(text, word);

    private static CellState StateOf(double value)
    {
        if (double.IsNaN(value))
        {
            return CellState.NaN;
        }

        return value > 0 ? CellState.PositiveInfinity : CellState.NegativeInfinity;
    }

    private static bool TryParseSlow(ReadOnlySpan<byte> utf8, out double value) =>
        double.TryParse(utf8, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static CellState ReadWord(ReadOnlySpan<byte> utf8)
    {
        if (IsMissing(utf8))
        {
            return CellState.Missing;
        }

        ReadOnlySpan<byte> text = utf8.Trim(" \t"u8);
        bool negative = text[0] == (byte)'-';
        ReadOnlySpan<byte> word = negative || text[0] == (byte)'+' ? text[1..] : text;
        if (Is(word, "inf"u8) || Is(word, "infinity"u8))
        {
            return negative ? CellState.NegativeInfinity : CellState.PositiveInfinity;
        }

        return Is(word, "nan"u8) ? CellState.NaN : CellState.Invalid;
    }
}
