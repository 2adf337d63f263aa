using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ServerlessMonitor.Contracts;

/// <summary>A form of dates, such as <c>dd.MM.yyyy HH:mm</c>, that reads UTF-8 text without making strings.</summary>
/// <remarks>
/// <c>yyyy</c>, <c>MM</c>, <c>dd</c> (all needed), <c>HH</c> or <c>hh</c> with <c>tt</c> (AM, PM), <c>mm</c>, <c>ss</c>, <c>f</c> to <c>fffffff</c>,
/// <c>zzz</c> (<c>+02:00</c>, <c>+0200</c> or <c>Z</c>); <c>M d H h m s</c> take one digit or two; other letters stand in apostrophes, other signs for
/// themselves. These are the letters of .NET, whatever the language of the machine.
/// </remarks>
public sealed class DatePattern
{
    private readonly List<(char Field, int Length, byte[] Literal)> _parts = [];
    private readonly string _text;

    private DatePattern(string text)
    {
        _text = text;
    }

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">For example <c>dd.MM.yyyy HH:mm</c>.</param>
    /// <param name="pattern">The pattern.</param>
    /// <returns>Whether it is one, and names year, month and day.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out DatePattern? pattern)
    {
        pattern = new DatePattern(text);
        if (pattern.TryCompile())
        {
            return true;
        }

        pattern = null;
        return false;
    }

    /// <summary>Reads a date.</summary>
    /// <param name="utf8">The text; spaces around it are ignored.</param>
    /// <param name="ticks">As of <see cref="DateTime.Ticks"/>: UTC, or local time.</param>
    /// <param name="isLocal">Whether the text names no zone.</param>
    /// <returns>Whether all of the text is one date.</returns>
    public bool TryRead(ReadOnlySpan<byte> utf8, out long ticks, out bool isLocal)
    {
        ReadOnlySpan<byte> text = utf8.Trim(" \t"u8);
        (ticks, isLocal) = (0, true);
        (int year, int month, int day, long time, long offset) = (0, 0, 0, 0, 0);
        bool isAfternoon = false;
        bool isHalfDay = false;
        foreach ((char field, int length, byte[] literal) in _parts)
        {
            int value = 0;
            int used;
            switch (field)
            {
                case '\'':
                    used = text.StartsWith(literal) ? literal.Length : 0;
                    break;
                case 't':
                    isHalfDay = true;
                    used = text.Length >= 2 && (text[0] | 0x20) is 'a' or 'p' && (text[1] | 0x20) == 'm' ? 2 : 0;
                    isAfternoon = used > 0 && (text[0] | 0x20) == 'p';
                    break;
                case 'z':
                    used = Zone(text, out offset);
                    isLocal = false;
                    break;
                default:
                    used = Digits(text, length == 1 && field != 'f' ? 1 : length, length == 1 && field != 'f' ? 2 : length, out value);
                    break;
            }

            if (used == 0)
            {
                return false;
            }

            text = text[used..];
            switch (field)
            {
                case 'y':
                    year = value;
                    break;
                case 'M':
                    month = value;
                    break;
                case 'd':
                    day = value;
                    break;
                case 'H' when value < 24:
                case 'h' when value is > 0 and <= 12:
                    time += (field == 'h' ? value % 12 : value) * TimeSpan.TicksPerHour;
                    break;
                case 'm' when value < 60:
                    time += value * TimeSpan.TicksPerMinute;
                    break;
                case 's' when value < 60:
                    time += value * TimeSpan.TicksPerSecond;
                    break;
                case 'f':
                    time += value * (long)Math.Pow(10, 7 - length);
                    break;
                case 'H' or 'h' or 'm' or 's':
                    return false;
                default:
                    break;
            }
        }

        if (!text.IsEmpty || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        time += isHalfDay && isAfternoon ? 12 * TimeSpan.TicksPerHour : 0;
        ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks + time - offset;
        return true;
    }

    /// <summary>The pattern as it was written.</summary>
    public override string ToString() => _text;

    private static int Digits(ReadOnlySpan<byte> text, int least, int most, out int value)
    {
        value = 0;
        int i = 0;
        for (; i < most && i < text.Length && text[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            value = (value * 10) + text[i] - '0';
        }

        return i < least ? 0 : i;
    }

    private static int Zone(ReadOnlySpan<byte> text, out long offset)
    {
        offset = 0;
        if (text.IsEmpty || text[0] is (byte)'Z' or (byte)'z')
        {
            return text.IsEmpty ? 0 : 1;
        }

        if (text[0] is not ((byte)'+' or (byte)'-') || Digits(text[1..], 2, 2, out int hours) == 0 || hours > 14)
        {
            return 0;
        }

        int colon = text.Length > 3 && text[3] == (byte)':' ? 1 : 0;
        int minuteDigits = Digits(text[(3 + colon)..], 2, 2, out int minutes);
        if (minutes > 59 || (colon > 0 && minuteDigits == 0))
        {
            return 0;
        }

        long size = (hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute);
        offset = text[0] == (byte)'-' ? -size : size;
        return 3 + colon + minuteDigits;
    }

    private bool TryCompile()
    {
        for (int i = 0; i < _text.Length;)
        {
            char letter = _text[i];
            if (letter == '\'')
            {
                int end = _text.IndexOf('\'', i + 1);
                if (end < i + 2)
                {
                    return false;
                }

                _parts.Add(('\'', 0, Encoding.UTF8.GetBytes(_text[(i + 1)..end])));
                i = end + 1;
                continue;
            }

            int length = 1;
            if (char.IsLetter(letter))
            {
                length = _text.AsSpan(i).IndexOfAnyExcept(letter) is var run and > 0 ? run : _text.Length - i;
                bool isField = letter switch
                {
                    'y' => length == 4,
                    'M' or 'd' or 'H' or 'h' or 'm' or 's' => length <= 2,
                    'f' => length <= 7,
                    't' => length == 2,
                    'z' => length == 3,
                    _ => false,
                };
                if (!isField || _parts.Exists(part => part.Field == letter))
                {
                    return false;
                }

                _parts.Add((letter, length, []));
            }
            else
            {
                _parts.Add(('\'', 0, Encoding.UTF8.GetBytes(_text.Substring(i, 1))));
            }

            i += length;
        }

        bool Has(char field) => _parts.Exists(part => part.Field == field);
        return Has('y') && Has('M') && Has('d') && Has('h') == Has('t') && !(Has('h') && Has('H'));
    }
}
