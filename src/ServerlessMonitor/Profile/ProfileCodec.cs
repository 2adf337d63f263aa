using System.Buffers;
using System.Buffers.Binary;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>The stored form of a <see cref="DatasetProfile"/>.</summary>
/// <remarks>
/// Layout: <c>SMPR</c>, major, minor, named length-prefixed sections, and XXH64 of everything before as 8 little-endian bytes.
/// Sections a reader does not know are skipped, so new kinds of summary need no new major version; merging or writing a profile again leaves them out. A section
/// without which the rest would be misread has a name that begins with <c>!</c>, and is refused where it is not known. The same profile gives the same bytes. What can be rebuilt from another summary (the distinct count of a column whose values are
/// all kept) is not stored.
/// </remarks>
public static partial class ProfileCodec
{
    /// <summary>The version that is written; a reader refuses a newer one.</summary>
    public const byte Major = 1;

    /// <summary>Stays while a reader may skip what it does not know; the section <c>repeats</c> came later and is left out where nothing was counted.</summary>
    public const byte Minor = 0;

    private const int PrefixLength = 6;
    private const int ChecksumLength = 8;

    private static ReadOnlySpan<byte> Magic => "SMPR"u8;

    /// <summary>The bytes of a profile.</summary>
    public static byte[] ToBytes(DatasetProfile profile)
    {
        if (StorageBudget.IsOver(profile))
        {
            profile = profile.Copy();
            StorageBudget.Fit(profile);
        }

        using var writer = new SectionWriter();
        writer.Raw(Magic);
        writer.Raw([Major, Minor]);
        writer.Section("header", output => WriteHeader(output, profile));
        writer.Section("schema", output => WriteSchema(output, profile.Schema));
        foreach (ColumnProfile column in profile.InOrder)
        {
            writer.Section("column", ColumnSections(column));
        }

        writer.Hashes("rows", profile.RowHashes);
        WriteRepeats(writer, profile);
        WriteFeatures(writer, profile.Features);
        if (profile.Outcome is not null)
        {
            writer.Section("outcome", OutcomeSections(profile.Outcome));
        }

        PredictionCodec.Write(writer, profile.Predictions);
        WriteSegments(writer, profile);
        Span<byte> checksum = stackalloc byte[ChecksumLength];
        BinaryPrimitives.WriteUInt64LittleEndian(checksum, StableHash64.OfBytes(writer.Written));
        writer.Raw(checksum);
        return writer.Written.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> gave.</summary>
    /// <exception cref="ProfileFormatException">The bytes are no profile, or are damaged.</exception>
    /// <exception cref="NewerFormatException">They are of a newer major version, or have a required section that is not known.</exception>
    public static DatasetProfile FromBytes(ReadOnlySpan<byte> bytes) => FromBytes(bytes, isSegment: false);

    private static DatasetProfile FromBytes(ReadOnlySpan<byte> bytes, bool isSegment)
    {
        if (bytes.Length < PrefixLength + ChecksumLength || !bytes.StartsWith(Magic))
        {
            throw new ProfileFormatException("The bytes are not a stored profile: they do not start with SMPR.");
        }

        if (bytes[4] > Major)
        {
            throw new NewerFormatException("The stored profile", $"{bytes[4]}.{bytes[5]}", $"{Major}.{Minor}");
        }

        ReadOnlySpan<byte> body = bytes[..^ChecksumLength];
        if (StableHash64.OfBytes(body) != BinaryPrimitives.ReadUInt64LittleEndian(bytes[^ChecksumLength..]))
        {
            throw new ProfileFormatException("The stored profile is damaged: its checksum does not match.");
        }

        try
        {
            return Read(body[PrefixLength..], isSegment);
        }
        catch (Exception exception) when (exception is SketchFormatException or ArgumentException or OverflowException)
        {
            throw new ProfileFormatException($"The stored profile cannot be read: {exception.Message}", exception);
        }
    }

    private static DatasetProfile Read(ReadOnlySpan<byte> bytes, bool isSegment)
    {
        var sections = new SectionReader(bytes);
        DatasetSchema? schema = null;
        DatasetProfile? profile = null;
        var header = default(SketchReader);
        bool hasHeader = false;
        int columns = 0;
        bool hasRepeats = false;
        while (sections.Next(out string name, out SketchReader body))
        {
            switch (name)
            {
                case "header":
                    header = body;
                    hasHeader = true;
                    break;
                case "schema":
                    schema = ReadSchema(ref body);
                    profile = isSegment ? DatasetProfile.OfSegment(schema) : new DatasetProfile(schema);
                    break;
                case "column" when profile is not null && columns < profile.InOrder.Count:
                    ReadColumn(body, profile.InOrder[columns++]);
                    break;
                case "rows" or "!rows" when profile is not null:
                    profile.RowHashes = HyperLogLog.Read(ref body);
                    break;
                case "repeats" when profile is not null:
                    profile.RepeatedRows = body.ReadCount();
                    profile.RepeatedIds = body.ReadCount();
                    profile.UncountedRows = body.ReadCount();
                    hasRepeats = true;
                    break;
                case "features" when profile is not null:
                    profile.Features = ReadFeatures(ref body);
                    break;
                case "outcome" when profile is not null:
                    profile.Outcome = ReadOutcome(body, profile.Schema);
                    break;
                case "predictions" when profile is not null:
                    profile.Predictions = PredictionCodec.Read(body, profile.Schema);
                    break;
                case "segmentSpan" when profile is not null:
                    profile.NoteSegmentSpan(TimeSpan.FromTicks(body.ReadCount()));
                    break;
                case "segment" when profile is not null && !isSegment:
                    ReadSegment(ref body, profile);
                    break;
                default:
                    break;
            }
        }

        if (profile is null || !hasHeader || columns != profile.InOrder.Count)
        {
            throw new ProfileFormatException("The stored profile is incomplete: header, schema or columns are missing.");
        }

        ReadHeader(ref header, profile);
        if (!hasRepeats)
        {
            profile.UncountedRows = profile.Rows;
        }

        return profile;
    }

    /// <summary>Left out where nothing was counted: a profile stored before there were counts gives the same bytes again.</summary>
    private static void WriteRepeats(SectionWriter writer, DatasetProfile profile)
    {
        if (profile.UncountedRows == profile.Rows && profile.RepeatedRows == 0 && profile.RepeatedIds == 0)
        {
            return;
        }

        writer.Section("repeats", output =>
        {
            output.WriteCount(profile.RepeatedRows);
            output.WriteCount(profile.RepeatedIds);
            output.WriteCount(profile.UncountedRows);
        });
    }

    private static void WriteSegments(SectionWriter writer, DatasetProfile profile)
    {
        if (profile.SegmentSpan > TimeSpan.Zero)
        {
            writer.Section("segmentSpan", output => output.WriteCount(profile.SegmentSpan.Ticks));
        }

        foreach ((SegmentKey segment, DatasetProfile rows) in profile.Segments)
        {
            writer.Section("segment", output =>
            {
                SectionWriter.WriteText(output, segment.Name);
                SectionWriter.WriteText(output, segment.Value);
                output.Write(ToBytes(rows));
            });
        }
    }

    private static void ReadSegment(ref SketchReader reader, DatasetProfile profile)
    {
        var segment = new SegmentKey(SectionReader.ReadName(ref reader), SectionReader.ReadText(ref reader));
        profile.AddSegment(segment, FromBytes(reader.ReadBytes(reader.Remaining), isSegment: true));
    }

    private static void WriteFeatures(SectionWriter writer, FeatureMoments? features)
    {
        if (features is not { Sums.Rows: > 0 })
        {
            return;
        }

        writer.Section("features", output =>
        {
            output.WriteCount(features.Names.Count);
            foreach (string name in features.Names)
            {
                SectionWriter.WriteText(output, name);
            }

            features.Sums.Write(output);
        });
    }

    private static FeatureMoments ReadFeatures(ref SketchReader reader)
    {
        string[] names = new string[reader.ReadLength(PairMoments.MaxDimension, 1)];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = SectionReader.ReadName(ref reader);
        }

        PairMoments sums = PairMoments.Read(ref reader);
        return sums.Dimension == names.Length ? new FeatureMoments(names, sums) : throw new ProfileFormatException("The stored profile names other features than it has.");
    }

