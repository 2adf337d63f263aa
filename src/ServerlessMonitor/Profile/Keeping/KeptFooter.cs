using System.Buffers;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile.Feeding;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Keeping;

/// <summary>What a file of kept predictions says of itself, in named sections: readers pass over those that they do not know.</summary>
internal sealed record KeptFooter
{
    private const int MostColumns = 100_000;

    public required long Rows { get; init; }

    /// <summary>Rows with an id.</summary>
    public required long RowsWithId { get; init; }

    /// <summary>The earliest event, UTC ticks.</summary>
    public required long FirstTicks { get; init; }

    /// <summary>The latest event, UTC ticks.</summary>
    public required long LastTicks { get; init; }

    /// <summary>What the profiles of the batch span.</summary>
    public required CellGranularity Granularity { get; init; }

    /// <summary>Whether rows have their places in the file.</summary>
    public required bool IsOrdered { get; init; }

    /// <summary>The id of the zone of folded segments; null: UTC.</summary>
    public string? Zone { get; init; }

    /// <summary>Predicted classes, where they are few.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    public required IReadOnlyList<ColumnSchema> Columns { get; init; }

    public required IReadOnlyList<KeptSlot> Slots { get; init; }

    public required IReadOnlyList<KeptSegments> Segments { get; init; }

    public required IReadOnlyList<KeptRunPlace> Runs { get; init; }

    public void Write(SectionWriter sections)
    {
        sections.Section("rows", output =>
        {
            output.WriteCount(Rows);
            output.WriteCount(RowsWithId);
            output.WriteVarInt64(FirstTicks);
            output.WriteVarInt64(LastTicks);
            output.WriteByte((byte)Granularity);
            output.WriteByte(IsOrdered ? (byte)1 : (byte)0);
            SectionWriter.WriteText(output, Zone);
        });
        sections.Section("classes", output => WriteAll(output, Classes, static (output, name) => SectionWriter.WriteText(output, name)));
        sections.Section("columns", output => WriteAll(output, Columns, static (output, column) =>
        {
            SectionWriter.WriteText(output, column.Name);
            output.WriteByte((byte)column.Kind);
            output.WriteByte((byte)column.Role);
            SectionWriter.WriteText(output, column.ScoreClass);
        }));
        sections.Section("slots", output => WriteAll(output, Slots, static (output, slot) =>
        {
            output.WriteVarInt64(slot.Start / TimeSpan.TicksPerMinute);
            output.WriteVarInt64(slot.Last - slot.Start);
        }));
        sections.Section("segments", output => WriteAll(output, Segments, static (output, segments) =>
        {
            output.WriteByte((byte)segments.Granularity);
            WriteAll(output, segments.Keys, static (output, key) =>
            {
                SectionWriter.WriteText(output, key.Name);
                SectionWriter.WriteText(output, key.Value);
            });
        }));
        sections.Section("runs", output => WriteAll(output, Runs, static (output, run) =>
        {
            output.WriteCount(run.Rows);
            output.WriteByte(run.HasIds ? (byte)1 : (byte)0);
            output.WriteCount(run.Group);
            run.Hashes.Write(output);
            run.Cells.Write(output);
            run.Coarse.Write(output);
            run.Fine.Write(output);
        }));
    }

    /// <exception cref="SketchFormatException">The bytes are no such footer.</exception>
    public static KeptFooter Read(ReadOnlySpan<byte> bytes)
    {
        var footer = new KeptFooter
        {
            Rows = 0,
            RowsWithId = 0,
            FirstTicks = 0,
            LastTicks = 0,
            Granularity = CellGranularity.Hour,
            IsOrdered = false,
            Classes = [],
            Columns = [],
            Slots = [],
            Segments = [],
            Runs = [],
        };
        var sections = new SectionReader(bytes);
        while (sections.Next(out string name, out SketchReader body))
        {
            footer = name switch
            {
                "rows" => ReadRows(footer, ref body),
                "classes" => footer with { Classes = ReadAll(ref body, static (ref SketchReader reader) => SectionReader.ReadName(ref reader)) },
                "columns" => footer with { Columns = ReadAll(ref body, ReadColumn) },
                "slots" => footer with { Slots = ReadAll(ref body, ReadSlot) },
                "segments" => footer with { Segments = ReadAll(ref body, ReadSegments) },
                "runs" => footer with { Runs = ReadAll(ref body, ReadRun) },
                _ => footer,
            };
        }

        return footer;
    }

