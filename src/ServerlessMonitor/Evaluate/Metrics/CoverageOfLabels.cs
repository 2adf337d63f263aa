using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Metrics.Intervals;
using ServerlessMonitor.Evaluate.Versions;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>How many predictions have labels, and whether some classes' rather than others'.</summary>
internal static class CoverageOfLabels
{
    private const int MostClasses = 20;

    // A difference that is worth a word, and not by chance (the gate's level).
    private const double WorthSaying = 0.1;

    /// <summary>The coverage; null where nothing is predicted.</summary>
    /// <param name="outcome">The window's.</param>
    /// <param name="nameClasses">Whether single classes may be named.</param>
    public static LabelCoverage? Of(OutcomeProfile outcome, bool nameClasses)
    {
        long predicted = Math.Max(outcome.Predicted, outcome.Labelled);
        if (predicted == 0)
        {
            return null;
        }

        var coverage = new LabelCoverage(predicted, outcome.Labelled, (double)outcome.Labelled / predicted);
        if (outcome.Classes is not { OverflowRows: 0 } classes || outcome.PredictedOverflow > 0 || outcome.PredictedClasses.Count is 0 or > MostClasses)
        {
            return coverage;
        }

        ILookup<string, long> labelled = classes.Confusion.ToLookup(pair => pair.Key.Prediction, pair => pair.Value, StringComparer.Ordinal);
        ClassCoverage[] byClass = [.. outcome.PredictedClasses.Select(pair => Of(pair.Key, Math.Max(pair.Value, labelled[pair.Key].Sum()), labelled[pair.Key].Sum()))];
        return coverage with { ByClass = nameClasses ? byClass : null, Note = Note(byClass, nameClasses) };
    }

    /// <summary>Why no metric is judged; null where there are labels enough.</summary>
    public static string? TooLow(OutcomeProfile? outcome, LabelsDefinition labels)
    {
        if (!(labels.MinimumCoverage > 0) || outcome is null || Of(outcome, nameClasses: false) is not { } coverage || coverage.Share >= labels.MinimumCoverage)
        {
            return null;
        }

        return $"{Say.Percent(coverage.Share)} of {Say.Count(coverage.Predicted, "prediction")} {(coverage.Predicted == 1 ? "has a label" : "have labels")}, {Say.Percent(labels.MinimumCoverage)} are needed";
    }

    private static ClassCoverage Of(string name, long predicted, long labelled) => new(name, predicted, labelled, predicted == 0 ? 0 : (double)labelled / predicted);

    // The class whose share is farthest from that of the others together.
    private static string? Note(ClassCoverage[] classes, bool nameClasses)
    {
        ClassCoverage? farthest = null;
        ClassCoverage? others = null;
        foreach (ClassCoverage item in classes)
        {
            ClassCoverage rest = Of(string.Empty, classes.Sum(other => other.Predicted) - item.Predicted, classes.Sum(other => other.Labelled) - item.Labelled);
            if (rest.Predicted > 0 && item.Predicted > 0 && (farthest is null || Math.Abs(item.Share - rest.Share) > Math.Abs(farthest.Share - others!.Share)))
            {
                (farthest, others) = (item, rest);
            }
        }

        if (farthest is null || Math.Abs(farthest.Share - others!.Share) < WorthSaying)
        {
            return null;
        }

        (double lower, _, double upper) = IndependentSamples.Difference(Bounds(others), Bounds(farthest));
        string of = nameClasses ? $"those predicted '{farthest.Class}'" : "those of one predicted class";
        return lower > 0 || upper < 0
            ? $"labels have come for {Say.Percent(farthest.Share)} of {of} and for {Say.Percent(others.Share)} of the others: metrics are of no fair sample of the rows"
            : null;
    }

    private static (double Lower, double Value, double Upper) Bounds(ClassCoverage item)
    {
        (double lower, double upper) = new ShareInterval(item.Labelled, item.Predicted).Bounds(SampleSizeGate.Level);
        return (lower, item.Share, upper);
    }
}
