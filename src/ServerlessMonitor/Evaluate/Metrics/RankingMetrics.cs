using System.Globalization;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>Metrics of a model that ranks: means over the queries. The naive model is a random order of each query's rows, on average over all orders.</summary>
internal static class RankingMetrics
{
    /// <summary>The cutoff of keys that name none.</summary>
    public const int DefaultCutoff = 10;

    private static readonly (string Key, string Family, RankingMeasure Measure)[] Measures =
    [
        ("ndcg", "ndcgAt", RankingMeasure.Ndcg),
        ("meanAveragePrecision", "meanAveragePrecisionAt", RankingMeasure.AveragePrecision),
        ("meanReciprocalRank", "meanReciprocalRankAt", RankingMeasure.ReciprocalRank),
        ("precisionAtK", "precisionAt", RankingMeasure.Precision),
        ("recallAtK", "recallAt", RankingMeasure.Recall),
        ("hitRate", "hitRateAt", RankingMeasure.Hit),
    ];

    /// <summary>All of them, at the default cutoff.</summary>
    public static IEnumerable<IModelMetric> Create() => Measures.Select(item => Of(item.Key, item.Measure, DefaultCutoff));

    /// <summary>A metric at another cutoff; null for another family.</summary>
    public static IModelMetric? At(string key, string family, int cutoff) =>
        Measures.FirstOrDefault(item => string.Equals(item.Family, family, StringComparison.Ordinal)) is { Key: not null } found ? Of(key, found.Measure, cutoff) : null;

    private static ModelMetric<RankingOutcome> Of(string key, RankingMeasure measure, int cutoff) => new(
        key, MetricDirection.HigherIsBetter, subject => subject.Outcome.Ranking, outcome => Mean(outcome, measure, cutoff))
    {
        Naive = outcome => outcome.Queries == 0 ? null : outcome.At(cutoff).RandomOf(measure).Mean,
    };

    private static Estimate Mean(RankingOutcome outcome, RankingMeasure measure, int cutoff)
    {
        if (outcome.Queries == 0)
        {
            return Estimate.Undefined("no query with labelled rows began in the window");
        }

        Sketches.Moments values = outcome.At(cutoff).Of(measure);
        Estimate estimate = measure == RankingMeasure.Hit
            ? Estimate.Share((long)Math.Round(values.Sum), values.Count, string.Empty)
            : values.SampleStandardDeviation > 0 ? Estimate.Mean(values, 0, 1) : new Estimate(values.Mean);
        string?[] notes =
        [
            outcome.WithoutRelevant > 0 ? $"{Count(outcome.WithoutRelevant)} of {Count(outcome.Queries)} queries have no relevant row: 0 by convention" : null,
            outcome.ClosedEarly > 0 ? $"{Count(outcome.ClosedEarly)} queries were counted before their file ended, as too many were open: rows that came later count as queries of their own" : null,
        ];
        return estimate with { Reason = string.Join("; ", notes.OfType<string>()) is { Length: > 0 } reason ? reason : null };
    }

    private static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);
}
