using System.Globalization;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using static ServerlessMonitor.Tests.Runs.Batches;

namespace ServerlessMonitor.Tests.Runs;

public sealed class ServiceRunTests
{
    private const string Monitor = """
        model: churn
        service: {latency: latency_ms, error: status_code}
        labels: {minCoverage: 0.9}
        performance:
          - {metric: latencyP95, above: 400}
          - {metric: errorRate, worseThanBaselineBy: 0.02}
          - {metric: throughput, below: 0.1}

        """;

    private static readonly DateOnly Monday = new(2026, 2, 23);
    private readonly Pipeline _suite = new();

    [Fact]
    public async Task Rules_OnColumnsOfTheBatch_AlertWithoutALabelAndResolve()
    {
        _suite.Files.Monitors["churn"] = Monitor;
        await _suite.UploadBaselineAsync(Served(Batches.Day(Monday.AddDays(-7)), slowest: 200, failures: 0.01));
        await _suite.UploadAsync("a.csv", WithoutLabels(Served(Batches.Day(Monday), slowest: 900, failures: 0.2)));
        await _suite.PumpAsync();

        EvaluationReport report = (await _suite.ReportAsync(Monday))!;
        Assert.Equal(0, report.LabelledRows);
        Assert.Equal(ServiceKeys.Usual, report.Metrics.Where(metric => ServiceKeys.Includes(metric.Key)).Select(metric => metric.Key));
        Assert.Equal((480 / 1440.0, 480 / 1440.0), Throughput(report));
        Assert.Equal(AlertPhase.Firing, (await _suite.AlertAsync("performance/latencyP95/above"))?.Phase);
        Assert.Equal(AlertPhase.Firing, (await _suite.AlertAsync("performance/errorRate/worseThanBaseline"))?.Phase);
        Assert.Null(await _suite.AlertAsync("performance/throughput/below"));
        Assert.DoesNotContain(report.Rules, rule => rule.Column is "latency_ms" or "status_code" && rule.Outcome == VerdictOutcome.Breach && rule.Family == EvaluationFamily.Drift);
        Assert.Equal("ServiceBreach", report.Rules.Single(rule => rule.RuleId == "performance/latencyP95/above").AlertName);

        await _suite.UploadAsync("b.csv", WithoutLabels(Served(Batches.Day(Monday.AddDays(1)), slowest: 200, failures: 0.01)));
        await _suite.UploadAsync("c.csv", WithoutLabels(Served(Batches.Day(Monday.AddDays(2), rows: 100), slowest: 200, failures: 0)));
        await _suite.UploadAsync("d.csv", WithoutLabels(Served(Batches.Day(Monday.AddDays(3)), slowest: 200, failures: 0)));
        await _suite.PumpAsync();
        Assert.Equal(AlertPhase.Resolved, (await _suite.AlertAsync("performance/latencyP95/above"))?.Phase);
        Assert.Equal(AlertPhase.Resolved, (await _suite.AlertAsync("performance/errorRate/worseThanBaseline"))?.Phase);
        Assert.Equal(VerdictOutcome.Breach, (await _suite.ReportAsync(Monday.AddDays(2)))!.Rules.Single(rule => rule.Measure == "throughput").Outcome);
    }

    [Fact]
    public async Task Monitor_NamedAfterTheBatches_ReadsWhatIsStored()
    {
        await _suite.UploadAsync("a.csv", Served(Batches.Day(Monday), slowest: 900, failures: 0.2));
        await _suite.PumpAsync();
        Assert.DoesNotContain((await _suite.ReportAsync(Monday))!.Metrics, metric => ServiceKeys.Includes(metric.Key));

        _suite.Files.Monitors["churn"] = Monitor + "segments: [{column: country}]\n";
        await _suite.UploadAsync("b.csv", From("de", Served(Batches.Day(Monday, rows: 120, seed: 2), slowest: 900, failures: 0.2)));
        await _suite.PumpAsync();
        EvaluationReport report = (await _suite.ReportAsync(Monday))!;
        Assert.Equal(600 / 1440.0, report.Metrics.Single(metric => metric.Key == "throughput").Value!.Value, 12);
        Assert.InRange(report.Metrics.Single(metric => metric.Key == "latencyP95").Value!.Value, 800, 900);
        Assert.InRange(report.Metrics.Single(metric => metric.Key == "errorRate").Value!.Value, 0.1, 0.3);
        SegmentReport segment = report.Segments!.Single(item => item.Segment.Value == "de");
        Assert.InRange(segment.Metrics.Single(metric => metric.Key == "latencyP95").Value!.Value, 750, 900);
    }

    [Fact]
    public async Task Ingest_LatencyOfTextInTheFirstRows_IsReadAsNumbers()
    {
        _suite.Files.Monitors["churn"] = Monitor;
        string[] lines = Served(Batches.Day(Monday), slowest: 100, failures: 0).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string Cell(int i, string line) => i is > 0 and < 400 ? $"{string.Join(',', line.Split(',')[..^2])},n/k,timeout {i}" : line;
        await _suite.UploadAsync("a.csv", string.Join('\n', lines.Select((line, i) => Cell(i, line))));
        await _suite.PumpAsync();

        EvaluationReport report = (await _suite.ReportAsync(Monday))!;
        MetricResult latency = report.Metrics.Single(metric => metric.Key == "latencyP50");
        Assert.InRange(latency.Value!.Value, 1, 100);
        Assert.StartsWith("399 of 480 rows (83.1 %) without a latency left out", latency.Reason, StringComparison.Ordinal);
        Assert.Equal(399 / 480.0, report.Metrics.Single(metric => metric.Key == "errorRate").Value!.Value, 12);
    }

    private static (double?, double?) Throughput(EvaluationReport report)
    {
        MetricResult metric = report.Metrics.Single(item => item.Key == "throughput");
        return (metric.Value, metric.Baseline);
    }

    // Latencies are uniform from 0 on.
    private static string Served(string csv, double slowest, double failures)
    {
        var random = new Random(7);
        return string.Join('\n', csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, i) => i == 0
            ? $"{line},latency_ms,status_code"
            : string.Create(CultureInfo.InvariantCulture, $"{line},{slowest * random.NextDouble():F1},{(random.NextDouble() < failures ? 503 : 200)}")));
    }

    private static string WithoutLabels(string csv) => string.Join('\n', csv.Split('\n').Select((line, i) =>
    {
        string[] cells = line.Split(',');
        cells[5] = i == 0 ? cells[5] : string.Empty;
        return string.Join(',', cells);
    }));
}
