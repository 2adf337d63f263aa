using ServerlessMonitor.Ingest;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.Status;
using ServerlessMonitor.Tests.Notify;

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

    [Fact]
    public async Task Read_WorkThatIsOpen_IsCountedByWhatHelps()
    {
        await _suite.UploadAsync("a.csv", "%PDF-1.7 is no table");
        await _suite.PumpAsync();
        _suite.Files.Monitors["churn"] = "model: churn\nperformanse: []\n";
        await _suite.UploadAsync("b.csv", Batches.Day(new DateOnly(2026, 2, 23), rows: 9));
        await _suite.PumpAsync();
        _suite.Poison.Add("evaluate", "{}", _suite.Clock.GetUtcNow());

        OpenWork open = (await ReadAsync()).Open;

        Assert.Equal((0, 1, 1, false), (open.Waiting, open.Held, open.Quarantined, open.More));
        Assert.Equal(new PoisonCount("evaluate", 1), Assert.Single(open.Poisoned));
    }

    [Fact]
    public async Task Read_BrokenMonitorWithoutData_IsAnAlert_AndDoesNotWaitForData()
    {
        await AddMonitorAsync("fraud", "performanse: []\n");

        SuiteStatus status = await ReadAsync();

        Assert.Empty(status.WaitingForData);
        Assert.Contains("performanse", Assert.Single(Assert.Single(status.Models).Alerts).Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, "there is no alerting/alerting.yaml")]
    [InlineData("route: {receiver: a}\nreceivers: [{name: a}]", null, "alerting/receivers.yaml has no channel")]
    [InlineData("route: {receiver: a}\nreceivers: [{name: a}]", "receivers: {a: [{fake: {}}]}", null)]
    [InlineData("route: {receiver: b}\nreceivers: [{name: a}]", null, null)]
    public async Task Health_SaysWhyNobodyWouldBeTold(string? alerting, string? receivers, string? silent)
    {
        var stage = new NotifyHarness { Texts = new AlertingTexts(alerting, receivers) };
        var run = new NotificationsRun(new ReadAlerting(stage, [stage.Channel]), stage.Log, _suite.Queue, stage.Time);

        DeliveryHealth health = await run.HealthAsync(held: 0, CancellationToken.None);

        Assert.Equal(silent is null, health.Silent is null);
        Assert.StartsWith(silent ?? string.Empty, health.Silent ?? string.Empty, StringComparison.Ordinal);
    }

    private async Task AddMonitorAsync(string model, string rest = "")
    {
        string text = $"model: {model}\n{rest}";
        _suite.Files.Monitors[model] = text;
        var blob = new BlobAddress(BlobContainers.Monitors, $"{model}.yaml");
        await _suite.Blobs.PutTextAsync(blob.Container, blob.Path, text);
        await _suite.Monitor().HandleAsync(new BlobEvent(blob, BlobEventKind.Created), CancellationToken.None);
    }

    private Task<SuiteStatus> ReadAsync() => _suite.Status().ReadAsync(CancellationToken.None);
}
