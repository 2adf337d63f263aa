using System.Runtime.InteropServices;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>
/// The outcome of a classification. A binary batch without a prediction column counts as predicting the event where the score
/// is at least one half.
/// </summary>
internal sealed class ClassificationFeeder : OutcomeFeeder
{
    private const double Threshold = 0.5;

    private readonly ClassNumbers _classes;
    private readonly ClassSource? _predictions;
    private readonly ClassSource? _labels;
    private readonly ColumnFeeder? _score;
    private readonly string[] _scoreClasses;
    private readonly double[] _rowScores;
    private readonly int _positive;
    private readonly int _negative;
    private readonly Dictionary<long, long> _pairs = [];
    private readonly double[] _scores = new double[RowBlock.Capacity];
    private readonly bool[] _truths = new bool[RowBlock.Capacity];

    public ClassificationFeeder(
        DatasetSchema schema, ColumnFeeder? prediction, ColumnFeeder? label, IReadOnlyList<ColumnFeeder> scores, ClassNumbers classes)
        : base(schema, prediction, label, scores)
    {
        _classes = classes;
        _predictions = prediction is null ? null : new ClassSource(prediction, classes);
        _labels = label is null ? null : new ClassSource(label, classes);
        string? positive = schema.Task == ModelTask.Binary ? schema.Positive : null;
        _positive = positive is null ? -1 : classes.NumberOf(positive);
        _negative = positive is null ? -1 : classes.NumberOf(NegativeOf(positive));
        _score = positive is null ? null : scores.FirstOrDefault(score => score.Schema.ScoreClass is null || string.Equals(score.Schema.ScoreClass, positive, StringComparison.Ordinal));
        bool hasVector = scores.Count > 1 && scores.All(score => score.Schema.ScoreClass is not null);
        _scoreClasses = hasVector ? [.. scores.Select(score => score.Schema.ScoreClass!)] : [];
        _rowScores = new double[_scoreClasses.Length];
    }

    protected override void FeedSlice(ScatteredBlock block, CellSlice slice, OutcomeProfile outcome, PredictionProfile predictions)
    {
        ColumnBlock? score = _score?.ColumnOf(block);
        int scored = 0;
        _pairs.Clear();
        for (int place = slice.Start; place < slice.Start + slice.Count; place++)
        {
            int row = block.RowAt(place);
            double value = NumberAt(score, row);
            int prediction = PredictionOf(block, row, value);
            if (prediction < 0)
            {
                continue;
            }

            AddPrediction(block, row, prediction, value, predictions);
            int label = _labels is null ? -1 : _labels.ClassOf(block, row);
            CollectionsMarshal.GetValueRefOrAddDefault(_pairs, ((long)label << 32) | (uint)prediction, out _)++;
            if (label < 0)
            {
                continue;
            }

            _scores[scored] = value;
            _truths[scored++] = label == _positive;
            if (_scoreClasses.Length > 0)
            {
                outcome.Classes!.AddScores(_classes.NameOf(label), _scoreClasses, _rowScores);
            }
        }

        if (_score is not null)
        {
            outcome.Binary!.AddScores(_scores.AsSpan(0, scored), _truths.AsSpan(0, scored));
        }

        foreach (KeyValuePair<long, long> pair in _pairs)
        {
            string prediction = _classes.NameOf((int)(pair.Key & uint.MaxValue));
            int label = (int)(pair.Key >> 32);
            outcome.AddPredicted(prediction, pair.Value);
            if (label >= 0)
            {
                outcome.AddLabelled(_classes.NameOf(label), prediction, pair.Value);
            }
        }
    }

    /// <summary>The other class, by convention, of a batch that has scores only.</summary>
    private static string NegativeOf(string positive) => InferSchema.OppositeOf(positive) ?? "not " + positive;

    private int PredictionOf(ScatteredBlock block, int row, double score)
    {
        if (_predictions is not null)
        {
            return _predictions.ClassOf(block, row);
        }

        if (double.IsNaN(score))
        {
            return -1;
        }

        return score >= Threshold ? _positive : _negative;
    }

    /// <summary>Also takes the scores of the row's classes apart.</summary>
    private void AddPrediction(ScatteredBlock block, int row, int prediction, double score, PredictionProfile predictions)
    {
        for (int i = 0; i < _rowScores.Length; i++)
        {
            _rowScores[i] = NumberAt(Scores[i].ColumnOf(block), row);
        }

        if (_positive >= 0)
        {
            predictions.AddScore(score, prediction == _positive);
        }
        else if (_scoreClasses.Length is > 0 and <= PredictionProfile.MostClasses)
        {
            predictions.AddScores(_classes.NameOf(prediction), _scoreClasses, _rowScores);
        }
    }
}
