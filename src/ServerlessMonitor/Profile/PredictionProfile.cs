using ServerlessMonitor.Contracts;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>What the model answered on all rows, labelled or not: all that metrics are estimated from before labels are there. Counts, so it merges to the bit.</summary>
/// <remarks>
/// Binary tasks with a positive class fill <see cref="Scores"/>; other classifications <see cref="ScoresByClass"/>; regressions <see cref="Values"/>. Which are there follows from task and positive class alone.
/// </remarks>
public sealed class PredictionProfile
{
    /// <summary>The most classes whose scores are kept.</summary>
    public const int MostClasses = 20;

    private readonly SortedDictionary<string, ScoreHistogram> _byClass = new(StringComparer.Ordinal);

    /// <summary>Creates an empty profile.</summary>
    /// <param name="task">What the model predicts.</param>
    /// <param name="positive">Binary: the normalised class that is the event; null where there is none.</param>
    public PredictionProfile(ModelTask task, string? positive)
    {
        Task = task;
        Positive = task == ModelTask.Binary ? positive : null;
        Scores = Positive is null ? null : new ScoreHistogram();
        Values = task == ModelTask.Regression ? new ErrorGrid() : null;
    }

    /// <summary>What the model predicts.</summary>
    public ModelTask Task { get; }

    /// <summary>Binary: the class that is the event, normalised by <see cref="Ingest.ClassLabel"/>.</summary>
    public string? Positive { get; }

    /// <summary>Rows that have a prediction and a usable score; regressions: a finite prediction.</summary>
    public long Rows { get; internal set; }

    /// <summary>Classifications: rows that have a prediction, and a score that is missing, not a number or outside [0, 1].</summary>
    public long Unscored { get; internal set; }

    /// <summary>Binary: the scores of the event by predicted class; "positive" means that the event was predicted.</summary>
    public ScoreHistogram? Scores { get; internal set; }

    /// <summary>Several classes: the probability of each on all rows, with "positive" meaning that it was predicted. Empty where there are more than <see cref="MostClasses"/>.</summary>
    public IReadOnlyDictionary<string, ScoreHistogram> ScoresByClass => _byClass;

    /// <summary>Regressions: the predictions. Errors are not known to it.</summary>
    public ErrorGrid? Values { get; internal set; }

    /// <summary>Absorbs other rows of the same model.</summary>
    /// <exception cref="ArgumentException">Task or positive class differ.</exception>
    public void Merge(PredictionProfile other)
    {
        if (other.Task != Task || !string.Equals(other.Positive, Positive, StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"Predictions of task {other.Task} (positive '{other.Positive}') cannot be merged with those of task {Task} (positive '{Positive}').", nameof(other));
        }

        Rows += other.Rows;
        Unscored += other.Unscored;
        Scores?.Merge(other.Scores!);
        Values?.Merge(other.Values!);
        foreach (KeyValuePair<string, ScoreHistogram> theirs in other._byClass.ToArray())
        {
            HistogramOf(theirs.Key).Merge(theirs.Value);
        }
    }

    /// <summary>Adds a row of a model with an event.</summary>
    /// <param name="score">The probability of the event; NaN where there is none.</param>
    /// <param name="predicted">Whether it was predicted.</param>
    public void AddScore(double score, bool predicted)
    {
        if (score >= 0 && score <= 1)
        {
            Rows++;
            Scores!.Add(score, predicted);
        }
        else
        {
            Unscored++;
        }
    }

    /// <summary>Adds a row of a model of several classes.</summary>
    /// <param name="prediction">The predicted class.</param>
    /// <param name="classes">The classes that have a score, at most <see cref="MostClasses"/>.</param>
    /// <param name="scores">Their probabilities, in the same order.</param>
    public void AddScores(string prediction, ReadOnlySpan<string> classes, ReadOnlySpan<double> scores)
    {
        int predicted = classes.IndexOf(prediction);
        bool isUsable = predicted >= 0;
        foreach (double score in scores)
        {
            isUsable &= score >= 0 && score <= 1;
        }

        if (!isUsable)
        {
            Unscored++;
            return;
        }

        Rows++;
        for (int i = 0; i < scores.Length; i++)
        {
            HistogramOf(classes[i]).Add(scores[i], i == predicted);
        }
    }

    /// <summary>Adds predictions of a number; all are finite.</summary>
    public void AddValues(ReadOnlySpan<double> values)
    {
        Rows += values.Length;
        foreach (double value in values)
        {
            Values!.Add(value);
        }
    }

    internal ScoreHistogram HistogramOf(string @class)
    {
        if (!_byClass.TryGetValue(@class, out ScoreHistogram? histogram))
        {
            _byClass[@class] = histogram = new ScoreHistogram();
        }

        return histogram;
    }

    internal void SetHistogram(string @class, ScoreHistogram histogram) => _byClass[@class] = histogram;
}
