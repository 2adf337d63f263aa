using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Evaluate.Versions;

namespace ServerlessMonitor.Tests.Evaluate.Versions;

/// <summary>Reports of versions on days from Monday, 2 March 2026, with the metrics that matter here.</summary>
internal static class VersionReports
{
    public static readonly WindowSpec Daily = WindowSpec.Tumbling("1d");
    private static readonly CompareVersions Comparer = new();
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A day's counts of a binary model.</summary>
    public static EvaluationReport Binary(string version, int day, long truePositives, long falsePositives, long falseNegatives, long trueNegatives, WindowSpec? spec = null)
    {
        long rows = truePositives + falsePositives + falseNegatives + trueNegatives;
        return Of(
            version,
            day,
            rows,
            [
                Estimate.Share(truePositives + trueNegatives, rows, "none").ToResult("accuracy"),
                Estimate.Share(truePositives, truePositives + falsePositives, "no row was predicted positive; 0 by convention").ToResult("precision"),
                BinaryMetrics.F1(truePositives, falsePositives, falseNegatives).ToResult("f1"),
                new MetricResult("mcc", 0.4),
                Estimate.Share(truePositives + falseNegatives, rows, "none").ToResult("prevalence"),
                Estimate.Share(truePositives + falsePositives, rows, "none").ToResult("predictedPositiveRate"),
                new MetricResult("truePositive", truePositives),
            ],
            spec);
    }

    /// <summary>A day's report with these metrics.</summary>
    public static EvaluationReport Of(string version, int day, long rows, IReadOnlyList<MetricResult> metrics, WindowSpec? spec = null)
    {
        WindowSpec windows = spec ?? Daily;
        DateTimeOffset start = Monday.AddDays(day);
        return new EvaluationReport(new ModelVersion("churn", version), windows, new TimeWindow(start, start.AddDays(windows.Length.Count)))
        {
            Families = [EvaluationFamily.Performance],
            Rows = rows,
            LabelledRows = rows,
            Metrics = metrics,
        };
    }

    /// <summary>A metric with a normal interval.</summary>
    public static MetricResult Mean(string key, double value, double standardError) => Estimate.Normal(value, standardError, double.NegativeInfinity, double.PositiveInfinity).ToResult(key);

    /// <summary>Version 7 compared with version 6.</summary>
    public static VersionComparison Compare(IEnumerable<EvaluationReport> champion, IEnumerable<EvaluationReport> challenger, params PerformanceRule[] rules)
    {
        IReadOnlyList<ReportPair> pairs = ReportPair.Match(champion, challenger);
        return Comparer.Compare(new ModelVersion("churn", "6"), new ModelVersion("churn", "7"), Daily, pairs, pairs, rules);
    }
}
