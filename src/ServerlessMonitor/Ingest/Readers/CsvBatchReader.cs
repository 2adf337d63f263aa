using System.Text.Unicode;
using CsvHelper;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>
/// Reads CSV (RFC 4180) in UTF-8: a header line, then one row a record. Fields may be quoted and then hold separators, quotes
/// (doubled) and line breaks. The separator is found from the first lines: comma, semicolon, tab or bar. Empty lines are skipped.
/// </summary>
public sealed class CsvBatchReader : IBatchReader
{
    /// <summary>The longest record, in bytes; a longer one is taken for an unclosed quote.</summary>
    public const int MaxRecordLength = 16 * 1024 * 1024;

    private const int BufferLength = 256 * 1024;

    private readonly CountingStream _content;
    private readonly BatchIssues _issues;
    private readonly CsvReader _csv;
    private RowBlock? _filling;
    private string? _malformedHeader;
    private int _fields;
    private long _ordinal;
    private RowBlock? _sample;
    private RowFiller? _filler;

    /// <summary>Creates a reader.</summary>
    /// <param name="content">UTF-8 text; disposed with the reader.</param>
    /// <param name="issues">Receives what is wrong with single rows and cells.</param>
    /// <param name="delimiter">What stands between fields; null: found from the first lines.</param>
    public CsvBatchReader(Stream content, BatchIssues issues, char? delimiter = null)
    {
        _issues = issues;
        _content = new CountingStream(content);
        _csv = CsvReader.Create(_content, CsvReaderOptions.Default with
        {
            Separator = delimiter ?? CsvReaderOptions.Default.Separator,
            HasHeader = false,
            SkipEmptyLines = true,
            TrackLineNumbers = true,
            MaxRecordSize = MaxRecordLength,
            BufferSize = BufferLength,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = OnMalformed,
        });
    }

    /// <inheritdoc/>
    public long BytesRead => _content.BytesRead;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> UnnamedColumns => [];

    /// <inheritdoc/>
    public async Task<BatchSample> OpenAsync(CancellationToken cancellationToken)
    {
        bool any = await NextAsync(cancellationToken);
        if (_malformedHeader is { } header)
        {
            HeaderCheck.RefuseJson(header);
            throw new BatchFormatException(new BatchProblem("NoHeader", "Line 1: the quotes in the header do not match. Quote a name wholly, and double a quote inside it.") { Line = 1 });
        }

        if (!any)
        {
            throw new BatchFormatException(new BatchProblem("EmptyFile", "The file is empty: expected a header line with the column names, and rows."));
        }

        string[] names = ReadHeader();
        _fields = names.Length;
        var sample = new RowBlock(names.Select(name => new ColumnSchema(name, ColumnKind.Text, ColumnRole.Feature)));
        _filling = sample;
        while (sample.Covered < RowBlock.Capacity && await NextAsync(cancellationToken))
        {
            AppendSample(sample);
        }

        if (sample.Covered == 0)
        {
            throw new BatchFormatException(new BatchProblem(BatchProblem.NoRows, "The file has a header but no rows."));
        }

        _sample = sample;
        return new BatchSample(sample);
    }

    /// <inheritdoc/>
    public void Bind(RowLayout layout)
    {
        if (layout.Columns.Count != _fields)
        {
            throw new ArgumentException($"The layout has {layout.Columns.Count} columns, the file {_fields}.", nameof(layout));
        }

        _filler = new RowFiller(layout, _issues);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ReadAsync(RowBlock block, CancellationToken cancellationToken)
    {
        RowFiller filler = _filler ?? throw new InvalidOperationException("Bind comes before ReadAsync.");
        block.Clear();
        _filling = block;
        if (_sample is { } sample)
        {
            filler.Replay(sample, block, [.. Enumerable.Range(0, _fields)]);
            _sample = null;
            return true;
        }

        while (block.Covered < RowBlock.Capacity)
        {
            ValueTask<bool> next = NextAsync(cancellationToken);
            if (!(next.IsCompletedSuccessfully ? next.Result : await next))
            {
                break;
            }

            Append(block, filler);
        }

        filler.Complete(block);
        return block.Covered > 0;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _csv.DisposeAsync();
        await _content.DisposeAsync();
    }

    private ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            ValueTask<bool> next = _csv.ReadAsync(cancellationToken);
            return next.IsCompletedSuccessfully ? next : Awaited(next);
        }
        catch (CsvFormatException exception)
        {
            throw TooLong(exception);
        }

        async ValueTask<bool> Awaited(ValueTask<bool> next)
        {
            try
            {
                return await next;
            }
            catch (CsvFormatException exception)
            {
                throw TooLong(exception);
            }
        }
    }

    private BatchFormatException TooLong(CsvFormatException exception) => new(
        new BatchProblem(
            "RowTooLong",
            $"The row after the one in line {_csv.LineNumber} is longer than {MaxRecordLength / 1024 / 1024} MiB: a quote is not closed, or line breaks are missing. Write the file again.")
        { Line = _csv.LineNumber + 1 },
        exception);

    private void OnMalformed(CsvMalformedRecord record)
    {
        if (_filling is null)
        {
            _malformedHeader ??= record.RawRecord;
            return;
        }

        _filling.Reject(RejectReasons.BadQuoting);
        _issues.Reject(record.LineNumber, RejectReasons.BadQuoting, record.RawRecord);
        _ordinal++;
    }

    private string[] ReadHeader()
    {
        var names = new string[_csv.FieldCount];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = _csv.GetString(i).Trim();
        }

        HeaderCheck.Check(names, _csv.LineNumber);
        return names;
    }

    private bool HasFields(RowBlock block)
    {
        int fields = _csv.FieldCount;
        if (fields == _fields && Utf8.IsValid(_csv.RawRecord))
        {
            return true;
        }

        Reject(block, fields == _fields ? RejectReasons.InvalidUtf8 : fields < _fields ? RejectReasons.TooFewFields : RejectReasons.TooManyFields);
        return false;
    }

    private void Reject(RowBlock block, string reason)
    {
        block.Reject(reason);
        _issues.Reject(_csv.LineNumber, reason, _csv.RawRecord);
        _ordinal++;
    }

    private void AppendSample(RowBlock sample)
    {
        if (!HasFields(sample))
        {
            return;
        }

        ColumnBlock[] columns = sample.ColumnArray;
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i].Append(_csv.GetSpan(i));
        }

        sample.EndRow(_ordinal++, _csv.LineNumber, hash: 0, ticks: 0);
    }

    private void Append(RowBlock block, RowFiller filler)
    {
        if (!HasFields(block))
        {
            return;
        }

        if (filler.TryAppend(block, new Cells(_csv), _ordinal, _csv.LineNumber) is { } reason)
        {
            Reject(block, reason);
            return;
        }

        _ordinal++;
    }

    private readonly struct Cells(CsvReader csv) : IRowCells
    {
        public ReadOnlySpan<byte> Line => csv.RawRecord;

        public ReadOnlySpan<byte> this[int column] => csv.GetSpan(column);
    }
}