    private delegate T Reading<T>(ref SketchReader reader);

    private static KeptFooter ReadRows(KeptFooter footer, ref SketchReader reader) => footer with
    {
        Rows = reader.ReadCount(),
        RowsWithId = reader.ReadCount(),
        FirstTicks = reader.ReadVarInt64(),
        LastTicks = reader.ReadVarInt64(),
        Granularity = ReadGranularity(ref reader),
        IsOrdered = reader.ReadByte() != 0,
        Zone = SectionReader.ReadText(ref reader),
    };

    private static CellGranularity ReadGranularity(ref SketchReader reader)
    {
        var granularity = (CellGranularity)reader.ReadByte();
        return granularity <= CellGranularity.Whole ? granularity : throw new SketchFormatException("unknown span of profiles");
    }

    private static ColumnSchema ReadColumn(ref SketchReader reader)
    {
        string name = SectionReader.ReadName(ref reader);
        var kind = (ColumnKind)reader.ReadByte();
        var role = (ColumnRole)reader.ReadByte();
        return Enum.IsDefined(kind) && Enum.IsDefined(role)
            ? new ColumnSchema(name, kind, role) { ScoreClass = SectionReader.ReadText(ref reader) }
            : throw new SketchFormatException("unknown kind of column");
    }

    private static KeptSlot ReadSlot(ref SketchReader reader)
    {
        long minute = reader.ReadVarInt64();
        if (minute < 0 || minute >= DateTime.MaxValue.Ticks / TimeSpan.TicksPerMinute)
        {
            throw new SketchFormatException("a time is out of range");
        }

        long start = minute * TimeSpan.TicksPerMinute;
        return new KeptSlot(start, start + reader.ReadVarInt64());
    }

    private static KeptSegments ReadSegments(ref SketchReader reader) =>
        new(ReadGranularity(ref reader), ReadAll(ref reader, static (ref SketchReader reader) => new SegmentKey(SectionReader.ReadName(ref reader), SectionReader.ReadText(ref reader))));

    private static KeptRunPlace ReadRun(ref SketchReader reader)
    {
        long rows = reader.ReadCount();
        var run = new KeptRunPlace(
            (int)Math.Min(rows, int.MaxValue),
            reader.ReadByte() != 0,
            (int)Math.Min(reader.ReadCount(), int.MaxValue),
            KeptHashes.Read(ref reader),
            KeptSection.Read(ref reader),
            KeptSection.Read(ref reader),
            KeptSection.Read(ref reader));
        int blocks = run.HasIds ? (run.Rows + KeptHashes.BlockRows - 1) / KeptHashes.BlockRows : 0;
        return rows <= KeptFormat.RunRows && run.Hashes.Blocks.Count == blocks ? run : throw new SketchFormatException("a run has another number of rows or of hashes than it may");
    }

    private static void WriteAll<T>(IBufferWriter<byte> output, IReadOnlyList<T> items, Action<IBufferWriter<byte>, T> write)
    {
        output.WriteCount(items.Count);
        foreach (T item in items)
        {
            write(output, item);
        }
    }

    private static List<T> ReadAll<T>(ref SketchReader reader, Reading<T> read)
    {
        int count = reader.ReadLength(int.MaxValue, 1);
        var items = new List<T>(Math.Min(count, MostColumns));
        for (int i = 0; i < count; i++)
        {
            items.Add(read(ref reader));
        }

        return items;
    }
}
