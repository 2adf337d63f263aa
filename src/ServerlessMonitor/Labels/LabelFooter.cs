using System.Buffers;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Profile.Keeping;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Labels;

/// <summary>What a file of kept labels says of itself.</summary>
/// <param name="Ids">Different ids.</param>
/// <param name="HasHours">Whether labels have hours.</param>
/// <param name="Runs">Where the labels stand, ascending by hash over all of them: their rows and bytes.</param>
internal sealed record LabelFooter(long Ids, bool HasHours, IReadOnlyList<(int Rows, KeptSection Bytes)> Runs)
{
    /// <summary>The most rows of a run.</summary>
    public const int RunRows = 1 << 20;

    private static readonly long LastHour = DateTime.MaxValue.Ticks / TimeSpan.TicksPerHour;

    /// <summary>The hours of the predictions, where every label has one.</summary>
    public TimeWindow? Span { get; init; }

    public void Write(SectionWriter sections)
    {
        sections.Section("labels", WriteLabels);
        if (Span is { } span)
        {
            sections.Section("span", output =>
            {
                output.WriteVarInt64(span.Start.UtcTicks / TimeSpan.TicksPerHour);
                output.WriteVarInt64(span.End.UtcTicks / TimeSpan.TicksPerHour);
            });
        }
    }

    private void WriteLabels(IBufferWriter<byte> output)
    {
        output.WriteCount(Ids);
        output.WriteByte(HasHours ? (byte)1 : (byte)0);
        output.WriteCount(Runs.Count);
        foreach ((int rows, KeptSection bytes) in Runs)
        {
            output.WriteCount(rows);
            bytes.Write(output);
        }
    }

    /// <exception cref="SketchFormatException">The bytes are no such footer.</exception>
    public static LabelFooter Read(ReadOnlySpan<byte> bytes)
    {
        var footer = new LabelFooter(0, false, []);
        var sections = new SectionReader(bytes);
        while (sections.Next(out string name, out SketchReader reader))
        {
            footer = name switch
            {
                "labels" => ReadLabels(ref reader) with { Span = footer.Span },
                "span" => footer with { Span = ReadSpan(ref reader) },
                _ => footer,
            };
        }

        return footer;
    }

    private static LabelFooter ReadLabels(ref SketchReader reader)
    {
        long ids = reader.ReadCount();
        bool hasHours = reader.ReadByte() != 0;
        int count = reader.ReadLength(int.MaxValue, 1);
        var runs = new List<(int, KeptSection)>();
        for (int i = 0; i < count; i++)
        {
            long rows = reader.ReadCount();
            runs.Add(rows <= RunRows ? ((int)rows, KeptSection.Read(ref reader)) : throw new SketchFormatException("a run has too many rows"));
        }

        return new LabelFooter(ids, hasHours, runs);
    }

    private static TimeWindow ReadSpan(ref SketchReader reader)
    {
        long first = reader.ReadVarInt64();
        long end = reader.ReadVarInt64();
        return first >= 0 && first < end && end <= LastHour
            ? new TimeWindow(new DateTimeOffset(first * TimeSpan.TicksPerHour, TimeSpan.Zero), new DateTimeOffset(end * TimeSpan.TicksPerHour, TimeSpan.Zero))
            : throw new SketchFormatException("a time is out of range");
    }
}
