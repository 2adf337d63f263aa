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

    /// <summary>Reads the filters of all runs at once; null for runs without ids.</summary>
    public async Task<XorFilter?[]> ReadFiltersAsync(CancellationToken cancellationToken)
    {
        var filters = new XorFilter?[Footer.Runs.Count];
        KeptSection[] sections = [.. Footer.Runs.Where(run => run.HasIds).Select(run => run.Filter)];
        if (sections.Length == 0)
        {
            return filters;
        }

        long start = sections[0].Offset;
        long end = sections[^1].Offset + sections[^1].Length;
        if (end - start != sections.Sum(section => (long)section.Length) || end - start > Array.MaxLength)
        {
            throw _reader.Damaged("its filters do not stand together");
        }

        int length = (int)(end - start);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(length);
        await _reader.FillAsync(start, bytes.AsMemory(0, length), cancellationToken);
        _reader.Guarded(() =>
        {
            for (int run = 0; run < filters.Length; run++)
            {
                if (Footer.Runs[run] is not { HasIds: true, Filter: var section })
                {
                    continue;
                }

                ReadOnlySpan<byte> own = bytes.AsSpan((int)(section.Offset - start), section.Length);
                if (StableHash64.OfBytes(own) != section.Sum)
                {
                    throw new SketchFormatException("a filter does not match its sum");
                }

                var reader = new SketchReader(own);
                filters[run] = XorFilter.Read(ref reader);
            }

            return true;
        });
        ArrayPool<byte>.Shared.Return(bytes);
        return filters;
    }

    /// <summary>Reads the hashes of a run, ascending.</summary>
    /// <param name="run">Its number.</param>
    /// <param name="into">Receives them: at least as many as the run has rows.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task ReadHashesAsync(int run, ulong[] into, CancellationToken cancellationToken)
    {
        KeptRunPlace place = Footer.Runs[run];
        return _reader.UseAsync(place.Hashes, bytes => SortedHashes.Read(bytes.Span, into.AsSpan(0, place.Rows)), cancellationToken);
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
}
