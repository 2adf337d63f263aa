using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>Numbers the spans of event time that a file touches, for each segment where there are some, and sorts the rows of each block by them.</summary>
internal sealed class EventCells
{
    private const long QuarterTicks = TimeSpan.TicksPerMinute * 15;

    private static readonly WindowSpec Day = WindowSpec.Tumbling("1d");
    private static readonly WindowSpec Month = WindowSpec.Tumbling("1mo");

    private readonly Dictionary<(long Start, int Segment), int> _numbers = [];
    private readonly List<long> _starts = [];
    private readonly List<int> _segments = [];
    private readonly SeasonCalendar? _season;
    private readonly TimeZoneInfo? _zone;
    private int[] _counts = [];

    /// <param name="granularity">How much a cell spans.</param>
    /// <param name="limit">The most cells.</param>
    /// <param name="zone">Whose days and months cells are folded into; null: UTC.</param>
    public EventCells(CellGranularity granularity, int limit, TimeZoneInfo? zone = null)
    {
        Granularity = granularity;
        Limit = limit;
        _zone = zone is null || zone.Equals(TimeZoneInfo.Utc) ? null : zone;
    }

    /// <summary>A cell for every slot of a season; the slots' numbers stand for their starts.</summary>
    public EventCells(SeasonCalendar season)
        : this(CellGranularity.Slot, season.Slots)
    {
        _season = season;
    }

    /// <summary>How much a cell spans by now.</summary>
    public CellGranularity Granularity { get; private set; }

    /// <summary>The most cells; beyond, they are folded into larger ones.</summary>
    public int Limit { get; }

    /// <summary>The start of each cell in UTC ticks, by number.</summary>
    public IReadOnlyList<long> Starts => _starts;

    /// <summary>The segment of each cell, by number; 0 without segments.</summary>
    public IReadOnlyList<int> Segments => _segments;

    /// <summary>Fills the block's slices, order and fold.</summary>
    /// <param name="block">The block.</param>
    /// <param name="segmentOfRow">The segment of each of its rows, −1 for rows that are of none; null: there are no segments.</param>
    public void Scatter(ScatteredBlock block, int[]? segmentOfRow = null)
    {
        block.Slices.Clear();
        block.IsScattered = false;
        block.Fold = null;
        ReadOnlySpan<long> ticks = block.Rows.WindowTicks;
        if (ticks.IsEmpty)
        {
            return;
        }

        bool isOne = segmentOfRow is null && TryScatterOne(block, ticks);
        if (!isOne)
        {
            NumberRows(block, ticks, segmentOfRow);
        }

        while (_starts.Count > Limit && Granularity < CellGranularity.Whole)
        {
            block.Fold = Compose(block.Fold, FoldCells());
            block.Slices.Clear();
            isOne = false;
            NumberRows(block, ticks, segmentOfRow);
        }

        if (!isOne)
        {
            Sort(block, ticks.Length);
            block.IsScattered = block.Slices.Count != 1 || block.Slices[0].Count < ticks.Length;
        }
    }

    private static int[] Compose(int[]? first, int[] second) => first is null ? second : [.. first.Select(cell => second[cell])];