    private static void WriteHeader(IBufferWriter<byte> output, DatasetProfile profile)
    {
        output.WriteCount(profile.Rows);
        WriteInstant(output, profile.FirstEvent);
        WriteInstant(output, profile.LastEvent);
        output.WriteCount(profile.RejectedRows.Count);
        foreach (KeyValuePair<string, long> pair in profile.RejectedRows)
        {
            SectionWriter.WriteText(output, pair.Key);
            output.WriteCount(pair.Value);
        }
    }

    private static void ReadHeader(ref SketchReader reader, DatasetProfile profile)
    {
        profile.Rows = reader.ReadCount();
        profile.FirstEvent = ReadInstant(ref reader);
        profile.LastEvent = ReadInstant(ref reader);
        int reasons = reader.ReadLength(int.MaxValue, 2);
        for (int i = 0; i < reasons; i++)
        {
            string reason = SectionReader.ReadName(ref reader);
            profile.AddRejected(reason, reader.ReadCount());
        }
    }

    private static void WriteInstant(IBufferWriter<byte> output, DateTimeOffset? instant) =>
        output.WriteCount(instant is { } value ? value.UtcTicks + 1 : 0);

    private static DateTimeOffset? ReadInstant(ref SketchReader reader)
    {
        long ticks = reader.ReadCount();
        return ticks == 0 ? null : new DateTimeOffset(ticks - 1, TimeSpan.Zero);
    }

    private static void WriteSchema(IBufferWriter<byte> output, DatasetSchema schema)
    {
        SectionWriter.WriteText(output, schema.Task.ToString());
        SectionWriter.WriteText(output, schema.Positive);
        output.WriteCount(schema.Columns.Count);
        foreach (ColumnSchema column in schema.Columns)
        {
            SectionWriter.WriteText(output, column.Name);
            SectionWriter.WriteText(output, column.Kind.ToString());
            SectionWriter.WriteText(output, column.Role.ToString());
            SectionWriter.WriteText(output, column.ScoreClass);
        }
    }

    private static DatasetSchema ReadSchema(ref SketchReader reader)
    {
        ModelTask task = ReadEnum<ModelTask>(ref reader);
        string? positive = SectionReader.ReadText(ref reader);
        var columns = new ColumnSchema[reader.ReadLength(int.MaxValue, 4)];
        for (int i = 0; i < columns.Length; i++)
        {
            string name = SectionReader.ReadName(ref reader);
            ColumnKind kind = ReadEnum<ColumnKind>(ref reader);
            ColumnRole role = ReadEnum<ColumnRole>(ref reader);
            columns[i] = new ColumnSchema(name, kind, role) { ScoreClass = SectionReader.ReadText(ref reader) };
        }

        return new DatasetSchema(task, columns) { Positive = positive };
    }

    private static T ReadEnum<T>(ref SketchReader reader)
        where T : struct, Enum
    {
        string name = SectionReader.ReadName(ref reader);
        return Enum.TryParse(name, out T value) && Enum.IsDefined(value)
            ? value
            : throw new ProfileFormatException($"'{name}' is no known {typeof(T).Name} in a stored profile.");
    }
}
