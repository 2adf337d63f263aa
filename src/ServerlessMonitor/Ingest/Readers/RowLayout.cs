using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>How a reader turns the cells of a file into blocks: the kind of each column, and where the event time comes from.</summary>
public sealed class RowLayout
{
    private readonly EventTimeFallback _fallback;
    private readonly CellFormat _format;

    /// <summary>Creates a layout.</summary>
    /// <param name="columns">The columns in the order of the file.</param>
    /// <param name="fallback">The event time of rows without one.</param>
    /// <param name="format">How cells are read; null: as usual.</param>
    public RowLayout(IReadOnlyList<ColumnSchema> columns, EventTimeFallback fallback, CellFormat? format = null)
    {
        Columns = columns;
        _format = format ?? CellFormat.Usual;
        _fallback = fallback;
        TimestampIndex = -1;
        for (int i = 0; i < columns.Count && TimestampIndex < 0; i++)
        {
            TimestampIndex = columns[i].Role == ColumnRole.Timestamp ? i : -1;
        }
    }

    /// <summary>The columns in the order of the file.</summary>
    public IReadOnlyList<ColumnSchema> Columns { get; }

    /// <summary>The latest event time that is believed, UTC ticks; every one by default.</summary>
    public long LatestTicks { get; init; } = long.MaxValue;

    /// <summary>The column with the event time; −1 when there is none.</summary>
    public int TimestampIndex { get; }

    /// <summary>The event time of rows in a file without a timestamp column, UTC ticks.</summary>
    public long FallbackTicks => _fallback.Start.UtcTicks;

    /// <summary>Reads the event time of a row from its timestamp cell.</summary>
    /// <param name="utf8">The cell.</param>
    /// <param name="ticks">UTC ticks.</param>
    /// <param name="state">Whether the cell holds a time, or nothing and the path's date stands in.</param>
    /// <returns>Null, or the reason why the row cannot be placed in time.</returns>
    /// <remarks>
    /// An empty cell takes the path's date. It does not take the blob's last-modified time: that says nothing about one row of a
    /// file whose other rows have their own.
    /// </remarks>
    public string? ReadEventTime(ReadOnlySpan<byte> utf8, out long ticks, out CellState state)
    {
        TimestampState read = _format.ReadTime(utf8, out ticks);
        if (read == TimestampState.Instant)
        {
            state = CellState.Present;
            return ticks > LatestTicks ? RejectReasons.FutureTimestamp : null;
        }

        ticks = FallbackTicks;
        state = CellState.Missing;
        if (read == TimestampState.OutOfRange)
        {
            return RejectReasons.TimestampOutOfRange;
        }

        if (!NumberParser.IsMissing(utf8))
        {
            return RejectReasons.InvalidTimestamp;
        }

        return _fallback.IsFromPath ? null : RejectReasons.MissingTimestamp;
    }
}
