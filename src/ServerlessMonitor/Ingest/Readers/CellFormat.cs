using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>How the cells of a file are read. For one thread.</summary>
public sealed class CellFormat
{
    private readonly LocalClock? _clock;
    private readonly DatePattern? _dates;

    private CellFormat(LocalNumbers? numbers, LocalClock? clock, DatePattern? dates)
    {
        Numbers = numbers;
        _clock = clock;
        _dates = dates;
    }

    /// <summary>Numbers with a point, times without a zone in UTC.</summary>
    public static CellFormat Usual { get; } = new(null, null, null);

    /// <summary>Null: numbers with a point and without thousands.</summary>
    internal LocalNumbers? Numbers { get; }

    /// <summary>What the monitor says.</summary>
    /// <param name="monitor">Its <see cref="MonitorDefinition.Input"/>, and the zone of times that name none.</param>
    /// <param name="hasOwnNumbers">Whether the file's format says itself what a number is, as JSON does.</param>
    public static CellFormat Of(MonitorDefinition monitor, bool hasOwnNumbers)
    {
        InputDefinition input = monitor.Input;
        bool isUsual = hasOwnNumbers || input is { DecimalSign: DecimalSign.Point, ThousandsSign: ThousandsSign.None };
        return new CellFormat(
            isUsual ? null : new LocalNumbers(input.DecimalSign, input.ThousandsSign),
            monitor.TimeZone.HasSameRules(TimeZoneInfo.Utc) ? null : new LocalClock(monitor.TimeZone),
            input.DateFormat);
    }

    internal CellState ReadNumber(ReadOnlySpan<byte> utf8, out double value) =>
        Numbers is null ? NumberParser.Read(utf8, out value) : Numbers.Read(utf8, out value);

    /// <summary>Reads an instant. Where the monitor names a form of dates, a number is no date: the form may be one of digits.</summary>
    internal TimestampState ReadTime(ReadOnlySpan<byte> utf8, out long ticks)
    {
        bool isDate = _dates is not null && _dates.TryRead(utf8, out ticks, out bool isLocal)
            ? true
            : TimestampParser.TryReadIso(utf8, out ticks, out isLocal);
        if (!isDate)
        {
            return _dates is null ? TimestampParser.ReadEpoch(utf8, out ticks) : TimestampState.None;
        }

        if (!TimestampParser.IsInRange(ticks))
        {
            return TimestampState.OutOfRange;
        }

        ticks = isLocal && _clock is not null ? _clock.ToUtc(ticks) : ticks;
        return TimestampState.Instant;
    }

    /// <summary>Whether the text is a date, and not just a number.</summary>
    internal bool IsDate(ReadOnlySpan<byte> utf8) =>
        (_dates is not null && _dates.TryRead(utf8, out _, out _)) || TimestampParser.TryParseIso(utf8, out _);
}
