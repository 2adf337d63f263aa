using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>Labelled rows of a classification by (label, prediction), with the scores of each class where there are any.</summary>
public sealed class ClassificationOutcome
{
    /// <summary>The most (label, prediction) pairs that are told apart; rows of later pairs are in <see cref="OverflowRows"/>.</summary>
    public const int PairLimit = 10_000;

    private readonly Dictionary<ClassPair, long> _confusion = [];
    private readonly SortedDictionary<string, ScoreHistogram> _scores = new(StringComparer.Ordinal);

    /// <summary>Rows by label and prediction.</summary>
    public IReadOnlyDictionary<ClassPair, long> Confusion => _confusion;

    /// <summary>Rows with a label and a prediction.</summary>
    public long Rows { get; internal set; }

    /// <summary>Rows whose prediction is the label; exact also when pairs overflow.</summary>
    public long Correct { get; internal set; }

    /// <summary>Rows in <see cref="Rows"/> whose pair is not in <see cref="Confusion"/>.</summary>
    public long OverflowRows { get; internal set; }

    /// <summary>By class: its probability, with "positive" meaning that the label is that class.</summary>
    public IReadOnlyDictionary<string, ScoreHistogram> ScoresByClass => _scores;

    /// <summary>Of −ln of the probability given to the label: clipped as in <see cref="BinaryOutcome.Epsilon"/>, then divided by the row's sum.</summary>
    public Moments LogLoss { get; internal set; } = new();

    /// <summary>Of Σₖ (pₖ − yₖ)² over the classes.</summary>
    public Moments Brier { get; internal set; } = new();

    /// <summary>Labelled rows whose scores are incomplete, outside [0, 1], or lack the label's class.</summary>
    public long UnusableScores { get; internal set; }

    /// <summary>Rows whose scores are usable by the place of the label among them, the highest score first and of equal ones the class that is first in ordinal order.</summary>
    public ConfidenceOutcome Confidence { get; internal set; } = new();

    /// <summary>Adds labelled rows with one label and prediction.</summary>
    public void Add(string label, string prediction, long count = 1)
    {
        Rows += count;
        Correct += string.Equals(label, prediction, StringComparison.Ordinal) ? count : 0;
        AddPair(new ClassPair(label, prediction), count);
    }

    /// <summary>Adds the probabilities of one labelled row.</summary>
    /// <param name="label">The true class.</param>
    /// <param name="classes">The classes that have a score column.</param>
    /// <param name="scores">Their probabilities, in the same order.</param>
    public void AddScores(string label, ReadOnlySpan<string> classes, ReadOnlySpan<double> scores)
    {
        int truth = classes.IndexOf(label);
        double sum = 0;
        bool usable = truth >= 0;
        foreach (double score in scores)
        {
            usable &= score >= 0 && score <= 1;
            sum += Math.Clamp(score, BinaryOutcome.Epsilon, 1 - BinaryOutcome.Epsilon);
        }

        if (!usable)
        {
            UnusableScores++;
            return;
        }

        Confidence.Add(classes, scores, truth);
        double squares = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double error = scores[i] - (i == truth ? 1 : 0);
            squares += error * error;
            HistogramOf(classes[i]).Add(scores[i], i == truth);
        }

        Brier.Add(squares);
        LogLoss.Add(-Math.Log(Math.Clamp(scores[truth], BinaryOutcome.Epsilon, 1 - BinaryOutcome.Epsilon) / sum));
    }

    /// <summary>Absorbs other rows.</summary>
    public void Merge(ClassificationOutcome other)
    {
        Rows += other.Rows;
        Correct += other.Correct;
        OverflowRows += other.OverflowRows;
        UnusableScores += other.UnusableScores;
        foreach (KeyValuePair<ClassPair, long> pair in other.Ordered())
        {
            AddPair(pair.Key, pair.Value);
        }

        foreach (KeyValuePair<string, ScoreHistogram> scores in other._scores)
        {
            HistogramOf(scores.Key).Merge(scores.Value);
        }

        Confidence.Merge(other.Confidence);
        LogLoss.Merge(other.LogLoss);
        Brier.Merge(other.Brier);
    }

    /// <summary>The pairs by label, then prediction, ordinally.</summary>
    internal IEnumerable<KeyValuePair<ClassPair, long>> Ordered() =>
        _confusion.OrderBy(pair => pair.Key.Label, StringComparer.Ordinal).ThenBy(pair => pair.Key.Prediction, StringComparer.Ordinal);

    internal ScoreHistogram HistogramOf(string @class)
    {
        if (!_scores.TryGetValue(@class, out ScoreHistogram? histogram))
        {
            _scores[@class] = histogram = new ScoreHistogram();
        }

        return histogram;
    }

    internal void SetHistogram(string @class, ScoreHistogram histogram) => _scores[@class] = histogram;

    internal void AddPair(ClassPair pair, long count)
    {
        if (_confusion.TryGetValue(pair, out long before))
        {
            _confusion[pair] = before + count;
        }
        else if (_confusion.Count < PairLimit)
        {
            _confusion[pair] = count;
        }
        else
        {
            OverflowRows += count;
        }
    }
}
