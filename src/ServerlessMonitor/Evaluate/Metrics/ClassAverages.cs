using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>
/// Precision, recall and F1 averaged over the classes, plainly or by how frequent each is among the labels, with standard errors by the delta method on the table of labels and predictions.
/// </summary>
internal static class ClassAverages
{
    /// <summary>Mean of the classes' precision.</summary>
    public static Estimate Precision(ClassificationOutcome outcome, ClassTable table)
    {
        double each = (double)table.Rows / table.Classes.Count;
        double error = table.StandardErrorOf((label, prediction) =>
            ((label == prediction ? 1 : 0) - table.Classes[prediction].Precision) * each / table.Classes[prediction].Predicted);
        return Within(table.Classes.Average(item => item.Precision), error) with { Events = table.SmallestClass };
    }

    /// <summary>Mean of the classes' recall.</summary>
    public static Estimate Recall(ClassificationOutcome outcome, ClassTable table) => MeanRecall(table, table.Classes.Count);

    /// <summary>Mean of the recall of the classes that are among the labels.</summary>
    public static Estimate BalancedAccuracy(ClassificationOutcome outcome, ClassTable table) => MeanRecall(table, table.Classes.Count(item => item.Support > 0));

    /// <summary>Mean of the classes' F1.</summary>
    public static Estimate F1(ClassificationOutcome outcome, ClassTable table)
    {
        double each = (double)table.Rows / table.Classes.Count;
        return Within(table.Classes.Average(item => item.F1), table.StandardErrorOf((label, prediction) => each * F1Slope(table, label, prediction, 1, 1))) with { Events = table.SmallestClass };
    }

    /// <summary>Precision weighted by the classes' labels.</summary>
    public static Estimate PrecisionWeighted(ClassificationOutcome outcome, ClassTable table)
    {
        double value = Weighted(table, item => item.Precision);
        double error = table.StandardErrorOf((label, prediction) =>
            table.Classes[label].Precision
            + (table.Classes[prediction].Support * ((label == prediction ? 1 : 0) - table.Classes[prediction].Precision) / table.Classes[prediction].Predicted));
        return Within(value, error) with { Events = table.SmallestClass };
    }

    /// <summary>Recall weighted by the classes' labels: the share of right rows.</summary>
    public static Estimate RecallWeighted(ClassificationOutcome outcome, ClassTable table) => Estimate.Share(table.Classes.Sum(item => item.Hits), table.Rows, string.Empty);

    /// <summary>F1 weighted by the classes' labels.</summary>
    public static Estimate F1Weighted(ClassificationOutcome outcome, ClassTable table)
    {
        double value = Weighted(table, item => item.F1);
        double error = table.StandardErrorOf((label, prediction) =>
            table.Classes[label].F1 + F1Slope(table, label, prediction, table.Classes[label].Support, table.Classes[prediction].Support));
        return Within(value, error);
    }

    private static Estimate MeanRecall(ClassTable table, int classes)
    {
        double each = (double)table.Rows / classes;
        double error = table.StandardErrorOf((label, prediction) => ((label == prediction ? 1 : 0) - table.Classes[label].Recall) * each / table.Classes[label].Support);
        return Within(table.Classes.Sum(item => item.Recall) / classes, error) with { Events = table.SmallestClass };
    }

    /// <summary>What one row more of a cell does to the F1 of its label's and of its prediction's class, each times a factor.</summary>
    private static double F1Slope(ClassTable table, int label, int prediction, double ofLabel, double ofPrediction)
    {
        ClassScore truth = table.Classes[label];
        ClassScore answer = table.Classes[prediction];
        double first = truth.Support + truth.Predicted;
        return label == prediction
            ? ofLabel * 2 * (1 - truth.F1) / first
            : (-ofLabel * truth.F1 / first) - (ofPrediction * answer.F1 / (answer.Support + answer.Predicted));
    }

    private static double Weighted(ClassTable table, Func<ClassScore, double> score) => table.Classes.Sum(item => (double)item.Support / table.Rows * score(item));

    private static Estimate Within(double value, double error) => Estimate.NormalIfSpread(value, error, 0, 1);
}
