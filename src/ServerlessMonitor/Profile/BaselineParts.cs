using System.Buffers;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>
/// An uploaded baseline in pieces: chunks by event time, to learn from how much it varies by itself, and where the monitor names a season a slot for each of its hours or days.
/// </summary>
/// <remarks>
/// Stored as <c>SMBP</c>, a major version, and named sections (<see cref="ProfileCodec"/> says how): <c>chunks</c> with their length, <c>season</c> with its key, a <c>coarse</c> for each column whose
/// numbers are counted at quantiles, and one <c>chunk</c> or <c>slot</c> for each piece, a profile of its own.
/// </remarks>
public sealed class BaselineParts
{
    private const byte Major = 1;
    private const int PrefixLength = 5;

    // Half a cell: where in its cell a value lies is not known.
    private const double CellError = 0.5 / CoarseProfile.Cells;

    private readonly List<DatasetProfile> _chunks = [];
    // As they are stored: of many slots a window needs few.
    private readonly Dictionary<int, byte[]> _slots = [];
    private readonly HashSet<string> _coarse = [];

    /// <summary>How long a chunk is.</summary>
    public TimeSpan ChunkLength { get; private set; }

    /// <summary>The chunks, by time; empty where the file does not say when its rows happened, or is too short.</summary>
    public IReadOnlyList<DatasetProfile> Chunks => _chunks;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _chunks.Count + _slots.Count == 0;

    /// <summary><see cref="SeasonCalendar.Key"/> of the slots; null without.</summary>
    public string? Season { get; private set; }

    private static ReadOnlySpan<byte> Magic => "SMBP"u8;

    /// <summary>Makes the parts of a baseline.</summary>
    /// <param name="whole">All its rows.</param>
    /// <param name="hours">The same rows by hour; empty where they do not say when they happened.</param>
    /// <param name="season">The season, and the rows of each of its slots; null without.</param>
    public static BaselineParts Of(
        DatasetProfile whole,
        IReadOnlyList<(DateTimeOffset Hour, DatasetProfile Profile)> hours,
        (string Key, IReadOnlyList<(int Slot, DatasetProfile Profile)> Slots)? season)
    {
        IReadOnlyDictionary<string, double[]> grids = CoarseProfile.GridsOf(whole);
        IReadOnlyDictionary<string, IReadOnlySet<string>> categories = CoarseProfile.CategoriesOf(whole);
        (TimeSpan length, IReadOnlyList<DatasetProfile> chunks) = hours.Count > 0 ? ChunkCutter.Join(hours) : (TimeSpan.Zero, []);
        var parts = new BaselineParts { ChunkLength = length, Season = season?.Key };
        parts._coarse.UnionWith(grids.Keys);
        parts._chunks.AddRange(chunks.Select(chunk => CoarseProfile.Of(chunk, grids, categories, whole)));
        foreach ((int slot, DatasetProfile profile) in season?.Slots ?? [])
        {
            parts._slots.Add(slot, ProfileCodec.ToBytes(CoarseProfile.Of(profile, grids, categories: null, chunkOf: null)));
        }

        // As they are read back: nothing depends on whether pieces were stored in between.
        return FromBytes(parts.ToBytes());
    }

    /// <summary>The chunks put together; null without.</summary>
    public DatasetProfile? WholeOfChunks() => _chunks.Count == 0 ? null : Merged(_chunks);

    /// <summary>The baseline's rows in these slots; it has no rows where none of them has.</summary>
    /// <param name="slots">The slots of a window.</param>
    /// <param name="schema">The baseline's columns.</param>
    /// <exception cref="ProfileFormatException">A slot is damaged.</exception>
    public DatasetProfile SlotsOf(IReadOnlySet<int> slots, DatasetSchema schema)
    {
        DatasetProfile[] found = [.. slots.Order().Select(slot => _slots.GetValueOrDefault(slot)).OfType<byte[]>().Select(body => ProfileCodec.FromBytes(body))];
        if (found.Length == 0)
        {
            return new DatasetProfile(schema);
        }

        DatasetProfile merged = Merged(found);
        foreach (ColumnProfile column in merged.InOrder.Where(column => _coarse.Contains(column.Name)))
        {
            column.ValueError = CellError;
        }

        return merged;
    }

    /// <summary>The stored form.</summary>
    public byte[] ToBytes()
    {
        using var writer = new SectionWriter();
        writer.Raw(Magic);
        writer.Raw([Major]);
        writer.Section("chunks", output => output.WriteCount(ChunkLength.Ticks));
        if (Season is not null)
        {
            writer.Section("season", output => output.Write(Encoding.UTF8.GetBytes(Season)));
        }

        foreach (string column in _coarse.Order(StringComparer.Ordinal))
        {
            writer.Section("coarse", output => output.Write(Encoding.UTF8.GetBytes(column)));
        }

        foreach (DatasetProfile chunk in _chunks)
        {
            writer.Section("chunk", output => output.Write(ProfileCodec.ToBytes(chunk)));
        }

        foreach ((int slot, byte[] profile) in _slots.OrderBy(pair => pair.Key))
        {
            writer.Section("slot", output =>
            {
                output.WriteCount(slot);
                output.Write(profile);
            });
        }

        return writer.Written.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> gave.</summary>
    /// <param name="bytes">The stored form.</param>
    /// <exception cref="ProfileFormatException">The bytes are no parts, or are damaged.</exception>
    /// <exception cref="NewerFormatException">They are of a newer major version.</exception>
    public static BaselineParts FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < PrefixLength || !bytes.StartsWith(Magic))
        {
            throw new ProfileFormatException("The bytes are not the parts of a baseline: they do not start with SMBP.");
        }

        if (bytes[4] > Major)
        {
            throw new NewerFormatException("The stored parts of a baseline", $"{bytes[4]}", $"{Major}");
        }

        try
        {
            return Read(bytes[PrefixLength..]);
        }
        catch (Exception exception) when (exception is SketchFormatException or ArgumentException or OverflowException)
        {
            throw new ProfileFormatException($"The stored parts of a baseline cannot be read: {exception.Message}", exception);
        }
    }

    private static BaselineParts Read(ReadOnlySpan<byte> bytes)
    {
        var sections = new SectionReader(bytes);
        var read = new BaselineParts();
        while (sections.Next(out string name, out SketchReader body))
        {
            switch (name)
            {
                case "chunks":
                    read.ChunkLength = TimeSpan.FromTicks(body.ReadCount());
                    break;
                case "season":
                    read.Season = Encoding.UTF8.GetString(body.ReadBytes(body.Remaining));
                    break;
                case "coarse":
                    read._coarse.Add(Encoding.UTF8.GetString(body.ReadBytes(body.Remaining)));
                    break;
                case "chunk":
                    read._chunks.Add(ProfileCodec.FromBytes(body.ReadBytes(body.Remaining)));
                    break;
                case "slot":
                    int slot = (int)body.ReadCount();
                    read._slots[slot] = body.ReadBytes(body.Remaining).ToArray();
                    break;
                default:
                    break;
            }
        }

        return read;
    }

    private static DatasetProfile Merged(IReadOnlyList<DatasetProfile> parts)
    {
        var merged = new DatasetProfile(parts[0].Schema);
        foreach (DatasetProfile part in parts)
        {
            merged.Merge(part);
        }

        return merged;
    }
}
