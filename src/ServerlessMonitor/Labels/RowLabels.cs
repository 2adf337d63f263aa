using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Profile.Keeping;

namespace ServerlessMonitor.Labels;

/// <summary>The label that counts for each row of a batch: a late one before that of the batch itself, and what a missing one means where there is neither.</summary>
internal sealed class RowLabels
{
    private readonly LinkedLabels _late;
    private readonly LabelValue? _absent;
    private readonly bool _isNumeric;
    private readonly int _column;

    /// <param name="columns">The kept columns.</param>
    /// <param name="task">What the model predicts.</param>
    /// <param name="late">The late labels.</param>
    /// <param name="absent">The label of rows that have none; null: none.</param>
    public RowLabels(IReadOnlyList<ColumnSchema> columns, ModelTask task, LinkedLabels late, LabelValue? absent)
    {
        _late = late;
        _isNumeric = AreAmounts(task);
        _absent = _isNumeric && absent?.AsNumber() is null ? null : absent;
        _column = columns.ToList().FindIndex(column => column.Role == ColumnRole.Label);
    }

    /// <summary>Whether labels are amounts rather than classes.</summary>
    public static bool AreAmounts(ModelTask task) => task is ModelTask.Regression or ModelTask.Ranking;

    /// <summary>The label of a row; null where it has none. What a late one corrects is counted.</summary>
    public LabelValue? Of(LabelledRun run, int row, out LabelOrigin origin)
    {
        LabelValue? label = _column >= 0 ? InBatch(run, run.Rows.Columns[_column], row) : null;
        if (run.IdOf(row) >= 0)
        {
            origin = LabelOrigin.Late;
            return _late.Take(run.IdOf(row), label);
        }

        if (label is null && _absent is not null && !run.IsLeftOut(row))
        {
            origin = LabelOrigin.Absence;
            return _absent;
        }

        origin = label is null ? LabelOrigin.None : LabelOrigin.Batch;
        return label;
    }

    /// <summary>What the batch itself says; null where it says nothing, or text where a number is expected.</summary>
    private LabelValue? InBatch(LabelledRun run, KeptCells cells, int row)
    {
        if (cells.Coding == KeptCoding.Numbers)
        {
            return cells.States[row] != CellState.Present ? null
                : !_isNumeric && cells.Schema.Kind == ColumnKind.Boolean ? new LabelValue(0, cells.Numbers[row] != 0 ? "true" : "false")
                : new LabelValue(cells.Numbers[row], null);
        }

        LabelValue? value = cells.Codes[row] == 0 ? null : run.InBatch[cells.Codes[row] - 1];
        return _isNumeric && value?.AsNumber() is null ? null : value;
    }
}
