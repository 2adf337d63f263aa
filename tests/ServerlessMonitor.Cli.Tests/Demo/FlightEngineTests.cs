using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;
using Xunit.Abstractions;

namespace ServerlessMonitor.Cli.Tests.Demo;

/// <summary>
/// The sampled replay through the product itself: every day profiled by hour and stored, weeks merged from what was stored and evaluated; days too, as they have few enough rows to count absurd delays exactly. The same figures
/// as <see cref="FlightDemoTests"/> computes the plain way.
/// </summary>
[Collection(RealFlights.Collection)]
public sealed class FlightEngineTests(RealFlights flights, ITestOutputHelper output)
{
    private static readonly string[] Stable = ["hour", "weekday", "distance", "origin", "destination"];
    private static readonly string[] Recent = ["origin_recent_delay", "destination_recent_delay"];
    private static readonly DateOnly[] Calm = [new(2001, 4, 23), new(2001, 4, 30), new(2001, 5, 7)];
    private static readonly MonitorDefinition Monitor = RealFlights.Monitor();

    [Fact]
    public async Task SampledReplay_EvaluatedByWeek_ShowsWhatTheDemoPromises()
    {
        var (weeks, last, days) = await EvaluateAsync();

        Assert.Equal(20, weeks.Count);
        foreach (var report in weeks)
        {
            Write(report);
        }

        Assert.All(Recent, column => Assert.Equal(Calm, weeks.Where(week => Psi(week, column) > 0.2).Select(MondayOf)));
        Assert.All(Stable, column => Assert.All(weeks, week => Assert.InRange(Psi(week, column), 0, 0.05)));
        Assert.Equal(Calm, weeks.OrderBy(week => Metric(week, "f1")).Take(3).Select(MondayOf).Order());
        Assert.Equal(Calm, weeks.OrderByDescending(week => Metric(week, "accuracy")).Take(3).Select(MondayOf).Order());
        Assert.All(weeks, week => Assert.Equal(Calm.Contains(MondayOf(week)) ? VerdictOutcome.Breach : VerdictOutcome.Ok, week.Rules.Single(rule => rule.RuleId == "performance/f1/below").Outcome));
        Assert.All(weeks.Zip(flights.Weeks), pair => Assert.Equal(pair.Second.Scored.F1, Metric(pair.First, "f1"), 1e-9));
        Assert.All(weeks.Zip(flights.Weeks), pair => Assert.Equal(pair.Second.Scored.Accuracy, Metric(pair.First, "accuracy"), 1e-9));

        Assert.All(weeks, week => Assert.InRange(Estimated(week, "accuracy") - Metric(week, "accuracy"), -0.03, 0.03));
        Assert.All(weeks, week => Assert.InRange(Estimated(week, "f1") - Metric(week, "f1"), -0.06, 0.06));

        IReadOnlyList<EvaluationReport> all = [.. weeks, last];
        Assert.Equal(["ACY", "AKN", "DLG", "GST", "LWB", "MQT"], Findings(all, "newCategories").SelectMany(finding => finding.Samples).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(["arrival_delay"], Findings(all, "outOfRange").Select(finding => finding.Column).Distinct(StringComparer.Ordinal));
        Assert.Equal(4, Findings(all, "outOfRange").Count());
        Assert.Equal(5, Findings(days, "outOfRange").Where(finding => finding.Column == "arrival_delay").Sum(Count));
        Assert.Equal(10, Findings(all, "duplicateIds").Sum(Count));
        Assert.All(all.SelectMany(report => report.Rules).Where(rule => rule.Family == EvaluationFamily.Quality), rule => Assert.Equal(Severity.Info, rule.Severity));
    }

    private static double Psi(EvaluationReport report, string column)
    {
        var drift = Assert.Single(report.Drift, drift => drift.Column == column);
        Assert.Equal("psi", drift.Method);
        return drift.Value!.Value;
    }

    private static double Metric(EvaluationReport report, string key) => report.Metrics.Single(metric => metric.Key == key).Value!.Value;

    private static double Estimated(EvaluationReport report, string key) => report.Estimated.Single(metric => metric.Key == key).Value!.Value;

    private static DateOnly MondayOf(EvaluationReport report) => DateOnly.FromDateTime(report.Window.Start.UtcDateTime);

    /// <summary>What is a breach.</summary>
    private static IEnumerable<QualityFinding> Findings(IEnumerable<EvaluationReport> reports, string check) =>
        reports.SelectMany(report => report.Quality.Where(finding => finding.Check == check && finding.Outcome == VerdictOutcome.Breach));

    /// <summary>The count that the sentence names.</summary>
    private static int Count(QualityFinding finding) =>
        int.Parse(finding.Summary.Split(": ")[1].Split(" of ")[0].Replace("at least ", string.Empty, StringComparison.Ordinal), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private async Task<(IReadOnlyList<EvaluationReport> Weeks, EvaluationReport Last, IReadOnlyList<EvaluationReport> Days)> EvaluateAsync()
    {
        var profiler = new BatchProfiler(workers: 1);
        var context = new BatchContext(Monitor, EventTimeFallback.Day(flights.Days[0].Day));
        var whole = await profiler.ProfileWholeAsync(new MemoryStream(flights.BaselineCsv.ToArray()), "baseline.csv", context, CancellationToken.None);
        var baseline = Assert.Single(whole.Hours).Profile;
        context = context with { Schema = whole.Schema };

        var reports = new List<EvaluationReport>();
        var days = new List<EvaluationReport>();
        foreach (var week in flights.Days.Chunk(7))
        {
            var merged = new DatasetProfile(whole.Schema);
            foreach (var day in week)
            {
                var batch = await profiler.ProfileAsync(new MemoryStream(day.Csv.ToArray()), day.FileName, context, CancellationToken.None);
                var ofDay = new DatasetProfile(whole.Schema);
                foreach (var (_, profile) in batch.Hours)
                {
                    var stored = ProfileCodec.FromBytes(ProfileCodec.ToBytes(profile));
                    merged.Merge(stored);
                    ofDay.Merge(stored);
                }

                days.Add(Evaluate(WindowSpec.Tumbling("1d"), day.Day, ofDay, baseline));
            }

            reports.Add(Evaluate(WindowSpec.Tumbling("7d"), week[0].Day, merged, baseline));
        }

        return (reports[..^1], reports[^1], days);
    }

    private static EvaluationReport Evaluate(WindowSpec spec, DateOnly first, DatasetProfile rows, DatasetProfile baseline)
    {
        var start = new DateTimeOffset(first, TimeOnly.MinValue, TimeSpan.Zero);
        var input = new EvaluationInput(new ModelVersion(Monitor.Model, "1"), spec, new TimeWindow(start, start.AddDays(spec.Length.Count)), Monitor, rows)
        {
            Baseline = baseline,
            BaselineName = "upload",
        };
        return new EvaluateWindow().Evaluate(input);
    }

    private void Write(EvaluationReport report)
    {
        var psi = string.Join(' ', Recent.Concat(Stable).Select(column => Psi(report, column).ToString("F3", CultureInfo.InvariantCulture)));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{MondayOf(report):yyyy-MM-dd} {report.Rows} {psi} {Metric(report, "f1"):F3} {Metric(report, "accuracy"):F3}"));
        foreach (var estimate in report.Estimated.Where(estimate => estimate.Key is "accuracy" or "f1" or "rocAuc" or "prevalence"))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {estimate.Key} {Metric(report, estimate.Key):F3} estimated {estimate.Value:F3} ({estimate.Lower:F3} to {estimate.Upper:F3})"));
        }

        output.WriteLine($"  {report.Estimation} {report.Rules.FirstOrDefault(rule => rule.RuleId == "performance/estimated/gap")?.Summary}");
        foreach (var finding in report.Quality.Where(finding => finding.Outcome == VerdictOutcome.Breach))
        {
            output.WriteLine($"  {finding.Check} {finding.Summary}");
        }
    }
}
