using System.Text;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>
/// Reads JSON Lines (one object a line), or one array of objects, in UTF-8. The first character decides which: <c>[</c> is an array.
/// </summary>
/// <remarks>
/// Names are columns, in the order in which the first rows bring them up; later their order does not matter. Objects inside a row become dotted names
/// (<c>a.b</c>); arrays are text, as they stand there. <c>null</c>, the empty string and a name that a row lacks are missing values. Numbers, <c>true</c>
/// and <c>false</c> are read from their text, as in CSV, and so are texts in columns of another kind. An object with the same name twice is rejected.
/// A name that comes up only after the first block of rows is counted (<see cref="BatchIssues.LateColumns"/>), its values are not kept. <c>NaN</c> and
/// <c>Infinity</c> without quotes, as Python writes them, are read.
/// </remarks>
public sealed class JsonBatchReader : IBatchReader
{
    /// <summary>When as many rows at the start are no JSON objects, the file is something else.</summary>
    public const int MostBadRowsAtStart = 100;

    private readonly CountingStream _content;
    private readonly JsonText _text;
    private readonly JsonRow _row;
    private readonly BatchIssues _issues;
    private JsonRows? _rows;
    private RowFiller? _filler;
    private int[] _places = [];
    private RowBlock? _sample;
    private long _ordinal;

    /// <summary>Creates a reader.</summary>
    /// <param name="content">UTF-8 text; disposed with the reader.</param>
    /// <param name="issues">Receives what is wrong with single rows and cells.</param>
    public JsonBatchReader(Stream content, BatchIssues issues)
    {
        _issues = issues;
        _content = new CountingStream(content);
        _text = new JsonText(_content);
        _row = new JsonRow(issues);
    }

    /// <inheritdoc/>
    public long BytesRead => _content.BytesRead;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> UnnamedColumns =>
        _filler is null ? [] : [.. _filler.Layout.Columns.Where((_, i) => !_row.IsNamed(i)).Select(column => column.Name)];

    private JsonRows Rows => _rows ?? throw new InvalidOperationException("OpenAsync comes first.");

    /// <inheritdoc/>
    public async Task<BatchSample> OpenAsync(CancellationToken cancellationToken)
    {
        _rows = await StartAsync(cancellationToken);
        var sample = new RowBlock([]);
        while (sample.Covered < RowBlock.Capacity && await NextAsync(cancellationToken) is var step and not JsonStep.End)
        {
            if (step == JsonStep.Rejected)
            {
                RejectRow(sample);
            }
            else
            {
                AppendSample(sample);
            }

            if (sample.Count == 0 && sample.Covered == MostBadRowsAtStart)
            {
                break;
            }
        }

        if (sample.Count == 0)
        {
            throw sample.Covered > 0 ? NotRows() : _rows is JsonArrayRows ? NoRows() : Empty();
        }

        _sample = sample;
        return new BatchSample(WithoutEmptyObjects(sample)) { HasOpenNames = true };
    }

    /// <inheritdoc/>
    public void Bind(RowLayout layout)
    {
        RowBlock sample = _sample ?? throw new InvalidOperationException("OpenAsync comes before Bind.");
        _filler = new RowFiller(layout, _issues);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < sample.Columns.Count; i++)
        {
            places.Add(sample.Columns[i].Schema.Name, i);
        }

