using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Profile.Feeding;
using ServerlessMonitor.Profile.Keeping;

namespace ServerlessMonitor.Labels;

/// <summary>Feeds kept rows with their labels to the feeders of outcomes, in the cells in which the profiler fed them.</summary>
internal sealed class JoinFeeding
{
    private readonly KeptFooter _footer;
    private readonly RowLabels _labels;
    private readonly bool _isNumeric;
    private readonly int _labelIndex;
    private readonly ColumnSchema _label;
    private readonly RowBlock _block;
    private readonly JoinCells _whole;
    private readonly JoinCells[] _segments;
    private readonly Dictionary<LabelValue, byte[]> _classes = [];

    /// <param name="footer">What the kept file says of itself.</param>
    /// <param name="schema">The schema of the version.</param>
    /// <param name="late">The late labels.</param>
    /// <param name="absent">The label of rows that have none; null: none.</param>
    public JoinFeeding(KeptFooter footer, DatasetSchema schema, LinkedLabels late, LabelValue? absent)
    {
        _footer = footer;
        _labels = new RowLabels(footer.Columns, schema.Task, late, absent);
        _isNumeric = RowLabels.AreAmounts(schema.Task);
        List<ColumnSchema> columns = [.. footer.Columns];
        _labelIndex = columns.FindIndex(column => column.Role == ColumnRole.Label);
        string name = _labelIndex >= 0 ? columns[_labelIndex].Name : NewName(columns);
        _label = new ColumnSchema(name, _isNumeric ? ColumnKind.Numeric : ColumnKind.Categorical, ColumnRole.Label);
        HasLabelProfile = _labelIndex >= 0 && columns[_labelIndex].Kind == _label.Kind;
        if (_labelIndex >= 0)
        {
            columns[_labelIndex] = _label;
        }
        else
        {
            columns.Add(_label);
        }

        _block = new RowBlock(columns);
        var inferred = new InferredSchema(schema with { Columns = columns }, columns);
        _whole = new JoinCells(inferred, _block, footer.Granularity, zone: null, isSegment: false);
        TimeZoneInfo? zone = null;
        if (footer.Zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(footer.Zone, out zone))
        {
            throw new KeptFormatException($"The file of kept predictions has days of the zone '{footer.Zone}', which this machine does not know.");
        }

        _segments = [.. footer.Segments.Select(segments => new JoinCells(inferred, _block, segments.Granularity, zone, isSegment: true))];
    }

    public long Labelled { get; private set; }

    public long LabelledLate { get; private set; }

    public long LabelledByAbsence { get; private set; }

    public bool HasLabelProfile { get; }

    /// <summary>Feeds the rows of runs, in the order of the file where places are kept.</summary>
    public void Feed(IReadOnlyList<LabelledRun> runs)
    {
        if (!_footer.IsOrdered)
        {
            foreach (LabelledRun run in runs)
            {
                for (int row = 0; row < run.Rows.Rows; row++)
                {
                    Add(run, row);
                }
            }
        }
        else
        {
            foreach ((LabelledRun run, int row) in runs.SelectMany(run => Enumerable.Range(0, run.Rows.Rows).Select(row => (run, row))).OrderBy(pair => pair.run.Rows.Places[pair.row]))
            {
                Add(run, row);
            }
        }

        FeedBlock();
    }

