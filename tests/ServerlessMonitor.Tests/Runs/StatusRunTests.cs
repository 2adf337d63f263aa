using ServerlessMonitor.Ingest;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.Status;

namespace ServerlessMonitor.Tests.Runs;

public sealed class StatusRunTests
{
    private readonly Pipeline _suite = new();

    [Fact]
    public async Task Read_MonitorWithoutData_Waits()
    {
        await AddMonitorAsync("churn");
        await AddMonitorAsync("fraud");
        Assert.Equal(["churn", "fraud"], (await ReadAsync()).WaitingForData);

        await _suite.UploadAsync("a.csv", Batches.Day(new DateOnly(2026, 2, 23), rows: 9));
        await _suite.PumpAsync();

        SuiteStatus status = await ReadAsync();
        Assert.Equal(["fraud"], status.WaitingForData);
        ModelStatus model = Assert.Single(status.Models);
        Assert.NotNull(model.FirstEvent);
        Assert.Equal(1, status.Ledger.Live);
    }

    [Fact]
    public async Task Read_ModelWithoutAReadableBatch_ShowsItsAlert()
    {
        await _suite.UploadAsync("a.csv", "%PDF-1.7 is no table");
        await _suite.PumpAsync();

        SuiteStatus status = await ReadAsync();

        ModelStatus model = Assert.Single(status.Models);
        Assert.Equal((Pipeline.Model.Model, Pipeline.Model.Version), (model.Model, model.Version));
        Assert.Null(model.LastArrival);
        Assert.Contains("a.csv", Assert.Single(model.Alerts).Summary, StringComparison.Ordinal);
        Assert.Equal(1, status.Ledger.Quarantined);
    }

    private async Task AddMonitorAsync(string model)
    {
        string text = $"model: {model}\n";
        _suite.Files.Monitors[model] = text;
        var blob = new BlobAddress(BlobContainers.Monitors, $"{model}.yaml");
        await _suite.Blobs.PutTextAsync(blob.Container, blob.Path, text);
        await _suite.Monitor().HandleAsync(new BlobEvent(blob, BlobEventKind.Created), CancellationToken.None);
    }

    private Task<SuiteStatus> ReadAsync() => _suite.Status().ReadAsync(CancellationToken.None);
}
