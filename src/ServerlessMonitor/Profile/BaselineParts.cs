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
    private readonly Dictionary<int, DatasetProfile> _slots = [];
    private HashSet<string> _coarse = [];

    /// <summary>How long a chunk is.</summary>
    public TimeSpan ChunkLength { get; private init; }

    /// <summary>The chunks, by time; empty where the file does not say when its rows happened, or is too short.</summary>
    public IReadOnlyList<DatasetProfile> Chunks => _chunks;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _chunks.Count + _slots.Count == 0;

    /// <summary><see cref="SeasonCalendar.Key"/> of the slots; null without.</summary>
    public string? Season { get; private init; }

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
        var parts = new BaselineParts { ChunkLength = length, Season = season?.Key, _coarse = [.. grids.Keys] };
        parts._chunks.AddRange(chunks.Select(chunk => CoarseProfile.Of(chunk, grids, categories, withOutcome: true)));
        foreach ((int slot, DatasetProfile profile) in season?.Slots ?? [])
        {
            parts._slots.Add(slot, CoarseProfile.Of(profile, grids, categories: null, withOutcome: false));
        }

        // As they are read back: nothing depends on whether pieces were stored in between.
        return FromBytes(parts.ToBytes());
    }

    /// <summary>The chunks put together; null without.</summary>
    public DatasetProfile? WholeOfChunks() => _chunks.Count == 0 ? null : Merged(_chunks);

    /// <summary>The baseline's rows in these slots; it has no rows where none of them has.</summary>
    /// <param name="slots">The slots of a window.</param>
    /// <param name="schema">The baseline's columns.</param>
    public DatasetProfile SlotsOf(IReadOnlySet<int> slots, DatasetSchema schema)
    {
        DatasetProfile[] found = [.. slots.Order().Select(slot => _slots.GetValueOrDefault(slot)).OfType<DatasetProfile>()];
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

        foreach ((int slot, DatasetProfile profile) in _slots.OrderBy(pair => pair.Key))
        {
            writer.Section("slot", output =>
            {
                output.WriteCount(slot);
                output.Write(ProfileCodec.ToBytes(profile));
            });
        }

        return writer.Written.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> gave.</summary>
    /// <param name="bytes">The stored form.</param>
    /// <param name="slots">The slots that are wanted; null: all.</param>
    /// <exception cref="ProfileFormatException">The bytes are no parts, or are damaged.</exception>
    /// <exception cref="NewerFormatException">They are of a newer major version.</exception>
    public static BaselineParts FromBytes(ReadOnlySpan<byte> bytes, IReadOnlySet<int>? slots = null)
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
            return Read(bytes[PrefixLength..], slots);
        }
        catch (Exception exception) when (exception is SketchFormatException or ArgumentException or OverflowException)
        {
            throw new ProfileFormatException($"The stored parts of a baseline cannot be read: {exception.Message}", exception);
        }
    }

    private static BaselineParts Read(ReadOnlySpan<byte> bytes, IReadOnlySet<int>? slots)
    {
        var sections = new SectionReader(bytes);
        TimeSpan length = TimeSpan.Zero;
        string? season = null;
        var read = new BaselineParts();
        while (sections.Next(out string name, out SketchReader body))
        {
            switch (name)
            {
                case "chunks":
                    length = TimeSpan.FromTicks(body.ReadCount());
                    break;
                case "season":
                    season = Encoding.UTF8.GetString(body.ReadBytes(body.Remaining));
                    break;
                case "coarse":
                    read._coarse.Add(Encoding.UTF8.GetString(body.ReadBytes(body.Remaining)));
                    break;
                case "chunk":
                    read._chunks.Add(ProfileCodec.FromBytes(body.ReadBytes(body.Remaining)));
                    break;
                case "slot":
                    int slot = (int)body.ReadCount();
                    if (slots?.Contains(slot) != false)
                    {
                        read._slots[slot] = ProfileCodec.FromBytes(body.ReadBytes(body.Remaining));
                    }

                    break;
                default:
                    break;
            }
        }

        var parts = new BaselineParts { ChunkLength = length, Season = season, _coarse = read._coarse };
        parts._chunks.AddRange(read._chunks);
        foreach ((int slot, DatasetProfile profile) in read._slots)
        {
            parts._slots.Add(slot, profile);
        }

        return parts;
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
