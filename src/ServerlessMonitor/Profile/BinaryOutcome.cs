using System.Buffers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>Labelled rows of a model with two classes: everything its metrics are computed from. Sums, so it merges.</summary>
public sealed class BinaryOutcome
{
    /// <summary>Scores are clipped to [Epsilon, 1 − Epsilon] in the log loss, as scikit-learn does for doubles.</summary>
    public const double Epsilon = 2.220446049250313e-16;

    private readonly CalibrationBin[] _bins = [.. Enumerable.Range(0, CalibrationBin.BinCount).Select(_ => new CalibrationBin())];

    /// <summary>Label and prediction positive.</summary>
    public long TruePositives { get; internal set; }

    /// <summary>Prediction positive, label negative.</summary>
    public long FalsePositives { get; internal set; }

    /// <summary>Label and prediction negative.</summary>
    public long TrueNegatives { get; internal set; }

    /// <summary>Prediction negative, label positive.</summary>
    public long FalseNegatives { get; internal set; }

    /// <summary>Rows with a label and a prediction.</summary>
    public long Rows => TruePositives + FalsePositives + TrueNegatives + FalseNegatives;

    /// <summary>Labelled rows with a score in [0, 1]; the score metrics are over these.</summary>
    public long ScoredRows => LogLoss.Count;

    /// <summary>Labelled rows whose score is missing, not a number, or outside [0, 1].</summary>
    public long UnusableScores { get; internal set; }

    /// <summary>Scores by class of the label, for AUC, average precision and KS separation.</summary>
    public ScoreHistogram Scores { get; internal set; } = new();

    /// <summary>Of −ln of the clipped probability given to what happened, in nats; the sum and the mean are the log loss.</summary>
    public Moments LogLoss { get; internal set; } = new();

    /// <summary>Of (score − outcome)²; the mean is the Brier score.</summary>
    public Moments Brier { get; internal set; } = new();

    /// <summary>Ten equal bins of the score, in order.</summary>
    public IReadOnlyList<CalibrationBin> Calibration => _bins;

    /// <summary>Adds one labelled row.</summary>
    /// <param name="label">Whether the event happened.</param>
    /// <param name="predicted">Whether it was predicted.</param>
    /// <param name="score">The probability given to the event; null or unusable when there is none.</param>
    public void Add(bool label, bool predicted, double? score)
    {
        AddPredictions(label, predicted, 1);
        if (score is double value)
        {
            AddScore(label, value);
        }
        else
        {
            UnusableScores++;
        }
    }

    /// <summary>Absorbs other rows.</summary>
    public void Merge(BinaryOutcome other)
    {
        TruePositives += other.TruePositives;
        FalsePositives += other.FalsePositives;
        TrueNegatives += other.TrueNegatives;
        FalseNegatives += other.FalseNegatives;
        UnusableScores += other.UnusableScores;
        Scores.Merge(other.Scores);
        LogLoss.Merge(other.LogLoss);
        Brier.Merge(other.Brier);
        for (int i = 0; i < _bins.Length; i++)
        {
            _bins[i].Scores.Merge(other._bins[i].Scores);
            _bins[i].Positives += other._bins[i].Positives;
        }
    }

    internal void AddPredictions(bool label, bool predicted, long count)
    {
        if (label)
        {
            TruePositives += predicted ? count : 0;
            FalseNegatives += predicted ? 0 : count;
        }
        else
        {
            FalsePositives += predicted ? count : 0;
            TrueNegatives += predicted ? 0 : count;
        }
    }

    /// <summary>Adds the scores of labelled rows whose predictions are counted apart.</summary>
    internal void AddScores(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels)
    {
        const int Piece = 512;
        Span<double> losses = stackalloc double[Piece];
        Span<double> squares = stackalloc double[Piece];
        for (int start = 0; start < scores.Length; start += Piece)
        {
            int usable = 0;
            for (int i = start; i < Math.Min(start + Piece, scores.Length); i++)
            {
                double score = scores[i];
                bool label = labels[i];
                if (!(score >= 0 && score <= 1))
                {
                    UnusableScores++;
                    continue;
                }

                losses[usable] = LossOf(label, score);
                double error = score - (label ? 1 : 0);
                squares[usable++] = error * error;
                Scores.Add(score, label);
                _bins[CalibrationBin.IndexOf(score)].Positives += label ? 1 : 0;
            }

            LogLoss.AddRange(losses[..usable]);
            Brier.AddRange(squares[..usable]);
        }

        AddToBins(scores);
    }

    internal void AddScore(bool label, double score)
    {
        if (!(score >= 0 && score <= 1))
        {
            UnusableScores++;
            return;
        }

        LogLoss.Add(LossOf(label, score));
        double error = score - (label ? 1 : 0);
        Brier.Add(error * error);
        Scores.Add(score, label);
        CalibrationBin bin = _bins[CalibrationBin.IndexOf(score)];
        bin.Scores.Add(score);
        bin.Positives += label ? 1 : 0;
    }

    private static double LossOf(bool label, double score)
    {
        double probability = Math.Clamp(score, Epsilon, 1 - Epsilon);
        return -Math.Log(label ? probability : 1 - probability);
    }

    /// <summary>Bin by bin, so that each bin's moments take many scores at once.</summary>
    private void AddToBins(ReadOnlySpan<double> scores)
    {
        double[] sorted = ArrayPool<double>.Shared.Rent(scores.Length);
        Span<int> ends = stackalloc int[CalibrationBin.BinCount + 1];
        ends.Clear();
        foreach (double score in scores)
        {
            if (score >= 0 && score <= 1)
            {
                ends[CalibrationBin.IndexOf(score) + 1]++;
            }
        }

        for (int i = 1; i < ends.Length; i++)
        {
            ends[i] += ends[i - 1];
        }

        foreach (double score in scores)
        {
            if (score >= 0 && score <= 1)
            {
                sorted[ends[CalibrationBin.IndexOf(score)]++] = score;
            }
        }

        int start = 0;
        for (int i = 0; i < _bins.Length; i++)
        {
            _bins[i].Scores.AddRange(sorted.AsSpan(start, ends[i] - start));
            start = ends[i];
        }

        ArrayPool<double>.Shared.Return(sorted);
    }
}