    private long StartOf(long ticks, CellGranularity granularity)
    {
        if (_zone is { } zone && granularity is CellGranularity.Day or CellGranularity.Month)
        {
            var instant = new DateTimeOffset(ticks, TimeSpan.Zero);
            return new WindowCalendar(zone).Overlapping(granularity == CellGranularity.Day ? Day : Month, new TimeWindow(instant, instant)).First().Start.UtcTicks;
        }

        switch (granularity)
        {
            case CellGranularity.Slot:
                return _season!.SlotOf(new DateTimeOffset(ticks, TimeSpan.Zero));
            case CellGranularity.Hour:
                return ticks - (ticks % TimeSpan.TicksPerHour);
            case CellGranularity.Day:
                return ticks - (ticks % TimeSpan.TicksPerDay);
            case CellGranularity.Month:
                var day = new DateTime(ticks, DateTimeKind.Utc);
                return new DateTime(day.Year, day.Month, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
            default:
                return 0;
        }
    }

    /// <summary>The common case: all rows of the block in one cell.</summary>
    private bool TryScatterOne(ScatteredBlock block, ReadOnlySpan<long> ticks)
    {
        if (Granularity == CellGranularity.Slot)
        {
            return false;
        }

        long start = StartOf(ticks[0], Granularity);
        if (Granularity == CellGranularity.Whole || !ticks.ContainsAnyExceptInRange(start, LastOf(start)))
        {
            block.Slices.Add(new CellSlice(NumberOf(start, 0), 0, ticks.Length));
            return true;
        }

        return false;
    }

    private long LastOf(long start) => Granularity switch
    {
        CellGranularity.Hour => start + TimeSpan.TicksPerHour - 1,
        CellGranularity.Day => start + TimeSpan.TicksPerDay - 1,
        _ => new DateTime(start, DateTimeKind.Utc).AddMonths(1).Ticks - 1,
    };

    private int NumberOf(long start, int segment)
    {
        if (!_numbers.TryGetValue((start, segment), out int number))
        {
            number = _starts.Count;
            _numbers.Add((start, segment), number);
            _starts.Add(start);
            _segments.Add(segment);
        }

        return number;
    }

    private void NumberRows(ScatteredBlock block, ReadOnlySpan<long> ticks, int[]? segmentOfRow)
    {
        long lastStart = -1;
        int lastSegment = 0;
        bool isSlow = Granularity == CellGranularity.Slot || _zone is not null;
        long lastQuarter = -1;
        int lastNumber = 0;
        for (int row = 0; row < ticks.Length; row++)
        {
            int segment = segmentOfRow?[row] ?? 0;
            if (segment < 0)
            {
                block.CellOfRow[row] = -1;
                continue;
            }

            // Zones differ by whole quarters of an hour: within one neither a slot nor a day changes.
            long quarter = ticks[row] / QuarterTicks;
            long start = isSlow && quarter == lastQuarter ? lastStart : StartOf(ticks[row], Granularity);
            lastQuarter = quarter;
            if (start != lastStart || segment != lastSegment)
            {
                lastStart = start;
                lastSegment = segment;
                lastNumber = NumberOf(start, segment);
            }

            block.CellOfRow[row] = lastNumber;
        }
    }

    private int[] FoldCells()
    {
        (long Start, int Segment)[] old = [.. _starts.Zip(_segments)];
        Granularity++;
        _numbers.Clear();
        _starts.Clear();
        _segments.Clear();
        return [.. old.Select(cell => NumberOf(StartOf(cell.Start, Granularity), cell.Segment))];
    }

    /// <summary>Counting sort of the rows by cell; cells in order of appearance, rows in their own order.</summary>
    private void Sort(ScatteredBlock block, int rows)
    {
        if (_counts.Length < _starts.Count)
        {
            _counts = new int[Math.Max(_starts.Count, _counts.Length * 2)];
        }

        for (int row = 0; row < rows; row++)
        {
            if (block.CellOfRow[row] >= 0)
            {
                _counts[block.CellOfRow[row]]++;
            }
        }

        int place = 0;
        for (int row = 0; row < rows; row++)
        {
            int cell = block.CellOfRow[row];
            if (cell < 0)
            {
                continue;
            }

            if (_counts[cell] > 0)
            {
                block.Slices.Add(new CellSlice(cell, place, _counts[cell]));
                place += _counts[cell];

                // From here on the negative start of the rest of the cell's rows.
                _counts[cell] = -(place - _counts[cell]) - 1;
            }

            block.Order[-_counts[cell] - 1] = row;
            _counts[cell]--;
        }

        foreach (CellSlice slice in block.Slices)
        {
            _counts[slice.Cell] = 0;
        }
    }
}
