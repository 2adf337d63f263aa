using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>Labels against predictions by number, with the margins: what agreement and averages over the classes are computed from.</summary>
internal sealed class ClassTable
{
    private readonly (int Label, int Prediction, long Count)[] _cells;

    private ClassTable(IReadOnlyList<ClassScore> classes, (int Label, int Prediction, long Count)[] cells)
    {
        Classes = classes;
        _cells = cells;
        Rows = cells.Sum(cell => cell.Count);
    }

    /// <summary>The classes, in ordinal order.</summary>
    public IReadOnlyList<ClassScore> Classes { get; }

    /// <summary>The rows that are in a cell.</summary>
    public long Rows { get; }

    /// <summary>The rows of the class that is rarest among the labels, of those that are there: how much figures over all classes rest on.</summary>
    public double SmallestClass => Classes.Where(item => item.Support > 0).Min(item => (double?)item.Support) ?? 0;

    /// <summary>Every class that is a label, a prediction or has a score column.</summary>
    public static ClassTable Of(ClassificationOutcome outcome)
    {
        IReadOnlyList<ClassScore> classes = ClassScore.Of(outcome);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (ClassScore item in classes)
        {
            numbers.Add(item.Class, numbers.Count);
        }

        return new ClassTable(classes, [.. outcome.Confusion.Where(pair => pair.Value > 0).Select(pair => (numbers[pair.Key.Label], numbers[pair.Key.Prediction], pair.Value))]);
    }

    /// <summary>The event and the rest.</summary>
    public static ClassTable Of(BinaryOutcome outcome)
    {
        ClassScore negative = new("0", outcome.TrueNegatives + outcome.FalsePositives, outcome.TrueNegatives + outcome.FalseNegatives, outcome.TrueNegatives);
        ClassScore positive = new("1", outcome.TruePositives + outcome.FalseNegatives, outcome.TruePositives + outcome.FalsePositives, outcome.TruePositives);
        return new ClassTable(
            [negative, positive], [(0, 0, outcome.TrueNegatives), (0, 1, outcome.FalsePositives), (1, 0, outcome.FalseNegatives), (1, 1, outcome.TruePositives)]);
    }

    /// <summary>The standard error of a function of the cells' shares.</summary>
    /// <param name="derivative">Of the function by the share of the cell of a label and a prediction, by their numbers.</param>
    public double StandardErrorOf(Func<int, int, double> derivative)
    {
        var delta = default(DeltaMethod);
        foreach ((int label, int prediction, long count) in _cells)
        {
            delta.Add(count, derivative(label, prediction));
        }

        return delta.StandardError;
    }

    /// <summary>Cohen's κ: agreement beyond what the margins give by chance.</summary>
    public Estimate CohenKappa()
    {
        double rows = Rows;
        double agreed = Classes.Sum(item => item.Hits) / rows;
        double chance = Classes.Sum(item => item.Support / rows * (item.Predicted / rows));
        if (Classes.Any(item => item.Support == Rows && item.Predicted == Rows))
        {
            return Estimate.Undefined("labels and predictions are all of one class");
        }

        double error = StandardErrorOf((label, prediction) =>
            ((label == prediction ? 1 : 0) / (1 - chance))
            - ((1 - agreed) / ((1 - chance) * (1 - chance)) * ((Classes[label].Predicted + Classes[prediction].Support) / rows)));
        return Estimate.NormalIfSpread((agreed - chance) / (1 - chance), error, -1, 1) with { Events = SmallestClass };
    }

    /// <summary>Matthews' correlation; of several classes Gorodkin's R_K (2004). The interval is Fisher's, on the scale of artanh.</summary>
    public Estimate Mcc()
    {
        double rows = Rows;
        double labels = (rows * rows) - Classes.Sum(item => (double)item.Support * item.Support);
        double predictions = (rows * rows) - Classes.Sum(item => (double)item.Predicted * item.Predicted);
        if (labels == 0 || predictions == 0)
        {
            return new Estimate(0) { Reason = "labels or predictions are all of one class; 0 by convention" };
        }

        double together = (Classes.Sum(item => (double)item.Hits) * rows) - Classes.Sum(item => (double)item.Support * item.Predicted);
        double value = Math.Clamp(together / Math.Sqrt(labels) / Math.Sqrt(predictions), -1, 1);
        double scale = rows * rows / Math.Sqrt(labels) / Math.Sqrt(predictions);
        double error = StandardErrorOf((label, prediction) =>
            (((label == prediction ? 1 : 0) - ((Classes[label].Predicted + Classes[prediction].Support) / rows)) * scale)
            + (value * rows * ((Classes[prediction].Predicted / predictions) + (Classes[label].Support / labels))));
        return Estimate.Correlation(value, error) with { Events = SmallestClass };
    }
}
