using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>
/// The outcome that a model would have which knows nothing but how frequent each class is among the window's labels: it always predicts the most frequent one (of equally frequent
/// ones the negative, or the first in ordinal order), and its scores are the shares.
/// </summary>
internal static class NaiveModel
{
    /// <summary>The naive outcome of a classification; null for other tasks and without labels.</summary>
    public static OutcomeProfile? Of(OutcomeProfile outcome)
    {
        if (outcome.Labelled == 0)
        {
            return null;
        }

        return outcome.Binary is { } binary ? OfBinary(outcome, binary)
            : outcome.Classes is { Confusion.Count: > 0 } classes ? OfClasses(outcome, classes)
            : null;
    }

    private static OutcomeProfile OfBinary(OutcomeProfile outcome, BinaryOutcome binary)
    {
        var naive = new OutcomeProfile(outcome.Task, outcome.Positive) { Labelled = outcome.Labelled };
        BinaryOutcome constant = naive.Binary!;
        long positives = binary.TruePositives + binary.FalseNegatives;
        long negatives = binary.TrueNegatives + binary.FalsePositives;
        constant.AddPredictions(label: true, positives > negatives, positives);
        constant.AddPredictions(label: false, positives > negatives, negatives);
        double rows = binary.Scores.Count;
        if (rows > 0)
        {
            double share = binary.Scores.PositiveCount / rows;
            constant.Scores.Add(share, positive: true, binary.Scores.PositiveCount);
            constant.Scores.Add(share, positive: false, binary.Scores.NegativeCount);
            constant.LogLoss.Add(EntropyOf(share) + EntropyOf(1 - share));
            constant.Brier.Add(share * (1 - share));
        }

        return naive;
    }

    private static OutcomeProfile OfClasses(OutcomeProfile outcome, ClassificationOutcome classes)
    {
        var naive = new OutcomeProfile(outcome.Task, outcome.Positive);
        var labels = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach ((ClassPair pair, long count) in classes.Confusion)
        {
            labels[pair.Label] = labels.GetValueOrDefault(pair.Label) + count;
        }

        string frequent = labels.MaxBy(pair => pair.Value).Key;
        foreach ((string label, long count) in labels)
        {
            naive.AddLabelled(label, frequent, count);
        }

        ClassificationOutcome constant = naive.Classes!;
        double loss = 0;
        double squares = 1;
        foreach ((string name, ScoreHistogram histogram) in classes.ScoresByClass)
        {
            double share = (double)histogram.PositiveCount / histogram.Count;
            constant.HistogramOf(name).Add(share, positive: true, histogram.PositiveCount);
            constant.HistogramOf(name).Add(share, positive: false, histogram.NegativeCount);
            loss += EntropyOf(share);
            squares -= share * share;
        }

        if (classes.ScoresByClass.Count > 0)
        {
            int before = 0;
            foreach (ScoreHistogram histogram in classes.ScoresByClass.Values.OrderByDescending(histogram => histogram.PositiveCount))
            {
                constant.Confidence.AddPlaced(before++, histogram.PositiveCount);
            }

            constant.LogLoss.Add(loss);
            constant.Brier.Add(Math.Max(0, squares));
        }

        return naive;
    }

    private static double EntropyOf(double share) => share > 0 ? -share * Math.Log(share) : 0;
}
