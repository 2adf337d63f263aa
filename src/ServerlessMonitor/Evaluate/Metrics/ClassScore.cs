using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>How one class of several does against the rest.</summary>
/// <param name="Class">The class.</param>
/// <param name="Support">Rows whose label it is.</param>
/// <param name="Predicted">Rows that were predicted to be it.</param>
/// <param name="Hits">Rows that are both.</param>
internal sealed record ClassScore(string Class, long Support, long Predicted, long Hits)
{
    /// <summary>Share of the predicted rows that are right; 0 when there are none.</summary>
    public double Precision => Predicted == 0 ? 0 : (double)Hits / Predicted;

    /// <summary>Share of the rows of the class that were found; 0 when there are none.</summary>
    public double Recall => Support == 0 ? 0 : (double)Hits / Support;

    /// <summary>The harmonic mean of both; 0 when there are neither.</summary>
    public double F1 => Support + Predicted == 0 ? 0 : 2.0 * Hits / (Support + Predicted);

    /// <summary>Every class that is a label, a prediction or has a score column, in ordinal order.</summary>
    public static IReadOnlyList<ClassScore> Of(ClassificationOutcome outcome)
    {
        var classes = new SortedDictionary<string, ClassScore>(StringComparer.Ordinal);
        foreach (string name in outcome.ScoresByClass.Keys)
        {
            classes[name] = new ClassScore(name, 0, 0, 0);
        }

        foreach ((ClassPair pair, long count) in outcome.Confusion)
        {
            ClassScore label = classes.GetValueOrDefault(pair.Label) ?? new ClassScore(pair.Label, 0, 0, 0);
            bool hit = string.Equals(pair.Label, pair.Prediction, StringComparison.Ordinal);
            classes[pair.Label] = label with { Support = label.Support + count, Hits = label.Hits + (hit ? count : 0) };
            ClassScore prediction = classes.GetValueOrDefault(pair.Prediction) ?? new ClassScore(pair.Prediction, 0, 0, 0);
            classes[pair.Prediction] = prediction with { Predicted = prediction.Predicted + count };
        }

        return [.. classes.Values];
    }
}
