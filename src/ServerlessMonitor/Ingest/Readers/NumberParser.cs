using System.Globalization;
using System.Text;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>Reads numbers from UTF-8 text without making strings.</summary>
/// <remarks>
/// Invariant culture: digits, a point, an exponent; no thousands separators. Up to 19 digits with a point are read here, everything else (an exponent,
/// spaces, more digits) by the base library; the result is always the nearest double.
/// </remarks>
public static class NumberParser
{
    /// <summary>Reads a number with optional spaces around it.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="value">The number; infinite when no double can hold it.</param>
    /// <returns>Whether all of the text is one number.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out double value)
    {
        if (PlainDecimal.TryRead(utf8, out ulong digits, out int decimals, out ulong negative))
        {
            value = NearestDouble.Of(digits, decimals, negative);
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

        if (PlainDecimal.TryRead(utf8, out ulong digits, out int decimals, out ulong negative))
        {
            value = NearestDouble.Of(digits, decimals, negative);
            return CellState.Present;
        }

        return ReadUnusual(utf8, out value);
    }

    /// <summary>Whether the text stands for nothing in a numeric, boolean or timestamp column.</summary>
    public static bool IsMissing(ReadOnlySpan<byte> utf8)
    {
        ReadOnlySpan<byte> text = utf8.Trim(" \t"u8);
        return text.IsEmpty || Is(text, "NA"u8) || Is(text, "N/A"u8) || Is(text, "null"u8) || Is(text, "None"u8);
    }

    internal static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(text, word);

    private static CellState ReadUnusual(ReadOnlySpan<byte> utf8, out double value)
    {
        if (!TryParseSlow(utf8, out value))
        {
            value = 0;
            return ReadWord(utf8);
        }

        if (double.IsFinite(value))
        {
            return CellState.Present;
        }

        CellState state = StateOf(value);
        value = 0;
        return state;
    }

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
