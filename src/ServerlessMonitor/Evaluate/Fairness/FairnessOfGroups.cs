using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Evaluate.Metrics.Intervals;
using ServerlessMonitor.Evaluate.Versions;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Fairness;

/// <summary>Group fairness from the segments of sensitive columns: of the event, or of each class against the rest.</summary>
internal static class FairnessOfGroups
{
    // As of the metrics of single classes.
    private const int MostClasses = 20;

    /// <summary>The figures of each sensitive column that has segments; null where there is none, or the model does not tell classes apart.</summary>
    /// <param name="monitor">Says what is sensitive, and the reference groups.</param>
    /// <param name="current">The window.</param>
    /// <param name="nameClasses">Whether single classes may be named.</param>
    public static IReadOnlyList<GroupFairness>? Of(MonitorDefinition monitor, DatasetProfile current, bool nameClasses)
    {
        string[] classes = nameClasses && current.Outcome is { Binary: null, Classes: { } labelled } outcome ? ClassesOf(outcome, labelled) : [];
        GroupFairness[] found =
        [
            .. monitor.Segments
                .Where(segment => !segment.IsFilter && monitor.Columns.Sensitive.Contains(segment.Column, StringComparer.Ordinal))
                .Select(segment => Of(segment, current, classes)).OfType<GroupFairness>(),
        ];
        return found.Length == 0 ? null : found;
    }

