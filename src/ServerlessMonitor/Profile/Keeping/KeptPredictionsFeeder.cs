using System.Buffers.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Profile.Feeding;

namespace ServerlessMonitor.Profile.Keeping;

/// <summary>Writes what is kept of a batch for labels that come later, beside the feeders of its profiles.</summary>
/// <remarks>Memory: a run of rows with ids and one of rows without, 32 MB at most, and what it takes to sort one.</remarks>
internal sealed class KeptPredictionsFeeder : IBlockFeeder
{
    private const int RunBytes = 32 * 1024 * 1024;
    private const int LeastRunRows = 4096;
    private const long QuarterTicks = TimeSpan.TicksPerMinute * 15;

    private readonly int _idIndex;
    private readonly int[] _indices;
    private readonly KeptColumnFiller[] _fillers;
    private readonly SegmentNumbers[] _segments;
    private readonly KeptFileWriter _writer;
    private readonly KeptRun _withIds;
    private readonly KeptRun _withoutIds;
    private readonly int _capacity;
    private readonly bool _isOrdered;
    private readonly long _slotTicks;
    private readonly TimeZoneInfo _zone;
    private readonly Dictionary<long, int> _slotNumbers = [];
    private readonly List<KeptSlot> _slots = [];
    private readonly ulong[] _hashes = new ulong[RowBlock.Capacity];
    private readonly int[] _slotOfRow = new int[RowBlock.Capacity];
    private readonly int[] _present = new int[RowBlock.Capacity];
    private readonly int[] _absent = new int[RowBlock.Capacity];
    private long _firstTicks = long.MaxValue;
    private long _lastTicks = long.MinValue;
    private long _rows;
    private long _firstOfRun;
    private long _rowsWithId;
    private int _group;

    private KeptPredictionsFeeder(BatchContext context, InferredSchema inferred, int idIndex)
    {
        _idIndex = idIndex;
        IReadOnlyList<ColumnSchema> file = inferred.FileColumns;
        _indices = [.. Enumerable.Range(0, file.Count).Where(i => IsKept(file[i]))];
        bool classifies = inferred.Schema.Task is ModelTask.Binary or ModelTask.Multiclass;
        _isOrdered = inferred.Schema.Task == ModelTask.Ranking;
        _zone = context.Monitor.TimeZone;

        // A query's rows may be in several segments: rankings have none.
        _segments = _isOrdered ? [] : SegmentFeeder.NumbersOf(context, inferred);
        _slotTicks = _segments.Length > 0 && !_zone.Equals(TimeZoneInfo.Utc) ? QuarterTicks : TimeSpan.TicksPerHour;
        ColumnSchema[] columns = [.. _indices.Select(i => file[i])];
        _withIds = new KeptRun(columns, _segments.Length, hasIds: true, _isOrdered);
        _withoutIds = new KeptRun(columns, _segments.Length, hasIds: false, _isOrdered);
        _fillers = [.. columns.Select(column => new KeptColumnFiller(column, classifies))];
        _capacity = Math.Min(Math.Max(RunBytes / _withIds.RowBytes, LeastRunRows), context.KeptRunRows);
        _writer = new KeptFileWriter(context.KeptPredictions!);
    }

    /// <summary>The feeder; null where nothing is to be kept, or the file has no ids or nothing that was predicted.</summary>
    public static KeptPredictionsFeeder? Create(BatchContext context, InferredSchema inferred)
    {
        int id = inferred.FileColumns.ToList().FindIndex(column => column.Role == ColumnRole.Id);
        return context.KeptPredictions is not null && id >= 0 && inferred.FileColumns.Any(column => column.Role is ColumnRole.Prediction or ColumnRole.Score)
            ? new KeptPredictionsFeeder(context, inferred, id)
            : null;
    }

    public void Fold(int[] cells)
    {
        // Rows are kept by their own hour, or their own window of rows, whatever their cell is.
    }

    public void Feed(ScatteredBlock block)
    {
        RowBlock rows = block.Rows;
        HashIds(rows, out int present, out int absent);
        NumberSlots(rows);
        foreach (SegmentNumbers segments in _segments)
        {
            segments.Number(rows);
        }

        for (int i = 0; i < _indices.Length; i++)
        {
            _fillers[i].Begin(rows.ColumnArray[_indices[i]]);
        }

        if (_withIds.Rows + _withoutIds.Rows + rows.Count > _capacity)
        {
            Flush();
        }

        Append(_withIds, rows, _present.AsSpan(0, present));
        Append(_withoutIds, rows, _absent.AsSpan(0, absent));
        _rows += rows.Count;
        _rowsWithId += present;
    }

