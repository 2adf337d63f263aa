using System.Buffers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Keeping;

/// <summary>Writes a file of kept predictions: runs, then the coarse parts of their filters together, then the fine ones, then the footer.</summary>
internal sealed class KeptFileWriter
{
    // Beyond, filters stand in the file between the runs until they are copied to their place: 9 million rows.
    private const int FilterMemory = 16 * 1024 * 1024;
    private const int CopyLength = 1024 * 1024;

    private readonly int _filterMemory;
    private readonly Stream _output;
    private readonly long _start;
    private readonly List<KeptRunPlace> _runs = [];
    private readonly List<(byte[]? Bytes, long Offset)> _filters = [];
    private readonly XorFilterScratch _scratch = new();
    private ulong[] _sorted = [];
    private long _filterBytes;

    /// <param name="output">Where the file goes, from the present position on; it can be read and set back.</param>
    /// <param name="filterMemory">How many bytes of filters are held.</param>
    public KeptFileWriter(Stream output, int filterMemory = FilterMemory)
    {
        _filterMemory = filterMemory;
        if (!output.CanSeek || !output.CanRead)
        {
            throw new ArgumentException("Predictions are kept in a stream that can be read and set back.", nameof(output));
        }

        _output = output;
        _start = output.Position;
    }

    private long Offset => _output.Position - _start;

    /// <summary>Adds a run.</summary>
    public void Add(KeptRun run, int group)
    {
        int[] order = run.Order();
        var place = new KeptRunPlace(run.Rows, run.HasIds, group, KeptHashes.None, default, default, default);
        if (run.HasIds)
        {
            if (_sorted.Length < run.Rows)
            {
                _sorted = new ulong[run.Rows];
            }

            Span<ulong> sorted = _sorted.AsSpan(0, run.Rows);
            for (int i = 0; i < order.Length; i++)
            {
                sorted[i] = run.Hashes[order[i]];
            }

            place = AddFilter(place with { Hashes = WriteHashes(sorted) }, sorted);
        }

        using var cells = new PooledBuffer();
        run.WriteRows(cells, order);
        _runs.Add(place with { Cells = Write(cells.Written) });
    }

    /// <summary>Writes what comes behind the runs.</summary>
    /// <param name="footer">All but the runs.</param>
    /// <returns>The file's length.</returns>
    public long End(KeptFooter footer)
    {
        CopyFilters();
        using var sections = new SectionWriter();
        (footer with { Runs = _runs }).Write(sections);
        Span<byte> trailer = stackalloc byte[KeptFormat.TrailerLength];
        KeptFormat.WriteTrailer(trailer, sections.Written, KeptFormat.Predictions);
        _output.Write(sections.Written);
        _output.Write(trailer);
        return Offset;
    }

    private KeptSection Write(ReadOnlySpan<byte> bytes)
    {
        var section = new KeptSection(Offset, bytes.Length, StableHash64.OfBytes(bytes));
        _output.Write(bytes);
        return section;
    }

    private KeptHashes WriteHashes(ReadOnlySpan<ulong> sorted)
    {
        long offset = Offset;
        var blocks = new List<KeptHashBlock>();
        using var bytes = new PooledBuffer();
        for (int start = 0; start < sorted.Length; start += KeptHashes.BlockRows)
        {
            ReadOnlySpan<ulong> block = sorted.Slice(start, Math.Min(KeptHashes.BlockRows, sorted.Length - start));
            int before = bytes.Written.Length;
            SortedHashes.Write(bytes, block, block[0]);
            ReadOnlySpan<byte> own = bytes.Written[before..];
            blocks.Add(new KeptHashBlock(block[0], own.Length, StableHash64.OfBytes(own)));
        }

        _output.Write(bytes.Written);
        return new KeptHashes(offset, blocks);
    }

    /// <summary>Makes the filter of a run; it gets its place at the end.</summary>
    private KeptRunPlace AddFilter(KeptRunPlace place, Span<ulong> sorted)
    {
        int distinct = 0;
        foreach (ulong hash in sorted)
        {
            if (distinct == 0 || sorted[distinct - 1] != hash)
            {
                sorted[distinct++] = hash;
            }
        }

        var filter = XorFilter.Of(sorted[..distinct], _scratch);
        using var bytes = new PooledBuffer();
        filter.WriteCoarse(bytes);
        int coarse = bytes.Written.Length;
        filter.WriteFine(bytes);
        bool isHeld = (_filterBytes += bytes.Written.Length) <= _filterMemory;
        _filters.Add(isHeld ? (bytes.Written.ToArray(), 0) : (null, Write(bytes.Written).Offset));
        return place with
        {
            Coarse = new KeptSection(0, coarse, StableHash64.OfBytes(bytes.Written[..coarse])),
            Fine = new KeptSection(0, filter.FineLength, StableHash64.OfBytes(bytes.Written[coarse..])),
        };
    }

    private void CopyFilters()
    {
        CopyParts(static run => 0, static run => run.Coarse.Length, static (run, offset) => run with { Coarse = run.Coarse with { Offset = offset } });
        CopyParts(static run => run.Coarse.Length, static run => run.Fine.Length, static (run, offset) => run with { Fine = run.Fine with { Offset = offset } });
    }

    private void CopyParts(Func<KeptRunPlace, int> startOf, Func<KeptRunPlace, int> lengthOf, Func<KeptRunPlace, long, KeptRunPlace> placed)
    {
        int next = 0;
        for (int i = 0; i < _runs.Count; i++)
        {
            KeptRunPlace run = _runs[i];
            if (!run.HasIds)
            {
                continue;
            }

            (byte[]? bytes, long offset) = _filters[next++];
            _runs[i] = placed(run, Offset);
            if (bytes is not null)
            {
                _output.Write(bytes, startOf(run), lengthOf(run));
            }
            else
            {
                Copy(offset + startOf(run), lengthOf(run));
            }
        }
    }

    private void Copy(long offset, int length)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Math.Min(length, CopyLength));
        for (int copied = 0; copied < length;)
        {
            int count = Math.Min(bytes.Length, length - copied);
            _output.Position = _start + offset + copied;
            _output.ReadExactly(bytes, 0, count);
            _output.Seek(0, SeekOrigin.End);
            _output.Write(bytes, 0, count);
            copied += count;
        }

        ArrayPool<byte>.Shared.Return(bytes);
    }
}
