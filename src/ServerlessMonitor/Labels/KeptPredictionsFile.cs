using System.Buffers;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile.Keeping;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Labels;

/// <summary>A file of kept predictions, open for reading. The parts that are not asked for are not read.</summary>
internal sealed class KeptPredictionsFile : IAsyncDisposable
{
    private readonly KeptFileReader _reader;

    private KeptPredictionsFile(KeptFileReader reader, KeptFooter footer)
    {
        _reader = reader;
        Footer = footer;
    }

    public KeptFooter Footer { get; }

    public long BytesRead => _reader.BytesRead;

    /// <summary>Opens a file; disposed of it is with the result.</summary>
    /// <exception cref="KeptFormatException">The file is cut off or damaged.</exception>
    /// <exception cref="NewerFormatException">A newer build wrote it.</exception>
    public static async Task<KeptPredictionsFile> OpenAsync(IKeptFile file, string name, CancellationToken cancellationToken)
    {
        (KeptFileReader reader, KeptFooter footer) = await KeptFileReader.OpenAsync(
            file, KeptFormat.Predictions.ToArray(), $"The file of kept predictions '{name}'", static bytes => KeptFooter.Read(bytes), cancellationToken);
        return new KeptPredictionsFile(reader, footer);
    }

    /// <summary>Reads the coarse parts of the filters of all runs at once; null for runs without ids.</summary>
    public async Task<XorFilter?[]> ReadFiltersAsync(CancellationToken cancellationToken)
    {
        var filters = new XorFilter?[Footer.Runs.Count];
        int[] runs = [.. Enumerable.Range(0, filters.Length).Where(run => Footer.Runs[run].HasIds)];
        await ReadTogetherAsync(
            runs,
            static run => run.Coarse,
            (run, bytes) =>
            {
                var reader = new SketchReader(bytes);
                filters[run] = XorFilter.ReadCoarse(ref reader);
            },
            cancellationToken);
        return filters;
    }

    /// <summary>Adds the fine parts of some runs' filters.</summary>
    /// <param name="filters">What <see cref="ReadFiltersAsync"/> gave.</param>
    /// <param name="runs">The runs, ascending; each has a filter.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task RefineAsync(XorFilter?[] filters, IReadOnlyList<int> runs, CancellationToken cancellationToken) =>
        ReadTogetherAsync(runs, static run => run.Fine, (run, bytes) => filters[run] = filters[run]!.With(bytes), cancellationToken);

    /// <summary>Reads the hashes of a run, ascending.</summary>
    /// <param name="run">Its number.</param>
    /// <param name="into">Receives them: at least as many as the run has rows.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task ReadHashesAsync(int run, ulong[] into, CancellationToken cancellationToken) =>
        ReadHashesAsync(run, 0, Footer.Runs[run].Hashes.Blocks.Count, into, cancellationToken);

    /// <summary>Reads some blocks of the hashes of a run.</summary>
    /// <param name="run">Its number.</param>
    /// <param name="first">The first block.</param>
    /// <param name="count">How many.</param>
    /// <param name="into">Receives the hashes, <see cref="KeptHashes.BlockRows"/> a block.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>How many hashes they have.</returns>
    public async Task<int> ReadHashesAsync(int run, int first, int count, ulong[] into, CancellationToken cancellationToken)
    {
        KeptRunPlace place = Footer.Runs[run];
        int rows = Math.Min(count * KeptHashes.BlockRows, place.Rows - (first * KeptHashes.BlockRows));
        long offset = place.Hashes.Offset + place.Hashes.LengthOf(0, first);
        int length = _reader.Check(offset, place.Hashes.LengthOf(first, count));
        byte[] bytes = ArrayPool<byte>.Shared.Rent(length);
        await _reader.FillAsync(offset, bytes.AsMemory(0, length), cancellationToken);
        _reader.Guarded(() =>
        {
            int at = 0;
            for (int block = 0; block < count; block++)
            {
                KeptHashBlock stands = place.Hashes.Blocks[first + block];
                ReadOnlySpan<byte> own = bytes.AsSpan(at, stands.Length);
                Check(own, stands.Sum);
                int start = block * KeptHashes.BlockRows;
                SortedHashes.Read(own, into.AsSpan(start, Math.Min(KeptHashes.BlockRows, rows - start)), stands.First);
                at += stands.Length;
            }

            return true;
        });
        ArrayPool<byte>.Shared.Return(bytes);
        return rows;
    }

    /// <summary>Memory for a run.</summary>
    public KeptRun NewRun() => new(Footer.Columns, Footer.Segments.Count, hasIds: false, Footer.IsOrdered);

    /// <summary>Reads all of a run but its hashes.</summary>
    /// <param name="run">Its number.</param>
    /// <param name="rows">Receives the rows, in the place of others.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ReadRowsAsync(int run, KeptRun rows, CancellationToken cancellationToken)
    {
        KeptRunPlace place = Footer.Runs[run];
        int[] segments = [.. Footer.Segments.Select(definition => definition.Keys.Count)];
        await _reader.UseAsync(place.Cells, bytes => rows.ReadRows(bytes.Span, place.Rows, Footer.Slots.Count, segments), cancellationToken);
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    /// <summary>Reads a part of several runs at once: all that lies between the first and the last.</summary>
    private async Task ReadTogetherAsync(IReadOnlyList<int> runs, Func<KeptRunPlace, KeptSection> sectionOf, Action<int, ReadOnlySpan<byte>> use, CancellationToken cancellationToken)
    {
        if (runs.Count == 0)
        {
            return;
        }

        long start = sectionOf(Footer.Runs[runs[0]]).Offset;
        KeptSection last = sectionOf(Footer.Runs[runs[^1]]);
        long end = last.Offset + last.Length;
        if (end < start || runs.Any(run => sectionOf(Footer.Runs[run]) is var section && (section.Offset < start || section.Offset > end - section.Length)))
        {
            throw _reader.Damaged("its filters do not stand together");
        }

        int length = _reader.Check(start, end - start);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(length);
        await _reader.FillAsync(start, bytes.AsMemory(0, length), cancellationToken);
        _reader.Guarded(() =>
        {
            foreach (int run in runs)
            {
                KeptSection section = sectionOf(Footer.Runs[run]);
                ReadOnlySpan<byte> own = bytes.AsSpan((int)(section.Offset - start), section.Length);
                Check(own, section.Sum);
                use(run, own);
            }

            return true;
        });
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static void Check(ReadOnlySpan<byte> bytes, ulong sum)
    {
        if (StableHash64.OfBytes(bytes) != sum)
        {
            throw new SketchFormatException("a part of it does not match its sum");
        }
    }
}