    /// <summary>Writes the rest; nothing more comes.</summary>
    /// <param name="granularity">What the batch's profiles span.</param>
    /// <param name="segments">What those of its segments span, by definition.</param>
    /// <returns>What was written; null when no row has an id.</returns>
    public KeptPredictionsInfo? End(CellGranularity granularity, IReadOnlyList<SegmentFeeder> segments)
    {
        Flush();
        if (_rowsWithId == 0)
        {
            return null;
        }

        var footer = new KeptFooter
        {
            Rows = _rows,
            RowsWithId = _rowsWithId,
            FirstTicks = _firstTicks,
            LastTicks = _lastTicks,
            Granularity = granularity,
            IsOrdered = _isOrdered,
            Zone = _zone.Equals(TimeZoneInfo.Utc) || segments.All(feeder => feeder.Granularity == CellGranularity.Hour) ? null : _zone.Id,
            Classes = _fillers.FirstOrDefault(filler => filler.Schema.Role == ColumnRole.Prediction)?.FirstTexts ?? [],
            Columns = [.. _fillers.Select(filler => filler.Schema)],
            Slots = _slots,
            Segments = [.. _segments.Select((numbers, i) => new KeptSegments(segments[i].Granularity, numbers.Keys))],
            Runs = [],
        };
        return new KeptPredictionsInfo(_rows, _rowsWithId, _writer.End(footer));
    }

    private static bool IsKept(ColumnSchema column) => column.Role is ColumnRole.Prediction or ColumnRole.Score or ColumnRole.Label or ColumnRole.Query;

    private void HashIds(RowBlock rows, out int present, out int absent)
    {
        ColumnBlock ids = rows.ColumnArray[_idIndex];
        Span<byte> number = stackalloc byte[32];
        present = absent = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            int length = 0;
            if (!ids.Numbers.IsEmpty && ids.States[row] == CellState.Present)
            {
                Utf8Formatter.TryFormat(ids.Numbers[row], number, out length);
            }

            if (SortedHashes.TryHash(ids.IsText ? ids.TextOf(row) : number[..length], out _hashes[row]))
            {
                _present[present++] = row;
            }
            else
            {
                _absent[absent++] = row;
            }
        }
    }

    private void NumberSlots(RowBlock rows)
    {
        ReadOnlySpan<long> ticks = rows.WindowTicks;
        ReadOnlySpan<long> events = rows.EventTicks;
        long start = -1;
        int number = -1;
        long last = long.MinValue;
        for (int row = 0; row < ticks.Length; row++)
        {
            long at = ticks[row];
            if (at < start || at >= start + _slotTicks || number < 0)
            {
                NoteLast(number, last);
                start = at - (at % _slotTicks);
                last = at;
                if (!_slotNumbers.TryGetValue(start, out number))
                {
                    _slotNumbers.Add(start, number = _slots.Count);
                    _slots.Add(new KeptSlot(start, at));
                }
            }

            last = Math.Max(last, at);
            _firstTicks = Math.Min(_firstTicks, events[row]);
            _lastTicks = Math.Max(_lastTicks, events[row]);
            _slotOfRow[row] = number;
        }

        NoteLast(number, last);
    }

    private void NoteLast(int slot, long last)
    {
        if (slot >= 0)
        {
            _slots[slot] = _slots[slot] with { Last = Math.Max(_slots[slot].Last, last) };
        }
    }

    private void Append(KeptRun run, RowBlock rows, ReadOnlySpan<int> those)
    {
        if (those.IsEmpty)
        {
            return;
        }

        int first = run.Extend(those.Length);
        for (int i = 0; i < those.Length; i++)
        {
            int row = those[i];
            run.Set(first + i, _hashes[row], _slotOfRow[row], (int)(_rows + row - _firstOfRun));
        }

        for (int i = 0; i < _fillers.Length; i++)
        {
            _fillers[i].Fill(rows.ColumnArray[_indices[i]], those, run.Columns[i], first, run.HasIds);
        }

        for (int definition = 0; definition < _segments.Length; definition++)
        {
            Span<int> segments = run.SegmentsOf(definition)[first..];
            int[] ofRow = _segments[definition].OfRow;
            for (int i = 0; i < those.Length; i++)
            {
                segments[i] = ofRow[those[i]];
            }
        }
    }

    private void Flush()
    {
        foreach (KeptRun run in (KeptRun[])[_withIds, _withoutIds])
        {
            if (run.Rows > 0)
            {
                _writer.Add(run, _group);
                run.Clear();
            }
        }

        foreach (KeptColumnFiller filler in _fillers)
        {
            filler.EndRun();
        }

        _group++;
        _firstOfRun = _rows;
    }
}
