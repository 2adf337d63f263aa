namespace ServerlessMonitor.Ingest.Readers;

/// <summary>Reads instants from UTF-8 text without making strings.</summary>
/// <remarks>
/// ISO 8601: <c>2001-02-12</c>, then <c>T</c> or a space and <c>05:30[:15[.1234567]]</c>, then <c>Z</c>, <c>+02:00</c>,
/// <c>+0200</c>, <c>+02</c> or nothing (the monitor's time zone, usually UTC); or the eight digits <c>20010212</c>. Or another number since 1970-01-01 UTC: below 1e11 in seconds (fractions allowed), below 1e14
/// in milliseconds, below 1e17 in microseconds, else in nanoseconds. Years 1900 to 2199: what lies outside is a placeholder or a mistake.
/// </remarks>
public static class TimestampParser
{
    private static readonly long Earliest = new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly long Latest = new DateTime(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    /// <summary>Reads an instant in either form.</summary>
    /// <param name="utf8">The text; spaces around it are ignored.</param>
    /// <param name="ticks">UTC ticks as of <see cref="DateTime.Ticks"/>.</param>
    /// <returns>Whether all of the text is one instant in range.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out long ticks) =>
        TryReadIso(utf8, out ticks, out _) ? IsInRange(ticks) : ReadEpoch(utf8, out ticks) == TimestampState.Instant;

    /// <summary>Reads an instant in ISO 8601 form only.</summary>
    public static bool TryParseIso(ReadOnlySpan<byte> utf8, out long ticks) => TryReadIso(utf8, out ticks, out _) && IsInRange(ticks);

    /// <summary>Reads ISO 8601 of any year.</summary>
    internal static bool TryReadIso(ReadOnlySpan<byte> utf8, out long ticks, out bool isLocal)
    {
        if (UsualTime.TryRead(utf8, out ticks))
        {
            isLocal = false;
            return true;
        }

        ReadOnlySpan<byte> text = utf8.Trim(" \t"u8);
        ticks = 0;
        isLocal = true;
        bool isBasic = text.Length == 8;
        if ((!isBasic && (text.Length < 10 || text[4] != (byte)'-' || text[7] != (byte)'-'))
            || !TryNumber(text, 0, 4, out int year) || !TryNumber(text, isBasic ? 4 : 5, 2, out int month) || !TryNumber(text, isBasic ? 6 : 8, 2, out int day)
            || year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks;
        ReadOnlySpan<byte> rest = isBasic ? [] : text[10..];
        return rest.IsEmpty || TryTime(rest, ref ticks, out isLocal);
    }

    /// <summary>Reads a number since 1970.</summary>
    internal static TimestampState ReadEpoch(ReadOnlySpan<byte> utf8, out long ticks)
    {
        ticks = 0;
        if (!NumberParser.TryParse(utf8, out double number) || !double.IsFinite(number))
        {
            return TimestampState.None;
        }

        double magnitude = Math.Abs(number);
        double ticksPerUnit = magnitude switch
        {
            < 1e11 => TimeSpan.TicksPerSecond,
            < 1e14 => TimeSpan.TicksPerMillisecond,
            < 1e17 => TimeSpan.TicksPerMicrosecond,
            _ => 0.01,
        };
        double sinceEpoch = Math.Round(number * ticksPerUnit);
        if (Math.Abs(sinceEpoch) > Latest)
        {
            return TimestampState.OutOfRange;
        }

        ticks = DateTime.UnixEpoch.Ticks + (long)sinceEpoch;
        return IsInRange(ticks) ? TimestampState.Instant : TimestampState.OutOfRange;
    }

    internal static bool IsInRange(long ticks) => ticks >= Earliest && ticks < Latest;

    private static bool TryTime(ReadOnlySpan<byte> text, ref long ticks, out bool isLocal)
    {
        isLocal = true;
        if (text.Length < 6 || text[0] is not ((byte)'T' or (byte)'t' or (byte)' ') || text[3] != (byte)':'
            || !TryNumber(text, 1, 2, out int hour) || !TryNumber(text, 4, 2, out int minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        ticks += (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        ReadOnlySpan<byte> rest = text[6..];
        if (rest.Length >= 3 && rest[0] == (byte)':')
        {
            if (!TryNumber(rest, 1, 2, out int second) || second > 60)
            {
                return false;
            }

            // A leap second counts as the last tick of its minute's last second.
            ticks += second == 60 ? TimeSpan.TicksPerMinute - 1 : second * TimeSpan.TicksPerSecond;
            rest = rest[3..];
            if (!rest.IsEmpty && rest[0] is (byte)'.' or (byte)',')
            {
                rest = Fraction(rest[1..], out long fraction);
                if (fraction < 0)
                {
                    return false;
                }

                ticks += second == 60 ? 0 : fraction;
            }
        }

        isLocal = rest.IsEmpty;
        return TryZone(rest, ref ticks);
    }

    private static ReadOnlySpan<byte> Fraction(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        long unit = TimeSpan.TicksPerSecond;
        int i = 0;
        for (; i < text.Length && text[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            unit /= 10;
            ticks += (text[i] - '0') * unit;
        }

        if (i == 0)
        {
            ticks = -1;
        }

        return text[i..];
    }

    private static bool TryZone(ReadOnlySpan<byte> text, ref long ticks)
    {
        if (text.IsEmpty || (text.Length == 1 && text[0] is (byte)'Z' or (byte)'z'))
        {
            return true;
        }

        if (text[0] is not ((byte)'+' or (byte)'-') || !TryNumber(text, 1, 2, out int hours))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[3..];
        if (!rest.IsEmpty && rest[0] == (byte)':')
        {
            rest = rest[1..];
        }

        int minutes = 0;
        if (hours > 14 || (!rest.IsEmpty && (rest.Length != 2 || !TryNumber(rest, 0, 2, out minutes) || minutes > 59)))
        {
            return false;
        }

        long offset = (hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute);
        ticks += text[0] == (byte)'-' ? offset : -offset;
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, int start, int length, out int value)
    {
        value = 0;
        if (start + length > text.Length)
        {
            return false;
        }

        for (int i = start; i < start + length; i++)
        {
            int digit = text[i] - '0';
            if ((uint)digit > 9)
            {
                return false;
            }

            value = (value * 10) + digit;
        }

        return true;
    }
}
