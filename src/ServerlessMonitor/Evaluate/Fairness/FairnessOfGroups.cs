using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Evaluate.Metrics.Intervals;
using ServerlessMonitor.Evaluate.Versions;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Fairness;

/// <summary>Group fairness from the segments of sensitive columns.</summary>
internal static class FairnessOfGroups
{
    /// <summary>The figures of each sensitive column that has segments; null where there is none, or the model has no positive class.</summary>
    /// <param name="monitor">Says what is sensitive, and the reference groups.</param>
    /// <param name="current">The window.</param>
    public static IReadOnlyList<GroupFairness>? Of(MonitorDefinition monitor, DatasetProfile current)
    {
        GroupFairness[] found =
        [
            .. monitor.Segments
                .Where(segment => !segment.IsFilter && monitor.Columns.Sensitive.Contains(segment.Column, StringComparer.Ordinal))
                .Select(segment => Of(segment, current)).OfType<GroupFairness>(),
        ];
        return found.Length == 0 ? null : found;
    }

    private static GroupFairness? Of(SegmentDefinition definition, DatasetProfile current)
    {
        Group[] groups =
        [
            .. current.Segments.Where(pair => pair.Key.Name == definition.Key && pair.Key.Value is not null)
                .OrderBy(pair => pair.Key, SegmentKey.Order)
                .Select(pair => pair.Value.Outcome is { Binary: { } binary } outcome ? new Group(pair.Key, outcome, binary) : null).OfType<Group>(),
        ];
        Group? reference = groups.FirstOrDefault(group => string.Equals(group.Key.Value, definition.Reference, StringComparison.Ordinal))
            ?? groups.Where(group => !group.Key.IsRest).MaxBy(group => group.Predicted);
        if (reference is null)
        {
            return null;
        }

        double level = SampleSizeGate.Level / Math.Max(1, groups.Length - 1);
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

    /// <summary>The counts of a group. Who is selected is known of every prediction, the other figures of labelled rows.</summary>
    private sealed record Group(SegmentKey Key, OutcomeProfile Outcome, BinaryOutcome Binary)
    {
        public long Labelled => Outcome.Labelled;

        public long Predicted => Math.Max(Outcome.Predicted, Outcome.Labelled);

        public (string Key, long Count, long Rows)[] Shares { get; } =
        [
            Outcome.Predicted >= Outcome.Labelled && Outcome.PredictedOverflow == 0
                ? ("selectionRate", Outcome.PredictedClasses.GetValueOrDefault(Outcome.Positive!), Outcome.Predicted)
                : ("selectionRate", Binary.TruePositives + Binary.FalsePositives, Binary.Rows),
            ("truePositiveRate", Binary.TruePositives, Binary.TruePositives + Binary.FalseNegatives),
            ("falsePositiveRate", Binary.FalsePositives, Binary.FalsePositives + Binary.TrueNegatives),
            ("falseNegativeRate", Binary.FalseNegatives, Binary.TruePositives + Binary.FalseNegatives),
            ("precision", Binary.TruePositives, Binary.TruePositives + Binary.FalsePositives),
        ];
    }
}