    /// <summary>The classes of a window, in ordinal order; empty where they are too many, or not all told apart.</summary>
    private static string[] ClassesOf(OutcomeProfile outcome, ClassificationOutcome labelled)
    {
        string[] classes = [.. labelled.Confusion.Keys.SelectMany(pair => new[] { pair.Label, pair.Prediction }).Concat(outcome.PredictedClasses.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return labelled.OverflowRows > 0 || outcome.PredictedOverflow > 0 || classes.Length > MostClasses ? [] : classes;
    }

    private static GroupFairness? Of(SegmentDefinition definition, DatasetProfile current, string[] classes)
    {
        Group[] groups =
        [
            .. current.Segments.Where(pair => pair.Key.Name == definition.Key && pair.Key.Value is not null)
                .OrderBy(pair => pair.Key, SegmentKey.Order)
                .Select(pair => pair.Value.Outcome is { } outcome && Counts(outcome, classes) is { Length: > 0 } counts ? new Group(pair.Key, outcome, counts) : null).OfType<Group>(),
        ];
        Group? reference = groups.FirstOrDefault(group => string.Equals(group.Key.Value, definition.Reference, StringComparison.Ordinal))
            ?? groups.Where(group => !group.Key.IsRest).MaxBy(group => group.Predicted);
        if (reference is null)
        {
            return null;
        }

        double level = SampleSizeGate.Level / Math.Max(1, groups.Length - 1) / Math.Max(1, classes.Length);
        return new GroupFairness(definition.Column, reference.Key.Value!, [.. groups.Select(group => new FairnessGroup(
            group.Key.Value!, group.Predicted, group.Labelled, [.. group.Shares.Zip(reference.Shares, (own, other) => Compare(own, other, group == reference, level))]))]);
    }

    private static FairnessFigure Compare((string Key, long Count, long Rows) own, (string Key, long Count, long Rows) reference, bool isReference, double level)
    {
        if (own.Rows == 0)
        {
            return new FairnessFigure(own.Key, 0, null) { Verdict = isReference ? null : FairnessVerdict.NotEnoughData };
        }

        double share = (double)own.Count / own.Rows;
        (double lower, double upper) = Estimate.Wilson(own.Count, own.Rows, Estimate.Normal95);
        var figure = new FairnessFigure(own.Key, own.Rows, share) { Lower = lower, Upper = upper };
        if (isReference)
        {
            return figure;
        }

        if (reference.Rows == 0)
        {
            return figure with { Verdict = FairnessVerdict.NotEnoughData };
        }

        double other = (double)reference.Count / reference.Rows;
        (double otherLower, double otherUpper) = Estimate.Wilson(reference.Count, reference.Rows, Estimate.Normal95);
        (double least, double difference, double most) = IndependentSamples.Difference((otherLower, other, otherUpper), (lower, share, upper));
        double error = Math.Sqrt((1.0 / own.Count) - (1.0 / own.Rows) + (1.0 / reference.Count) - (1.0 / reference.Rows));
        double? reach = own.Count > 0 && reference.Count > 0 ? Math.Exp(Estimate.Normal95 * error) : null;
        return figure with
        {
            Difference = difference,
            DifferenceLower = least,
            DifferenceUpper = most,
            Ratio = other > 0 ? share / other : null,
            RatioLower = share / other / reach,
            RatioUpper = share / other * reach,
            Verdict = Verdict(own, reference, level),
        };
    }

    private static FairnessVerdict Verdict((string Key, long Count, long Rows) own, (string Key, long Count, long Rows) reference, double level)
    {
        (double lower, double upper) = new ShareInterval(own.Count, own.Rows).Bounds(level);
        (double otherLower, double otherUpper) = new ShareInterval(reference.Count, reference.Rows).Bounds(level);
        (double least, _, double most) = IndependentSamples.Difference(
            (otherLower, (double)reference.Count / reference.Rows, otherUpper), (lower, (double)own.Count / own.Rows, upper));
        return Math.Min(own.Rows, reference.Rows) < EvidenceGate.LeastLabelled ? FairnessVerdict.NotEnoughData
            : least > 0 || most < 0 ? FairnessVerdict.Differs
            : FairnessVerdict.NoDifferenceSeen;
    }

    private static ClassCounts[] Counts(OutcomeProfile outcome, string[] classes)
    {
        if (outcome.Binary is { } binary)
        {
            return [new ClassCounts(string.Empty, outcome.Positive!, binary.TruePositives, binary.FalsePositives, binary.FalseNegatives, binary.TrueNegatives)];
        }

        if (outcome.Classes is not { } labelled)
        {
            return [];
        }

        return [.. classes.Select(name =>
        {
            long found = labelled.Confusion.GetValueOrDefault(new ClassPair(name, name));
            long labels = labelled.Confusion.Where(pair => string.Equals(pair.Key.Label, name, StringComparison.Ordinal)).Sum(pair => pair.Value);
            long predictions = labelled.Confusion.Where(pair => string.Equals(pair.Key.Prediction, name, StringComparison.Ordinal)).Sum(pair => pair.Value);
            return new ClassCounts($"[{name}]", name, found, predictions - found, labels - found, labelled.Rows - labels - predictions + found);
        })];
    }

    /// <summary>Labelled rows of a class against the rest.</summary>
    /// <param name="Suffix">What keys end with; empty for the event.</param>
    /// <param name="Class">The class.</param>
    /// <param name="TruePositives">Rows of it that are predicted so.</param>
    /// <param name="FalsePositives">Other rows that are.</param>
    /// <param name="FalseNegatives">Rows of it that are not.</param>
    /// <param name="TrueNegatives">Other rows that are not.</param>
    private readonly record struct ClassCounts(string Suffix, string Class, long TruePositives, long FalsePositives, long FalseNegatives, long TrueNegatives);

    /// <summary>The counts of a group. Who is selected is known of every prediction, the other figures of labelled rows.</summary>
    private sealed record Group(SegmentKey Key, OutcomeProfile Outcome, ClassCounts[] Classes)
    {
        public long Labelled => Outcome.Labelled;

        public long Predicted => Math.Max(Outcome.Predicted, Outcome.Labelled);

        public (string Key, long Count, long Rows)[] Shares { get; } = [.. Classes.SelectMany(counts => ((string Key, long Count, long Rows)[])
        [
            Outcome.Predicted >= Outcome.Labelled && Outcome.PredictedOverflow == 0
                ? ("selectionRate" + counts.Suffix, Outcome.PredictedClasses.GetValueOrDefault(counts.Class), Outcome.Predicted)
                : ("selectionRate" + counts.Suffix, counts.TruePositives + counts.FalsePositives, counts.TruePositives + counts.FalsePositives + counts.TrueNegatives + counts.FalseNegatives),
            ("truePositiveRate" + counts.Suffix, counts.TruePositives, counts.TruePositives + counts.FalseNegatives),
            ("falsePositiveRate" + counts.Suffix, counts.FalsePositives, counts.FalsePositives + counts.TrueNegatives),
            ("falseNegativeRate" + counts.Suffix, counts.FalseNegatives, counts.TruePositives + counts.FalseNegatives),
            ("precision" + counts.Suffix, counts.TruePositives, counts.TruePositives + counts.FalsePositives),
        ])];
    }
}
