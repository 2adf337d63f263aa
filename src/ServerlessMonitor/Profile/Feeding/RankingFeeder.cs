using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>
/// The outcome of a model that ranks. The rows of a query may stand apart in the file; it counts in the hour of its first row. Rows are ordered by the score, or by the prediction where there is
/// no score column; rows without a label or a query are in none.
/// </summary>
internal sealed class RankingFeeder : OutcomeFeeder
{
    private readonly ColumnFeeder? _query;
    private readonly OpenQueries _open;

    public RankingFeeder(DatasetSchema schema, ColumnFeeder? prediction, ColumnFeeder? label, IReadOnlyList<ColumnFeeder> scores, ColumnFeeder? query)
        : base(schema, prediction, label, scores)
    {
        _query = query;
        _open = new OpenQueries((cell, score, relevance, early) => CellAt(cell).Ranking!.AddQuery(score, relevance, early));
    }

    protected override void FoldOpen(int[] cells) => _open.Fold(cells);

    protected override void End() => _open.CloseAll();

    /// <summary>In the order of the file, which decides on the first row and between equal scores.</summary>
    protected override void FeedRows(ScatteredBlock block)
    {
        ColumnBlock? scores = (Scores.Count > 0 ? Scores[0] : Prediction)?.ColumnOf(block);
        ColumnBlock? labels = Label?.ColumnOf(block);
        ColumnBlock? queries = _query?.ColumnOf(block) is { IsText: true } texts ? texts : null;
        for (int row = 0; row < block.Rows.Count; row++)
        {
            double score = NumberAt(scores, row);
            int cell = block.CellOf(row);
            if (double.IsNaN(score) || cell < 0)
            {
                continue;
            }

            OutcomeProfile outcome = CellAt(cell);
            outcome.Predicted++;
            double relevance = NumberAt(labels, row);
            if (double.IsNaN(relevance))
            {
                continue;
            }

            outcome.Labelled++;
            ReadOnlySpan<byte> id = queries is null ? [] : queries.TextOf(row);
            if (!id.IsEmpty)
            {
                _open.Add(StableHash64.OfBytes(id), cell, score, relevance);
            }
        }
    }

    protected override void FeedSlice(ScatteredBlock block, CellSlice slice, OutcomeProfile outcome, PredictionProfile predictions) =>
        throw new NotSupportedException("Queries are fed in the order of the file.");
}
