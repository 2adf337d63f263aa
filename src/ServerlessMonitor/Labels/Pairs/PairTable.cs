using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Profile.Keeping;
using ServerlessMonitor.Profile.Pairs;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Labels.Pairs;

/// <summary>The rows that a batch of one version and a batch of another scored both, by hour of event time: that of the later of the two rows.</summary>
/// <remarks>Stored: named sections, one for each hour, and the trailer of kept files.</remarks>
public sealed class PairTable
{
    private const string What = "The table of pairs";

    private readonly SortedDictionary<DateTimeOffset, PairedOutcome> _hours = [];

    /// <summary>Whether labels may yet bring pairs: false where no id is in both batches, or the versions predict what has no pairs.</summary>
    public bool MayHavePairs { get; internal set; }

    /// <summary>What came of each hour that has pairs, ascending.</summary>
    public IReadOnlyDictionary<DateTimeOffset, PairedOutcome> Hours => _hours;

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="KeptFormatException">The bytes are cut off or damaged.</exception>
    /// <exception cref="NewerFormatException">A newer build wrote them.</exception>
    public static PairTable FromBytes(ReadOnlySpan<byte> bytes)
    {
        try
        {
            ReadOnlySpan<byte> trailer = bytes[^Math.Min(bytes.Length, KeptFormat.TrailerLength)..];
            int length = KeptFormat.ReadTrailer(trailer, KeptFormat.Pairs, What);
            if (length != bytes.Length - KeptFormat.TrailerLength)
            {
                throw new SketchFormatException("its length is not what it says");
            }

            KeptFormat.CheckFooter(bytes[..length], trailer);
            return ReadSections(bytes[..length]);
        }
        catch (Exception exception) when (exception is SketchFormatException or ProfileFormatException or OverflowException or ArgumentException)
        {
            throw new KeptFormatException($"{What} cannot be read: {exception.Message}.", exception);
        }
    }

    /// <summary>The stored form. The same table gives the same bytes.</summary>
    public byte[] ToBytes()
    {
        using var body = new SectionWriter();
        body.Section("table", output => output.WriteByte(MayHavePairs ? (byte)1 : (byte)0));
        foreach ((DateTimeOffset hour, PairedOutcome outcome) in _hours)
        {
            body.Section("hour", output =>
            {
                output.WriteVarInt64(hour.UtcTicks / TimeSpan.TicksPerHour);
                using var sections = new SectionWriter();
                outcome.Write(sections);
                output.WriteCount(sections.Written.Length);
                sections.Written.CopyTo(output.GetSpan(sections.Written.Length));
                output.Advance(sections.Written.Length);
            });
        }

        byte[] bytes = new byte[body.Written.Length + KeptFormat.TrailerLength];
        body.Written.CopyTo(bytes);
        KeptFormat.WriteTrailer(bytes.AsSpan(body.Written.Length), body.Written, KeptFormat.Pairs);
        return bytes;
    }

    /// <summary>What came of an hour, to add to.</summary>
    internal PairedOutcome At(long hour)
    {
        var start = new DateTimeOffset(hour * TimeSpan.TicksPerHour, TimeSpan.Zero);
        if (!_hours.TryGetValue(start, out PairedOutcome? outcome))
        {
            _hours.Add(start, outcome = new PairedOutcome());
        }

        return outcome;
    }

    private static PairTable ReadSections(ReadOnlySpan<byte> bytes)
    {
        var table = new PairTable();
        var sections = new SectionReader(bytes);
        while (sections.Next(out string name, out SketchReader body))
        {
            if (name == "table")
            {
                table.MayHavePairs = body.ReadByte() != 0;
            }
            else if (name == "hour")
            {
                long hour = body.ReadVarInt64();
                if (hour < 0 || hour >= DateTime.MaxValue.Ticks / TimeSpan.TicksPerHour)
                {
                    throw new SketchFormatException("an hour is out of range");
                }

                PairedOutcome outcome = PairedOutcome.Read(body.ReadBytes(body.ReadLength(int.MaxValue, 1)));
                if (!table._hours.TryAdd(new DateTimeOffset(hour * TimeSpan.TicksPerHour, TimeSpan.Zero), outcome))
                {
                    throw new SketchFormatException("an hour comes twice");
                }
            }
        }

        return table;
    }
}
