using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Estimates;

/// <summary>
/// By how much realised metrics parted from estimates among the baseline's own chunks, beyond chance: weather, weeks and campaigns move labels without moving inputs, and rows that share them are
/// not independent. A window is one more chunk (<see cref="LearntSpread"/>); chunks that are shorter than it part by more, so that they allow too much rather than too little.
/// </summary>
internal static class ChunkGaps
{
    private static readonly IReadOnlyDictionary<string, double> None = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The variance to add to that of a difference, by the metric's key; empty from fewer than <see cref="LearntSpread.FewestChunks"/> chunks with labels.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <param name="whole">The outcome of all of them.</param>
    public static IReadOnlyDictionary<string, double> Learn(IReadOnlyList<DatasetProfile> chunks, OutcomeProfile? whole)
    {
        DatasetProfile[] labelled = [.. chunks.Where(chunk => chunk.Outcome?.Labelled >= Metrics.EvidenceGate.LeastLabelled && chunk.Predictions?.Rows > 0)];
        if (whole is null || labelled.Length < LearntSpread.FewestChunks)
        {
            return None;
        }

        (string Key, double Gap, double Variance)[] gaps = [.. whole.Task switch
        {
            ModelTask.Regression => OfNumbers(labelled, whole.Regression!.ErrorsByPrediction),
            _ when whole.Binary is { } binary => OfEvents(labelled, binary.Scores),
            _ => [],
        }];
        double factor = LearntSpread.Deviations(labelled.Length) / EstimateSpread.Width;
        return gaps.GroupBy(gap => gap.Key, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            group => factor * factor * Math.Max(0, (group.Sum(gap => gap.Gap * gap.Gap) / (group.Count() - 1)) - group.Average(gap => gap.Variance)),
            StringComparer.Ordinal);
    }

    private static IEnumerable<(string Key, double Gap, double Variance)> OfEvents(DatasetProfile[] chunks, ScoreHistogram scores)
    {
        if (ScoreCalibrator.Learn(scores).Calibrator is not { } calibrator)
        {
            yield break;
        }

        CountMetric[] metrics = [.. CountMetric.For(new Metrics.MetricSettings(NameClasses: false)).Where(metric => EstimateGap.OfClasses.Contains(metric.Key, StringComparer.Ordinal))];
        foreach (DatasetProfile chunk in chunks)
        {
            var rows = new ScoredRows(chunk.Predictions!.Scores!, calibrator);
            ExpectedCounts expected = rows.Counts;
            BinaryOutcome seen = chunk.Outcome!.Binary!;
            ExpectedCounts realised = new(seen.TruePositives + seen.FalsePositives, seen.TrueNegatives + seen.FalseNegatives, seen.TruePositives, seen.FalseNegatives);
            foreach (CountMetric metric in metrics)
            {
                double error = expected.SpreadOf(metric.Of).StandardError;
                yield return (metric.Key, metric.Of(realised) - metric.Of(expected), error * error);
            }

            if (rows.RocAuc() is { Value: { } area, StandardError: { } ofArea } estimate && seen.Scores.RocAuc() is { } seenArea)
            {
                yield return (estimate.Key, seenArea - area, ofArea * ofArea);
            }
        }
    }

    private static IEnumerable<(string Key, double Gap, double Variance)> OfNumbers(DatasetProfile[] chunks, ErrorGrid errors)
    {
        foreach (DatasetProfile chunk in chunks)
        {
            RegressionOutcome seen = chunk.Outcome!.Regression!;
            foreach (MetricResult estimate in RegressionEstimates.Measure(chunk.Predictions!.Values!, errors).Metrics.Where(metric => metric.Key is not "mse"))
            {
                double realised = estimate.Key is "mae" ? seen.AbsoluteError.Mean : Math.Sqrt(seen.SquaredError.Mean);
                if (estimate is { Value: { } value, StandardError: { } error } && double.IsFinite(realised))
                {
                    yield return (estimate.Key, realised - value, error * error);
                }
            }
        }
    }
}
