using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Profile.Keeping;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Labels;

/// <summary>
/// The labels of one file that are for predictions of one batch, by the hash of their id: the link between the two. It follows from the kept files alone.
/// </summary>
/// <remarks>Stored: about 6 bytes a label and what its value takes, 1 bit for one of two classes. In memory 28 bytes.</remarks>
public sealed class LabelMatches
{
    private const string What = "The matches of labels";

    internal LabelMatches(LabelRows rows)
    {
        Rows = rows;
    }

    /// <summary>How many ids of the batch have a label in the file.</summary>
    public int Count => Rows.Count;

    /// <summary>Ascending by hash, each once.</summary>
    internal LabelRows Rows { get; }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="KeptFormatException">The bytes are cut off or damaged.</exception>
    /// <exception cref="NewerFormatException">A newer build wrote them.</exception>
    public static LabelMatches FromBytes(ReadOnlySpan<byte> bytes)
    {
        try
        {
            ReadOnlySpan<byte> trailer = bytes[^Math.Min(bytes.Length, KeptFormat.TrailerLength)..];
            int length = KeptFormat.ReadTrailer(trailer, KeptFormat.Matches, What);
            if (length != bytes.Length - KeptFormat.TrailerLength)
            {
                throw new SketchFormatException("their length is not what they say");
            }

            ReadOnlySpan<byte> body = bytes[..length];
            KeptFormat.CheckFooter(body, trailer);
            var reader = new SketchReader(body);

            // The hash and the value of a label take 3 bits at least.
            int count = reader.ReadLength(int.MaxValue, 0);
            if (count / 8 * 3L > body.Length)
            {
                throw new SketchFormatException("they are fewer than they say");
            }

            var rows = new LabelRows(count);
            if (count > 0)
            {
                rows.Read(body[reader.Position..], count, hasHours: false);
            }

            return new LabelMatches(rows);
        }
        catch (Exception exception) when (exception is SketchFormatException or OverflowException or ArgumentException)
        {
            throw new KeptFormatException($"{What} cannot be read: {exception.Message}.", exception);
        }
    }

    /// <summary>The stored form. The same matches give the same bytes.</summary>
    public byte[] ToBytes()
    {
        using var body = new PooledBuffer();
        body.WriteCount(Count);
        if (Count > 0)
        {
            Rows.Write(body, 0, Count, hasHours: false);
        }

        byte[] bytes = new byte[body.Written.Length + KeptFormat.TrailerLength];
        body.Written.CopyTo(bytes);
        KeptFormat.WriteTrailer(bytes.AsSpan(body.Written.Length), body.Written, KeptFormat.Matches);
        return bytes;
    }
}
