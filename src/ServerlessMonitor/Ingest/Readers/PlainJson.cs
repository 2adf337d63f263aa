using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>
/// Reads the usual form of a row, one object of known names and no objects inside it, 32 characters at a time.
/// </summary>
/// <remarks>
/// What it takes is JSON by RFC 8259, sections 2 to 7, and its cells are those that <see cref="Utf8JsonReader"/> gives, which reads texts with escapes and arrays here too. It refuses what it
/// does not know: names that are new, have escapes or come twice, objects inside, and whatever is no JSON.
/// </remarks>
internal sealed class PlainJson
{
    /// <summary>Bytes that must be there behind the end of a text, whatever they are.</summary>
    public const int Reach = 2 * Lane;

    private const int Lane = 32;

    // A file whose rows have another form is not tried for ever.
    private const int MostFailures = 100;

    /// <summary>What ends a text, or may not stand in it as it is.</summary>
    public static readonly SearchValues<byte> TextEnds = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(control => (byte)control), (byte)'"', (byte)'\\']);

    // An array is inside the row.
    private static readonly JsonReaderOptions ValueOptions = new() { MaxDepth = JsonRow.MaxDepth - 1 };

    private readonly JsonNames _names;
    private readonly UnescapedText _unescaped;
    private int _failures;

    /// <param name="names">The names there are.</param>
    /// <param name="unescaped">Receives texts that have escapes.</param>
    public PlainJson(JsonNames names, UnescapedText unescaped)
    {
        _names = names;
        _unescaped = unescaped;
    }

    /// <summary>Reads an object.</summary>
    /// <param name="buffer">Where the text is.</param>
    /// <param name="start">Where the object, or blanks before it, starts.</param>
    /// <param name="length">How much text there is.</param>
    /// <param name="row">The row's number.</param>
    /// <param name="cells">Set for each name that the object has: where its value stands, a text without its quotes; the complement of where it stands among the unescaped texts.</param>
    /// <param name="rows">Set for the same names to the row's number.</param>
    /// <returns>The length up to the object's end; 0: it is not of that form. Names whose value is JSON may be set nevertheless.</returns>
    public int Read(byte[] buffer, int start, int length, long row, Span<(int Start, int Length)> cells, Span<long> rows)
    {
        int end = start + length;
        if (_failures == MostFailures || end > buffer.Length - Reach)
        {
            return 0;
        }

        int at = PassBlanks(buffer, start, end);
        if (at < end && buffer[at] == (byte)'{')
        {
            do
            {
                at = ReadCell(buffer, PassBlanks(buffer, at + 1, end), end, row, cells, rows);
            }
            while (at > 0 && buffer[at] == (byte)',');

            if (at > 0 && buffer[at] == (byte)'}')
            {
                _failures = 0;
                return at + 1 - start;
            }
        }

        _failures++;
        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PassBlanks(ReadOnlySpan<byte> text, int at, int end)
    {
        while (text[at] <= (byte)' ' && at < end && text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        return at;
    }

    /// <summary>The length of a text up to its closing quote; −1 where it has escapes, is no JSON, or does not end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TextLength(ReadOnlySpan<byte> text, int at, int end)
    {
        Vector256<byte> lane = Vector256.Create(text.Slice(at, Lane));
        uint ends = (Vector256.Equals(lane, Vector256.Create((byte)'"')) | Vector256.Equals(lane, Vector256.Create((byte)'\\')) | Vector256.LessThan(lane, Vector256.Create((byte)' ')))
            .ExtractMostSignificantBits();
        int length = ends != 0 ? BitOperations.TrailingZeroCount(ends) : at + Lane < end ? Lane + text[(at + Lane)..end].IndexOfAny(TextEnds) : -1;
        return length >= 0 && text[at + length] == (byte)'"' ? length : -1;
    }

    /// <summary>The length of a number by the grammar of JSON; 0 where there is none. What follows it is not looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int NumberLength(ReadOnlySpan<byte> text, int at, int end)
    {
        Vector256<byte> lane = Vector256.Create(text.Slice(at, Lane));
        int sign = text[at] == (byte)'-' ? 1 : 0;
        uint digits = Vector256.LessThanOrEqual(lane - Vector256.Create((byte)'0'), Vector256.Create((byte)9)).ExtractMostSignificantBits() >> sign;
        uint points = Vector256.Equals(lane, Vector256.Create((byte)'.')).ExtractMostSignificantBits() >> sign;
        int length = BitOperations.TrailingZeroCount(~(digits | points));
        if (length >= Lane - 1 || (text[at + sign + length] | 0x20) == 'e')
        {
            return AnyNumberLength(text[at..Math.Max(at, end)]);
        }

        // A digit first, one point at most and a digit behind it, and no zero before another digit.
        uint inside = (1u << length) - 1;
        digits &= inside;
        points &= inside;
        bool isNumber = (digits & 1) != 0 && (points & (points - 1)) == 0 && ((points << 1) & ~digits) == 0 && (text[at + sign] != (byte)'0' || (digits & 2) == 0);
        return isNumber ? sign + length : 0;
    }

    /// <summary>The same for a number of any length, with or without an exponent.</summary>
    private static int AnyNumberLength(ReadOnlySpan<byte> text)
    {
        int at = !text.IsEmpty && text[0] == (byte)'-' ? 1 : 0;
        int whole = DigitsAt(text, at);
        if (whole == 0 || (whole > 1 && text[at] == (byte)'0'))
        {
            return 0;
        }

        at += whole;
        if (at < text.Length && text[at] == (byte)'.')
        {
            int decimals = DigitsAt(text, at + 1);
            if (decimals == 0)
            {
                return 0;
            }

            at += 1 + decimals;
        }

        if (at < text.Length && text[at] is (byte)'e' or (byte)'E')
        {
            int sign = at + 1 < text.Length && text[at + 1] is (byte)'-' or (byte)'+' ? 1 : 0;
            int exponent = DigitsAt(text, at + 1 + sign);
            return exponent == 0 ? 0 : at + 1 + sign + exponent;
        }

        return at;
    }

    private static int DigitsAt(ReadOnlySpan<byte> text, int at)
    {
        if (at >= text.Length)
        {
            return 0;
        }

        int digits = text[at..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return digits < 0 ? text.Length - at : digits;
    }

    /// <summary>Where what follows a cell stands, blanks passed; 0: it is not of that form.</summary>
    private int ReadCell(ReadOnlySpan<byte> text, int at, int end, long row, Span<(int Start, int Length)> cells, Span<long> rows)
    {
        if (at >= end || text[at] != (byte)'"')
        {
            return 0;
        }

        int number = _names.FindQuoted(text[at..end], out int nameLength);
        if (number < 0 || rows[number] == row)
        {
            return 0;
        }

        at = PassBlanks(text, at + nameLength, end);
        if (at >= end || text[at] != (byte)':')
        {
            return 0;
        }

        at = PassBlanks(text, at + 1, end);
        if (at >= end)
        {
            return 0;
        }

        // Only behind it is seen that the value did not go on behind the end.
        int next = PassBlanks(text, ReadValue(text, at, end, out (int Start, int Length) cell), end);
        if (next == at || next >= end || text[next] is not ((byte)',' or (byte)'}'))
        {
            return 0;
        }

        cells[number] = cell;
        rows[number] = row;
        return next;
    }

    /// <summary>Where the value ends; where it starts, if it is not of that form.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadValue(ReadOnlySpan<byte> text, int at, int end, out (int Start, int Length) cell)
    {
        cell = (at, 0);
        switch (text[at])
        {
            case (byte)'"':
                int length = TextLength(text, at + 1, end);
                if (length < 0)
                {
                    return at + ReadHard(text[at..end], at, out cell);
                }

                cell = (at + 1, length);
                return at + length + 2;
            case (byte)'[':
                return at + ReadHard(text[at..end], at, out cell);
            case (byte)'n' when text.Slice(at, 4).SequenceEqual("null"u8):
                cell = default;
                return at + 4;
            case (byte)'t' when text.Slice(at, 4).SequenceEqual("true"u8):
                cell.Length = 4;
                break;
            case (byte)'f' when text.Slice(at, 5).SequenceEqual("false"u8):
                cell.Length = 5;
                break;
            default:
                cell.Length = NumberLength(text, at, end);
                break;
        }

        return at + cell.Length;
    }

    /// <summary>Reads a text with escapes, or an array, of which the JSON text is the cell.</summary>
    /// <returns>Its length; 0 where it is no JSON.</returns>
    private int ReadHard(ReadOnlySpan<byte> text, int at, out (int Start, int Length) cell)
    {
        cell = default;
        try
        {
            var reader = new Utf8JsonReader(text, isFinalBlock: true, new JsonReaderState(ValueOptions));
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                (int start, int length) = _unescaped.Add(ref reader);
                cell = (~start, length);
            }
            else
            {
                reader.Skip();
                cell = (at, (int)reader.BytesConsumed);
            }

            return (int)reader.BytesConsumed;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Whoever reads the whole row says what it is.
            return 0;
        }
    }
}
