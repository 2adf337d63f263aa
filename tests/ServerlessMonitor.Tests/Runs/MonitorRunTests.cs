using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Tests.Runs;

public sealed class MonitorRunTests
{
    private const string Broken = "model: churn\nperformanse: []\n";
    private const string Usable = "model: churn\nowner: growth-ml\n";
    private static readonly DateOnly Monday = new(2026, 2, 23);
    private readonly Pipeline _suite = new();

    [Fact]
    public async Task SlowReaderOfABrokenFile_ThatIsMendedMeanwhile_DoesNotAlertForGood()
    {
        await WriteAsync(Broken);
        var files = new SlowFiles(_suite.Files, async () =>
        {
            await WriteAsync(Usable);
            await HandleAsync("churn.yaml");
            _suite.Clock.Advance(TimeSpan.FromSeconds(1));
        });

        await HandleAsync("churn.yaml", files);

        Assert.NotEqual(AlertPhase.Firing, (await _suite.AlertAsync("monitor/file"))?.Phase);
    }

    [Fact]
    public async Task MendedFile_BringsBackTheWindowsThatWereHeld()
    {
        for (int day = 0; day < 4; day++)
        {
            await _suite.UploadAsync($"{day}.csv", Batches.Day(Monday.AddDays(day)));
        }

        while (_suite.Queue.Ingest.TryDequeue(out BlobEvent? blobEvent))
        {
            await _suite.Ingest().HandleAsync(blobEvent, CancellationToken.None);
        }

        await WriteAsync(Broken);
        await HandleAsync("churn.yaml");
        await _suite.PumpAsync();
        Assert.Null(await _suite.ReportAsync(Monday));

        await WriteAsync(Usable);
        await HandleAsync("churn.yaml");
        await _suite.PumpAsync();
        Assert.Equal(480, (await _suite.ReportAsync(Monday))?.Rows);
    }

    [Fact]
    public async Task FileThatNamesNoModel_AlertsUntilItIsDeleted()
    {
        await _suite.Blobs.PutTextAsync(BlobContainers.Monitors, "no model.yml", Usable);
        await HandleAsync("no model.yml");
        Assert.Equal(AlertPhase.Firing, await QuarantineAsync());

        _suite.Clock.Advance(TimeSpan.FromMinutes(1));
        _suite.Blobs.Delete(new BlobAddress(BlobContainers.Monitors, "no model.yml"));
        await HandleAsync("no model.yml");
        Assert.Equal(AlertPhase.Resolved, await QuarantineAsync());
    }

    private async Task WriteAsync(string text)
    {
        _suite.Clock.Advance(TimeSpan.FromSeconds(1));
        _suite.Files.Monitors["churn"] = text;
        await _suite.Blobs.PutTextAsync(BlobContainers.Monitors, "churn.yaml", text);
    }

    private Task HandleAsync(string path, IMonitorFiles? files = null) =>
        _suite.Monitor(files).HandleAsync(new BlobEvent(new BlobAddress(BlobContainers.Monitors, path), BlobEventKind.Created), CancellationToken.None);

    private async Task<AlertPhase?> QuarantineAsync()
    {
        await foreach (var alert in _suite.Alerts.ListAsync(model: null, CancellationToken.None))
        {
            if (alert.Value.Identity.AlertName == AlertEvent.BatchQuarantinedName)
            {
                return alert.Value.State.Phase;
            }
        }

        return null;
    }

    private sealed class SlowFiles(IMonitorFiles files, Func<Task> meanwhile) : IMonitorFiles
    {
        private Func<Task>? _meanwhile = meanwhile;

        public async Task<Versioned<string>?> ReadAsync(string model, CancellationToken cancellationToken)
        {
            Versioned<string>? read = await files.ReadAsync(model, cancellationToken);
            Func<Task>? others = _meanwhile;
            _meanwhile = null;
            await (others?.Invoke() ?? Task.CompletedTask);
            return read;
        }
    }
}
