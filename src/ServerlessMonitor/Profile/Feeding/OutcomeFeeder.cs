using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>Feeds the columns that make up the outcome, then the outcome itself, as it needs them row by row.</summary>
internal abstract class OutcomeFeeder : IBlockFeeder
{
    private readonly CellList<OutcomeProfile> _cells;
    private readonly CellList<PredictionProfile> _predictions;
    private readonly bool _hasPredictions;

    protected OutcomeFeeder(DatasetSchema schema, ColumnFeeder? prediction, ColumnFeeder? label, IReadOnlyList<ColumnFeeder> scores)
    {
        Prediction = prediction;
        Label = label;
        Scores = scores;
        _cells = new CellList<OutcomeProfile>(
            () => new OutcomeProfile(schema.Task, schema.Positive), static (outcome, other) => outcome.Merge(other));
        _predictions = new CellList<PredictionProfile>(
            () => new PredictionProfile(schema.Task, schema.Positive), static (predictions, other) => predictions.Merge(other));
        _hasPredictions = schema.Task != ModelTask.Ranking;
    }

    protected ColumnFeeder? Prediction { get; }

    protected ColumnFeeder? Label { get; }

    protected IReadOnlyList<ColumnFeeder> Scores { get; }

    /// <summary>What came of a cell, after the last block.</summary>
    public OutcomeProfile OutcomeOf(int cell)
    {
        End();
        return _cells[cell];
    }

    /// <summary>What was answered in a cell; null for rankings.</summary>
    public PredictionProfile? PredictionsOf(int cell) => _hasPredictions ? _predictions[cell] : null;

    public void Fold(int[] cells)
    {
        Prediction?.Fold(cells);
        Label?.Fold(cells);
        foreach (ColumnFeeder score in Scores)
        {
            score.Fold(cells);
        }

        _cells.Fold(cells);
        _predictions.Fold(cells);
        FoldOpen(cells);
    }

    public void Feed(ScatteredBlock block)
    {
        Prediction?.Feed(block);
        Label?.Feed(block);
        foreach (ColumnFeeder score in Scores)
        {
            score.Feed(block);
        }

        FeedRows(block);
    }

    protected OutcomeProfile CellAt(int cell) => _cells[cell];

    /// <summary>Feeds the outcome itself.</summary>
    protected virtual void FeedRows(ScatteredBlock block)
    {
        foreach (CellSlice slice in block.Slices)
        {
            FeedSlice(block, slice, _cells[slice.Cell], _predictions[slice.Cell]);
        }
    }

    /// <summary>Gives what is held back its new cell.</summary>
    protected virtual void FoldOpen(int[] cells)
    {
    }

    /// <summary>Feeds what was held back; nothing more comes.</summary>
    protected virtual void End()
    {
    }

    protected abstract void FeedSlice(ScatteredBlock block, CellSlice slice, OutcomeProfile outcome, PredictionProfile predictions);

    /// <summary>The number in a row, NaN where there is none.</summary>
    protected static double NumberAt(ColumnBlock? column, int row) =>
        column is not null && !column.Numbers.IsEmpty && column.States[row] == CellState.Present ? column.Numbers[row] : double.NaN;
}
