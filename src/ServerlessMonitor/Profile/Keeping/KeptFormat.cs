using System.Buffers.Binary;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Keeping;

/// <summary>
/// The end of a kept file: a footer that says where everything stands, then <see cref="TrailerLength"/> bytes: the footer's length (4), its XXH64 (8), the format's major version (1), what kind of
/// file it is (3).
/// </summary>
internal static class KeptFormat
{
    /// <summary>The most rows of a run.</summary>
    public const int RunRows = 262_144;

    /// <summary>The version that this build writes, and the newest that it reads.</summary>
    public const byte Major = 1;

    public const int TrailerLength = 16;

    public static ReadOnlySpan<byte> Predictions => "KPR"u8;

    public static ReadOnlySpan<byte> Labels => "KLA"u8;

    public static ReadOnlySpan<byte> Matches => "KMA"u8;

    public static ReadOnlySpan<byte> Pairs => "KPA"u8;

    /// <summary>Writes the trailer of a footer.</summary>
    public static void WriteTrailer(Span<byte> trailer, ReadOnlySpan<byte> footer, ReadOnlySpan<byte> kind)
    {
        BinaryPrimitives.WriteInt32LittleEndian(trailer, footer.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(trailer[4..], StableHash64.OfBytes(footer));
        trailer[12] = Major;
        kind.CopyTo(trailer[13..]);
    }

    /// <summary>The length of the footer.</summary>
    /// <exception cref="SketchFormatException">It is no such trailer.</exception>
    /// <exception cref="NewerFormatException">A newer build wrote the file.</exception>
    public static int ReadTrailer(ReadOnlySpan<byte> trailer, ReadOnlySpan<byte> kind, string what)
    {
        if (trailer.Length != TrailerLength || !trailer[13..].SequenceEqual(kind))
        {
            throw new SketchFormatException("the end is cut off, or it is a file of another kind");
        }

        NewerFormatException.ThrowIfNewer(what, trailer[12], Major);
        int length = BinaryPrimitives.ReadInt32LittleEndian(trailer);
        return length >= 0 ? length : throw new SketchFormatException("the length of its footer is negative");
    }

    /// <summary>Compares a footer with its sum.</summary>
    public static void CheckFooter(ReadOnlySpan<byte> footer, ReadOnlySpan<byte> trailer)
    {
        if (StableHash64.OfBytes(footer) != BinaryPrimitives.ReadUInt64LittleEndian(trailer[4..]))
        {
            throw new SketchFormatException("the footer does not match its sum");
        }
    }
}