    /// <summary>What came of each hour.</summary>
    public IReadOnlyList<JoinedHour> Hours()
    {
        List<(long Start, int Cell)> cells = [.. _whole.Cells.Starts.Select((start, cell) => (start, cell)).OrderBy(pair => pair.start)];
        if (_footer.Granularity == CellGranularity.Whole)
        {
            cells = [.. cells.Select(pair => (_footer.FirstTicks - (_footer.FirstTicks % TimeSpan.TicksPerHour), pair.Cell))];
        }

        (long Start, long Last)[] hours = [.. cells.Select((cell, i) => (cell.Start, LastOf(cell.Start, i + 1 < cells.Count ? cells[i + 1].Start : long.MaxValue)))];
        var outcomes = new Dictionary<SegmentKey, OutcomeProfile>[hours.Length];
        var labels = new Dictionary<SegmentKey, ColumnProfile>[hours.Length];
        for (int hour = 0; hour < hours.Length; hour++)
        {
            outcomes[hour] = [];
            labels[hour] = [];
        }

        for (int definition = 0; definition < _segments.Length; definition++)
        {
            JoinCells segments = _segments[definition];
            for (int cell = 0; cell < segments.Cells.Starts.Count; cell++)
            {
                SegmentKey key = _footer.Segments[definition].Keys[segments.Cells.Segments[cell]];
                int hour = SegmentParts.PlaceOf(hours, segments.Cells.Starts[cell]);
                Put(outcomes[hour], key, segments.OutcomeOf(cell), static (one, other) => one.Merge(other));
                if (HasLabelProfile)
                {
                    Put(labels[hour], key, segments.LabelOf(_label.Name, cell), static (one, other) => one.Merge(other));
                }
            }
        }

        return [.. cells.Select((cell, i) => new JoinedHour(
            new DateTimeOffset(cell.Start, TimeSpan.Zero),
            _whole.OutcomeOf(cell.Cell),
            outcomes[i],
            HasLabelProfile ? _whole.LabelOf(_label.Name, cell.Cell) : null,
            labels[i]))];
    }

    private static void Put<T>(Dictionary<SegmentKey, T> all, SegmentKey key, T item, Action<T, T> merge)
    {
        if (all.TryGetValue(key, out T? present))
        {
            merge(present, item);
        }
        else
        {
            all.Add(key, item);
        }
    }

    private static string NewName(List<ColumnSchema> columns)
    {
        string name = "label";
        while (columns.Exists(column => column.Name == name))
        {
            name += "_";
        }

        return name;
    }

    private long LastOf(long start, long next)
    {
        long last = long.MinValue;
        foreach (KeptSlot slot in _footer.Slots)
        {
            last = slot.Start >= start && slot.Start < next ? Math.Max(last, slot.Last) : last;
        }

        return last;
    }

    private void Add(LabelledRun run, int row)
    {
        KeptRun rows = run.Rows;
        int place = _block.Count;
        ColumnBlock[] columns = _block.ColumnArray;
        for (int column = 0; column < rows.Columns.Length; column++)
        {
            if (column == _labelIndex)
            {
                continue;
            }

            KeptCells cells = rows.Columns[column];
            if (cells.Coding == KeptCoding.Numbers)
            {
                columns[column].Append(cells.States[row], cells.Numbers[row]);
            }
            else
            {
                columns[column].Append(cells.Codes[row] == 0 ? [] : cells.Texts[cells.Codes[row] - 1]);
            }
        }

        AddLabel(run, row, columns[_labelIndex >= 0 ? _labelIndex : ^1]);
        for (int definition = 0; definition < _segments.Length; definition++)
        {
            _segments[definition].SegmentOfRow[place] = rows.SegmentsOf(definition)[row];
        }

        _block.EndRow(place, place, 0, _footer.Slots[rows.Slots[row]].Start);
        if (_block.Count == RowBlock.Capacity)
        {
            FeedBlock();
        }
    }

    private void AddLabel(LabelledRun run, int row, ColumnBlock column)
    {
        LabelValue? label = _labels.Of(run, row, out LabelOrigin origin);
        LabelledLate += origin == LabelOrigin.Late ? 1 : 0;
        LabelledByAbsence += origin == LabelOrigin.Absence ? 1 : 0;
        Labelled += label is null ? 0 : 1;
        if (!_isNumeric)
        {
            column.Append(label is { } name ? TextOf(name) : []);
        }
        else if (label is { } amount)
        {
            column.Append(CellState.Present, amount.AsNumber()!.Value);
        }
        else
        {
            column.Append(_labelIndex >= 0 && run.Rows.Columns[_labelIndex] is { Coding: KeptCoding.Numbers } cells ? cells.States[row] : CellState.Missing, 0);
        }
    }

    private byte[] TextOf(LabelValue name)
    {
        if (!_classes.TryGetValue(name, out byte[]? text))
        {
            _classes.Add(name, text = Encoding.UTF8.GetBytes(name.AsClass()));
        }

        return text;
    }

    private void FeedBlock()
    {
        if (_block.Count == 0)
        {
            return;
        }

        _whole.Feed();
        foreach (JoinCells segments in _segments)
        {
            segments.Feed();
        }

        _block.Clear();
    }
}
