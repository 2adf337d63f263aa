using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>The outcome of a regression.</summary>
internal sealed class RegressionFeeder : OutcomeFeeder
{
    private readonly double[] _labels = new double[RowBlock.Capacity];
    private readonly double[] _predictions = new double[RowBlock.Capacity];
    private readonly double[] _all = new double[RowBlock.Capacity];

    public RegressionFeeder(DatasetSchema schema, ColumnFeeder? prediction, ColumnFeeder? label, IReadOnlyList<ColumnFeeder> scores)
        : base(schema, prediction, label, scores)
    {
    }

    protected override void FeedSlice(ScatteredBlock block, CellSlice slice, OutcomeProfile outcome, PredictionProfile answers)
    {
        ColumnBlock? predictions = Prediction?.ColumnOf(block);
        ColumnBlock? labels = Label?.ColumnOf(block);
        int labelled = 0;
        int predicted = 0;
        for (int place = slice.Start; place < slice.Start + slice.Count; place++)
        {
            int row = block.RowAt(place);
            double prediction = NumberAt(predictions, row);
            if (double.IsNaN(prediction))
            {
                continue;
            }

            outcome.Predicted++;
            _all[predicted++] = prediction;
            double label = NumberAt(labels, row);
            if (!double.IsNaN(label))
            {
                _labels[labelled] = label;
                _predictions[labelled++] = prediction;
            }
        }

        answers.AddValues(_all.AsSpan(0, predicted));
        outcome.Labelled += labelled;
        outcome.Regression!.AddRange(_labels.AsSpan(0, labelled), _predictions.AsSpan(0, labelled));
    }
}
