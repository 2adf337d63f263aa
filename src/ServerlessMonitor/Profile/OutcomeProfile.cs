using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Profile;

/// <summary>What the model answered, and for rows whose label is known how right it was.</summary>
/// <remarks>
/// Binary tasks with a positive class fill <see cref="Binary"/> and <see cref="Classes"/>; other classifications
/// <see cref="Classes"/>; regressions <see cref="Regression"/>; rankings <see cref="Ranking"/>. Which are there follows from task and positive class alone.
/// </remarks>
public sealed class OutcomeProfile
{
    private readonly SortedDictionary<string, long> _predicted = new(StringComparer.Ordinal);

    /// <summary>Creates an empty profile.</summary>
    /// <param name="task">What the model predicts.</param>
    /// <param name="positive">Binary: the normalised class that is the event; null where there is none.</param>
    public OutcomeProfile(ModelTask task, string? positive)
    {
        Task = task;
        Positive = task == ModelTask.Binary ? positive : null;
        Binary = Positive is null ? null : new BinaryOutcome();
        Classes = task is ModelTask.Binary or ModelTask.Multiclass ? new ClassificationOutcome() : null;
        Regression = task == ModelTask.Regression ? new RegressionOutcome() : null;
        Ranking = task == ModelTask.Ranking ? new RankingOutcome() : null;
    }

    /// <summary>What the model predicts.</summary>
    public ModelTask Task { get; }

    /// <summary>Binary: the class that is the event, normalised by <see cref="Ingest.ClassLabel"/>.</summary>
    public string? Positive { get; }

    /// <summary>Rows with a prediction, labelled or not.</summary>
    public long Predicted { get; internal set; }

    /// <summary>Rows with a label and a prediction.</summary>
    public long Labelled { get; internal set; }

    /// <summary>Classifications: rows by predicted class, labelled or not; at most <see cref="ClassificationOutcome.PairLimit"/> classes.</summary>
    public IReadOnlyDictionary<string, long> PredictedClasses => _predicted;

    /// <summary>Rows whose predicted class is not in <see cref="PredictedClasses"/>.</summary>
    public long PredictedOverflow { get; internal set; }

    /// <summary>Binary with a positive class.</summary>
    public BinaryOutcome? Binary { get; }

    /// <summary>Binary and multiclass.</summary>
    public ClassificationOutcome? Classes { get; }

    /// <summary>Regression.</summary>
    public RegressionOutcome? Regression { get; }

    /// <summary>Ranking.</summary>
    public RankingOutcome? Ranking { get; internal set; }

    /// <summary>Absorbs other rows of the same model.</summary>
    /// <exception cref="ArgumentException">Task or positive class differ.</exception>
    public void Merge(OutcomeProfile other)
    {
        if (other.Task != Task || !string.Equals(other.Positive, Positive, StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"An outcome of task {other.Task} (positive '{other.Positive}') cannot be merged into one of task {Task} (positive '{Positive}').", nameof(other));
        }

        Predicted += other.Predicted;
        Labelled += other.Labelled;
        PredictedOverflow += other.PredictedOverflow;
        foreach (KeyValuePair<string, long> pair in other._predicted.ToArray())
        {
            CountPredicted(pair.Key, pair.Value);
        }

        Binary?.Merge(other.Binary!);
        Classes?.Merge(other.Classes!);
        Regression?.Merge(other.Regression!);
        Ranking?.Merge(other.Ranking!);
    }

    /// <summary>Adds a row of a classification.</summary>
    /// <param name="label">The normalised true class; null when it is not known.</param>
    /// <param name="prediction">The normalised predicted class; null when it is missing.</param>
    /// <param name="score">The probability of the positive class; NaN where there is none.</param>
    public void AddClassified(string? label, string? prediction, double score = double.NaN)
    {
        if (prediction is null)
        {
            return;
        }

        AddPredicted(prediction, 1);
        if (label is not null)
        {
            AddLabelled(label, prediction, 1);
            Binary?.AddScore(string.Equals(label, Positive, StringComparison.Ordinal), score);
        }
    }

    internal void AddPredicted(string prediction, long count)
    {
        Predicted += count;
        CountPredicted(prediction, count);
    }

    internal void AddLabelled(string label, string prediction, long count)
    {
        Labelled += count;
        Classes!.Add(label, prediction, count);
        Binary?.AddPredictions(string.Equals(label, Positive, StringComparison.Ordinal), string.Equals(prediction, Positive, StringComparison.Ordinal), count);
    }

    internal void CountPredicted(string prediction, long count)
    {
        if (_predicted.TryGetValue(prediction, out long before))
        {
            _predicted[prediction] = before + count;
        }
        else if (_predicted.Count < ClassificationOutcome.PairLimit)
        {
            _predicted[prediction] = count;
        }
        else
        {
            PredictedOverflow += count;
        }
    }
}
