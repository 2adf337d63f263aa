using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>Reads the two forms of time that files of machines mostly have, <c>2026-03-02T05:30:15Z</c> and <c>2026-03-02T05:30:15.123Z</c>, sixteen characters at once.</summary>
internal static class UsualTime
{
    private const int WithoutFraction = 20;
    private const int WithFraction = 24;

    /// <summary>Reads a time.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="ticks">UTC ticks.</param>
    /// <returns>Whether it was such a time: what is refused may still be one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out long ticks)
    {
        ticks = 0;
        if ((utf8.Length != WithoutFraction && utf8.Length != WithFraction) || utf8[^1] != (byte)'Z')
        {
            return false;
        }

        // The first sixteen, and the last sixteen up to the Z; a digit is at most 9 above its pattern, everything else equal to it.
        ref byte start = ref MemoryMarshal.GetReference(utf8);
        Vector128<byte> front = Vector128.LoadUnsafe(ref start) - Vector128.Create("0000-00-00T00:00"u8);
        Vector128<byte> frontMost = Vector128.Create(9, 9, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, (byte)9);
        Vector128<byte> back = Vector128.LoadUnsafe(ref Unsafe.Add(ref start, utf8.Length - 1 - 16));
        bool hasFraction = utf8.Length == WithFraction;
        back -= hasFraction ? Vector128.Create("-00T00:00:00.000"u8) : Vector128.Create("0-00-00T00:00:00"u8);
        Vector128<byte> backMost = hasFraction
            ? Vector128.Create(0, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9, (byte)9)
            : Vector128.Create(9, 0, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, (byte)9);
        if (Vector128.GreaterThanAny(front, frontMost) || Vector128.GreaterThanAny(back, backMost))
        {
            return false;
        }

        int year = (100 * Two(utf8, 0)) + Two(utf8, 2);
        int month = Two(utf8, 5);
        int day = Two(utf8, 8);
        int hour = Two(utf8, 11);
        int minute = Two(utf8, 14);
        int second = Two(utf8, 17);
        if (year < 1 || month is < 1 or > 12 || day < 1 || (day > 28 && day > DateTime.DaysInMonth(year, month)) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        int milliseconds = hasFraction ? (10 * Two(utf8, 20)) + (utf8[22] - '0') : 0;
        ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks
            + (((((hour * 60L) + minute) * 60) + second) * TimeSpan.TicksPerSecond) + (milliseconds * TimeSpan.TicksPerMillisecond);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Two(ReadOnlySpan<byte> text, int at) => (10 * (text[at] - '0')) + (text[at + 1] - '0');
}
