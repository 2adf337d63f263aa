using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Profile.Feeding;
using ServerlessMonitor.Profile.Keeping;

namespace ServerlessMonitor.Labels;

/// <summary>
/// Reads a file of labels (CSV, JSON Lines or JSON, plain or with gzip) once into its kept form: ids as hashes, ascending, each once with its last label. What the labels mean is left open: they may
/// come before the model's first prediction.
/// </summary>
/// <remarks>Memory: about 80 MB for a file of any size.</remarks>
public sealed class LabelFileReader
{
    private readonly BatchIssues _issues;
    private readonly CellFormat _format;
    private readonly LabelFileWriter _writer;
    private readonly BlockDictionary _dictionary = new();
    private readonly LabelValue?[] _values = new LabelValue?[RowBlock.Capacity];
    private long _rows;
    private long _withoutTime;
    private int _firstHour = int.MaxValue;
    private int _lastHour = int.MinValue;

    private LabelFileReader(BatchIssues issues, CellFormat format, Stream keptInto)
    {
        _issues = issues;
        _format = format;
        _writer = new LabelFileWriter(keptInto);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="content">The file's bytes, as stored; disposed at the end.</param>
    /// <param name="fileName">Its name or path: the extension says the format.</param>
    /// <param name="monitor">What the team says about the model.</param>
    /// <param name="keptInto">Receives the kept form: a temporary file, for example, that can be read, set back and shortened; left open, at its end. Written from the present position on.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="BatchFormatException">The file as a whole cannot be read, has no id or label column, or no row with both. Single bad rows are counted instead.</exception>
    public static async Task<LabelFileSummary> ReadAsync(
        Stream content, string fileName, MonitorDefinition monitor, Stream keptInto, CancellationToken cancellationToken)
    {
        var issues = new BatchIssues(monitor.Columns.Sensitive);
        await using IBatchReader reader = BatchReaders.Create(content, fileName, issues, monitor.Input);
        CellFormat format = BatchReaders.CellsOf(fileName, monitor);
        BatchSample sample = await reader.OpenAsync(cancellationToken);
        LabelColumns names = LabelColumns.Find(sample.Names, monitor.Columns);
        ColumnSchema[] columns = [.. sample.Names.Select(name => SchemaOf(name, names))];

        // No row has an event time here: what the timestamps say is read as an ordinary column.
        reader.Bind(new RowLayout(columns, EventTimeFallback.LastModified(DateTimeOffset.UnixEpoch), format));
        var block = new RowBlock(columns, format);
        var labels = new LabelFileReader(issues, format, keptInto);
        int[] places = [Array.FindIndex(columns, column => column.Name == names.Id), Array.FindIndex(columns, column => column.Name == names.Label), Array.FindIndex(columns, column => column.Name == names.Timestamp)];
        while (await reader.ReadAsync(block, cancellationToken))
        {
            labels.Add(block, block.ColumnArray[places[0]], block.ColumnArray[places[1]], places[2] < 0 ? null : block.ColumnArray[places[2]]);
        }

        return labels.End(names, reader.BytesRead);
    }

    private static ColumnSchema SchemaOf(string name, LabelColumns names) =>
        name == names.Id ? new ColumnSchema(name, ColumnKind.Text, ColumnRole.Id)
        : name == names.Label ? new ColumnSchema(name, ColumnKind.Categorical, ColumnRole.Label)
        : name == names.Timestamp ? new ColumnSchema(name, ColumnKind.Timestamp, ColumnRole.Feature)
        : new ColumnSchema(name, ColumnKind.Text, ColumnRole.Ignored);

    private void Add(RowBlock block, ColumnBlock ids, ColumnBlock labels, ColumnBlock? times)
    {
        long texts = 0;
        _dictionary.Fill(labels);
        for (int code = 0; code < _dictionary.Count; code++)
        {
            _values[code] = ValueOf(labels.TextOf(_dictionary.RowOf(code)));
            texts += _values[code]?.Text?.Length ?? 0;
        }

        _writer.NoteText(texts);

        for (int row = 0; row < block.Count; row++)
        {
            if (!SortedHashes.TryHash(ids.TextOf(row), out ulong hash))
            {
                _issues.Reject(block.Lines[row], RejectReasons.MissingId, labels.TextOf(row));
                continue;
            }

            int code = _dictionary.Codes[row];
            if (code < 0 || _values[code] is not { } value)
            {
                _issues.Reject(block.Lines[row], RejectReasons.MissingLabel, ids.TextOf(row));
                continue;
            }

            _rows++;
            _writer.Add(hash, value, times is null ? LabelRows.NoHour : HourOf(times, row));
        }
    }

    private int HourOf(ColumnBlock times, int row)
    {
        if (times.States[row] != CellState.Present)
        {
            _withoutTime++;
            return LabelRows.NoHour;
        }

        int hour = (int)((DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerHour) + (long)Math.Floor(times.Numbers[row] / 3600));
        _firstHour = Math.Min(_firstHour, hour);
        _lastHour = Math.Max(_lastHour, hour);
        return hour;
    }

    private LabelValue? ValueOf(ReadOnlySpan<byte> text)
    {
        if (_format.ReadNumber(text, out double number) == CellState.Present && Math.Abs(number) < LabelValue.NumberLimit)
        {
            return new LabelValue(number + 0.0, null);
        }

        return ClassLabel.Normalize(text) is { } name ? LabelRows.ValueOf(name) : null;
    }

    private LabelFileSummary End(LabelColumns names, long bytesRead)
    {
        if (_rows == 0)
        {
            string reasons = string.Join("; ", _issues.RejectedRows.Select(pair => $"{pair.Value.ToString(CultureInfo.InvariantCulture)} {pair.Key} ({RejectReasons.Explain(pair.Key)})"));
            throw new BatchFormatException(new BatchProblem("NoUsableLabel", $"No row of the file has an id and a label: {reasons}.") { Line = _issues.RejectedSamples.Count > 0 ? _issues.RejectedSamples[0].Line : null });
        }

        bool hasHours = _firstHour <= _lastHour;
        TimeWindow? hours = hasHours ? new TimeWindow(InstantOf(_firstHour), InstantOf(_lastHour + 1)) : null;
        LabelFooter footer = _writer.End(hasHours, _withoutTime == 0 ? hours : null);
        return new LabelFileSummary
        {
            Rows = _rows,
            Ids = footer.Ids,
            DifferingRepeats = _writer.Differing,
            RejectedRows = _issues.RejectedRows,
            RejectedSamples = _issues.RejectedSamples,
            Hours = hours,
            RowsWithoutTime = _withoutTime,
            IdColumn = names.Id,
            LabelColumn = names.Label,
            TimestampColumn = names.Timestamp,
            BytesRead = bytesRead,
            BytesKept = _writer.Length,
            Notes = [.. Notes(names, footer.Ids)],
        };
    }

    private static DateTimeOffset InstantOf(int hour) => new(hour * TimeSpan.TicksPerHour, TimeSpan.Zero);

    private IEnumerable<string> Notes(LabelColumns names, long ids)
    {
        if (_rows > ids)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{_rows - ids:N0} rows repeat an id that comes again later in the file, {_writer.Differing:N0} of them with another label: the last one counts.");
        }

        if (_withoutTime > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{_withoutTime:N0} rows have no time in '{names.Timestamp}' that can be read: their predictions are looked for at all times.");
        }
    }
}
