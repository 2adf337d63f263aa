using System.Globalization;
using System.Text.Json;

namespace ServerlessMonitor.Cli.Tests.Commands;

/// <summary>Latency and errors, through the commands that read files.</summary>
public sealed class ServiceColumnsTests : IDisposable
{
    private const string Monitor = "model: churn\nservice: {latency: latency_ms, error: status_code}\nperformance: [{metric: latencyP95, above: 150}]\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Infer_UnmistakableNames_ProposesThemAndTheFileIsValid()
    {
        var run = await CliRun.Of("infer", _folder.Write("d.csv", Csv(1)));

        Assert.Contains("\nservice:\n  latency: latency_ms  # by its name\n  error: status_code  # by its name; true, HTTP statuses", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("latency_ms: {", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n  duration: {type: numeric", run.Output, StringComparison.Ordinal);
        var taken = run.Output.Replace("# performance: [", "performance: [", StringComparison.Ordinal);
        Assert.Equal(0, (await CliRun.Of("validate", _folder.Write("d.yaml", taken))).ExitCode);
        using var json = JsonDocument.Parse((await CliRun.Of("infer", Path.Combine(_folder.Path, "d.csv"), "--format", "json")).Output);
        Assert.Equal("latency_ms", json.RootElement.GetProperty("service").GetProperty("latency").GetString());
    }

    [Fact]
    public async Task Infer_ErrorsThatAreAmounts_AreFeatures()
    {
        var csv = "id,error,latency\n" + string.Concat(Enumerable.Range(0, 200).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},{i / 7.0:F3},-{i}\n")));
        var run = await CliRun.Of("infer", _folder.Write("d.csv", csv));

        Assert.DoesNotContain("service:", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n  error: {type: numeric", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_ServiceColumns_AreBesideTheMetricsAndInThePage()
    {
        var file = _folder.Write("d.csv", Csv(2));
        var monitor = _folder.Write("churn.yaml", Monitor);
        var run = await CliRun.Of("evaluate", "--predictions", file, "--monitor", monitor, "--window", "1d");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ServiceBreach: latencyP95 190 is above 150 (1,440 rows)", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"latencyP95\s+190", run.Output);
        Assert.Matches(@"throughput\s+1 ", run.Output);
        using var json = JsonDocument.Parse((await CliRun.Of("evaluate", "--predictions", file, "--monitor", monitor, "--window", "1d", "--format", "json")).Output);
        var metrics = json.RootElement.GetProperty("windows")[0].GetProperty("metrics");
        Assert.Equal(0.1, metrics.GetProperty("errorRate").GetProperty("value").GetDouble());
        Assert.True(metrics.GetProperty("latencyP95").GetProperty("alert").GetBoolean());
        var page = (await CliRun.Of("evaluate", "--predictions", file, "--monitor", monitor, "--window", "1d", "--format", "html")).Output;
        Assert.Contains("<h3>latencyP95</h3>", page, StringComparison.Ordinal);
        Assert.Contains("</span>rule: ", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_ServiceColumns_HaveATableAndFindings()
    {
        var (before, after, monitor) = (_folder.Write("a.csv", Csv(1)), _folder.Write("b.csv", Csv(2)), _folder.Write("churn.yaml", Monitor));
        var run = await CliRun.Of("compare", "--baseline", before, "--current", after, "--monitor", monitor);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("service: latencyP95 190 is above 150 (1,440 rows; baseline 95", run.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await CliRun.Of("compare", "--baseline", before, "--current", after, "--monitor", monitor, "--format", "json")).Output);
        Assert.Equal(95, Math.Round(json.RootElement.GetProperty("service").GetProperty("latencyP95").GetProperty("baseline").GetDouble()));
        Assert.Equal(1, json.RootElement.GetProperty("service").GetProperty("throughput").GetProperty("baseline").GetDouble());
        var column = json.RootElement.GetProperty("columns").EnumerateArray().Single(item => item.GetProperty("name").GetString() == "latency_ms");
        Assert.Equal("says how the model is served", column.GetProperty("notCompared").GetString());
        Assert.Contains("<h2>Service</h2>", (await CliRun.Of("compare", "--baseline", before, "--current", after, "--monitor", monitor, "--format", "html")).Output, StringComparison.Ordinal);
    }

    // A day, one row a minute; latencies are the whole numbers of 0 to 100 times a factor, every tenth row failed.
    private static string Csv(int factor) => "prediction_id,timestamp,duration,latency_ms,status_code\n" + string.Concat(Enumerable.Range(0, 1440).Select(i => string.Create(
        CultureInfo.InvariantCulture, $"p{i},{new DateTime(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i):yyyy-MM-ddTHH:mm:ssZ},{i % 13},{factor * (i * 37 % 101)},{(i % 10 == 0 ? 503 : 200)}\n")));
}