        _places = [.. layout.Columns.Select(column => places.GetValueOrDefault(column.Name, -1))];
        _row.Bind(layout.Columns.Select(column => column.Name), place => _places[place] >= 0);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ReadAsync(RowBlock block, CancellationToken cancellationToken)
    {
        RowFiller filler = _filler ?? throw new InvalidOperationException("Bind comes before ReadAsync.");
        block.Clear();
        if (_sample is { } sample)
        {
            filler.Replay(sample, block, _places);
            _sample = null;
            return true;
        }

        while (block.Covered < RowBlock.Capacity)
        {
            ValueTask<JsonStep> next = NextAsync(cancellationToken);
            JsonStep step = next.IsCompletedSuccessfully ? next.Result : await next;
            if (step == JsonStep.End)
            {
                break;
            }

            if (step == JsonStep.Rejected)
            {
                RejectRow(block);
            }
            else
            {
                Append(block, filler);
            }
        }

        filler.Complete(block);
        return block.Covered > 0;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _text.DisposeAsync();

    private static BatchFormatException Empty() =>
        new(new BatchProblem("EmptyFile", "The file is empty: expected one JSON object a line, or an array of objects."));

    private static BatchFormatException NoRows() => new(new BatchProblem(BatchProblem.NoRows, "The file is an array of no objects."));

    /// <summary>An object that is null in some rows is no column of its own beside its parts.</summary>
    private static RowBlock WithoutEmptyObjects(RowBlock sample)
    {
        bool IsEmptyObject(ColumnBlock column) =>
            column.CountOf(CellState.Missing) == column.Count
            && sample.Columns.Any(other => other.Schema.Name.StartsWith(column.Schema.Name + ".", StringComparison.Ordinal));

        return sample.Columns.Any(IsEmptyObject) ? sample.Without(IsEmptyObject) : sample;
    }

    /// <summary>Passes the byte order mark and decides what the file is.</summary>
    private async Task<JsonRows> StartAsync(CancellationToken cancellationToken)
    {
        bool isFirst = true;
        while (true)
        {
            await _text.ReadMoreAsync(cancellationToken);
            if (isFirst && (_text.Unread.Length >= Encoding.UTF8.Preamble.Length || _text.Ended))
            {
                isFirst = false;
                if (_text.Unread.StartsWith(Encoding.UTF8.Preamble))
                {
                    _text.Pass(Encoding.UTF8.Preamble.Length);
                }
            }

            int blank = _text.Unread.IndexOfAnyExcept(" \t\r\n"u8);
            if (!isFirst)
            {
                _text.Pass(blank < 0 ? _text.Unread.Length : blank);
            }

            if (_text.Ended && blank < 0)
            {
                throw Empty();
            }

            if (!isFirst && blank >= 0)
            {
                return Start();
            }
        }
    }

    private JsonRows Start()
    {
        if (_text.Unread[0] != (byte)'[')
        {
            return new JsonLinesRows(_text, _row);
        }

        _text.Pass(1);
        return new JsonArrayRows(_text, _row);
    }

    private ValueTask<JsonStep> NextAsync(CancellationToken cancellationToken)
    {
        JsonStep step = Rows.Next();
        return step == JsonStep.NeedsMore ? ReadOnAsync(cancellationToken) : new ValueTask<JsonStep>(step);
    }

    private async ValueTask<JsonStep> ReadOnAsync(CancellationToken cancellationToken)
    {
        JsonStep step;
        do
        {
            await _text.ReadMoreAsync(cancellationToken);
            step = Rows.Next();
        }
        while (step == JsonStep.NeedsMore);
        return step;
    }

    private void RejectRow(RowBlock block)
    {
        block.Reject(Rows.Rejected);
        _issues.Reject(Rows.Line, Rows.Rejected, Rows.Sample);
        _ordinal++;
    }

    private void AppendSample(RowBlock sample)
    {
        for (int i = sample.Columns.Count; i < _row.Names.Count; i++)
        {
            sample.AddColumn(new ColumnSchema(_row.Names[i], ColumnKind.Text, ColumnRole.Feature));
        }

        ColumnBlock[] columns = sample.ColumnArray;
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i].Append(_row.Cell(i));
        }

        sample.EndRow(_ordinal++, Rows.Line, hash: 0, ticks: 0);
    }

    private void Append(RowBlock block, RowFiller filler)
    {
        if (filler.TryAppend(block, new Cells(_row), _ordinal, Rows.Line) is { } reason)
        {
            block.Reject(reason);
            _issues.Reject(Rows.Line, reason, _row.Cell(filler.Layout.TimestampIndex));
        }
        else
        {
            _row.CountLateNames();
        }

        _ordinal++;
    }

    private BatchFormatException NotRows()
    {
        RejectedRow first = _issues.RejectedSamples[0];
        string reasons = string.Join(", ", _issues.RejectedRows.Select(pair => $"{pair.Value} {pair.Key}"));
        string error = _row.Error.Length > 0 && _issues.RejectedRows.ContainsKey(RejectReasons.InvalidJson) ? $" The parser says of the last: {_row.Error}" : string.Empty;
        return new BatchFormatException(new BatchProblem(
            "NotJson",
            $"None of the first rows can be read ({reasons}): expected one JSON object a line, or an array of objects. The first is line {first.Line}: '{first.Text}'.{error}")
        { Line = first.Line });
    }

    private readonly struct Cells(JsonRow row) : IRowCells
    {
        public ReadOnlySpan<byte> Line => [];

        public ReadOnlySpan<byte> this[int column] => row.Cell(column);
    }
}
