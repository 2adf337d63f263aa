using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Keeping;

/// <summary>Rows of one batch that stand together in its kept file: all with an id, or all without.</summary>
internal sealed class KeptRun
{
    private const int LeastRows = 4096;

    private readonly bool _isOrdered;
    private ulong[] _hashes = [];
    private int[] _slots = [];
    private int[] _places = [];
    private readonly int[][] _segments;

    /// <param name="columns">The columns that are kept.</param>
    /// <param name="segments">How many definitions of segments there are.</param>
    /// <param name="hasIds">Whether the rows have ids.</param>
    /// <param name="isOrdered">Whether each row's place in the file is kept.</param>
    public KeptRun(IEnumerable<Contracts.ColumnSchema> columns, int segments, bool hasIds, bool isOrdered)
    {
        Columns = [.. columns.Select(column => new KeptCells(column))];
        HasIds = hasIds;
        _isOrdered = isOrdered;
        _segments = [.. Enumerable.Repeat(Array.Empty<int>(), segments)];
    }

    public bool HasIds { get; }

    public int Rows { get; private set; }

    public KeptCells[] Columns { get; }

    /// <summary>For each row the hash of its id, ascending once read.</summary>
    public ReadOnlySpan<ulong> Hashes => _hashes.AsSpan(0, HasIds ? Rows : 0);

    /// <summary>For each row its slot of time.</summary>
    public ReadOnlySpan<int> Slots => _slots.AsSpan(0, Rows);

    /// <summary>For each row its place in the file after the run's first; empty where that is not kept.</summary>
    public ReadOnlySpan<int> Places => _places.AsSpan(0, _isOrdered ? Rows : 0);

    /// <summary>Bytes of memory for a row.</summary>
    public int RowBytes => sizeof(ulong) + (2 * sizeof(int)) + (_segments.Length * sizeof(int)) + Columns.Sum(column => column.RowBytes);

    /// <summary>For each row its segment of a definition; −1 for none.</summary>
    public Span<int> SegmentsOf(int definition) => _segments[definition];

    /// <summary>Adds rows, whose columns the caller fills.</summary>
    /// <returns>The place of the first.</returns>
    public int Extend(int rows)
    {
        int first = Rows;
        Reserve(first + rows, exact: false);
        Rows += rows;
        return first;
    }

    public void Set(int row, ulong hash, int slot, int place)
    {
        if (HasIds)
        {
            _hashes[row] = hash;
        }

        _slots[row] = slot;
        if (_isOrdered)
        {
            _places[row] = place;
        }
    }

    public void Clear()
    {
        Rows = 0;
        foreach (KeptCells column in Columns)
        {
            column.Texts.Clear();
        }
    }

    /// <summary>The order in which the rows are written.</summary>
    public int[] Order()
    {
        var order = new int[Rows];
        if (HasIds)
        {
            SortedHashes.Order(Hashes, order);
            return order;
        }

        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        return order;
    }

    /// <summary>Writes all but the hashes.</summary>
    public void WriteRows(PooledBuffer output, ReadOnlySpan<int> order)
    {
        KeptCells.WriteOrdered(output, _slots, order);
        if (_isOrdered)
        {
            KeptCells.WriteOrdered(output, _places, order);
        }

        foreach (KeptCells column in Columns)
        {
            column.Write(output, order);
        }

        foreach (int[] segments in _segments)
        {
            KeptCells.WriteOrdered(output, segments, order);
        }
    }

    /// <summary>Reads what <see cref="WriteRows"/> wrote.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="rows">How many rows they are.</param>
    /// <param name="slots">How many slots of time there are.</param>
    /// <param name="segmentCounts">How many segments each definition has.</param>
    /// <exception cref="SketchFormatException">The bytes are no such rows.</exception>
    public void ReadRows(ReadOnlySpan<byte> bytes, int rows, int slots, ReadOnlySpan<int> segmentCounts)
    {
        Reserve(rows, exact: true);
        Rows = rows;
        var reader = new SketchReader(bytes);
        PackedNumbers.ReadInts(ref reader, _slots.AsSpan(0, rows), 0, slots - 1);
        if (_isOrdered)
        {
            PackedNumbers.ReadInts(ref reader, _places.AsSpan(0, rows), 0, int.MaxValue);
        }

        foreach (KeptCells column in Columns)
        {
            column.Read(ref reader, rows);
        }

        for (int i = 0; i < _segments.Length; i++)
        {
            PackedNumbers.ReadInts(ref reader, _segments[i].AsSpan(0, rows), -1, segmentCounts[i] - 1);
        }
    }

    private void Reserve(int rows, bool exact)
    {
        if (rows <= _slots.Length)
        {
            return;
        }

        int length = exact ? rows : Math.Max(Math.Max(LeastRows, rows), Math.Min(_slots.Length * 2, KeptFormat.RunRows));
        if (HasIds)
        {
            Array.Resize(ref _hashes, length);
        }

        Array.Resize(ref _slots, length);
        if (_isOrdered)
        {
            Array.Resize(ref _places, length);
        }

        foreach (KeptCells column in Columns)
        {
            column.Resize(length);
        }

        for (int i = 0; i < _segments.Length; i++)
        {
            Array.Resize(ref _segments[i], length);
        }
    }
}
