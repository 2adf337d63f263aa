using System.Text;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Runs;
using ServerlessMonitor.TestKit.BadInput;
using ServerlessMonitor.Tests.Runs;

namespace ServerlessMonitor.Tests.BadInput;

/// <summary>The suite with a good batch before and one after the bad input, and a look at everything a user would see of it.</summary>
internal sealed class BadInputSuite
{
    /// <summary>The day of the good batches.</summary>
    public static readonly DateOnly Monday = new(2026, 2, 23);

    /// <summary>The day of the bad ones.</summary>
    public static readonly DateOnly Wednesday = new(2026, 2, 25);

    private const int RowsBefore = 480;
    private const int RowsAfter = 100;

    public Pipeline Pipeline { get; } = new();

    /// <summary>Runs a case between two good batches, and checks that these are counted in full.</summary>
    public static async Task<Seen> RunAsync(BadInputCase item)
    {
        var suite = new BadInputSuite();
        await suite.Pipeline.UploadAsync("good-1.csv", Batches.Day(Monday, RowsBefore));
        await suite.Pipeline.PumpAsync();
        DatasetSchema? schema = await suite.Pipeline.Profiles.GetSchemaAsync(Pipeline.Model, CancellationToken.None);

        Seen seen = await item.Act(suite);
        await suite.Pipeline.PumpAsync();
        Assert.Equal(item.Rows, await suite.RowsAsync(item.Model));

        await suite.Pipeline.UploadAsync("good-2.csv", Batches.Day(Monday, RowsAfter, seed: 2));
        await suite.Pipeline.PumpAsync();
        Assert.Equal(RowsBefore + RowsAfter, await suite.Pipeline.RowsAsync(Monday));
        Assert.Equal(RowsBefore + RowsAfter, (await suite.Pipeline.ReportAsync(Monday))?.Rows);
        Assert.True(schema!.IsSameAs((await suite.Pipeline.Profiles.GetSchemaAsync(Pipeline.Model, CancellationToken.None))!));
        return seen;
    }

    /// <summary>Sends a file of predictions.</summary>
    public static Func<BadInputSuite, Task<Seen>> File(string file, string text) => File(file, Encoding.UTF8.GetBytes(text));

    /// <summary>Sends a file of predictions.</summary>
    public static Func<BadInputSuite, Task<Seen>> File(string file, byte[] bytes) => suite => suite.SendAsync($"{Pipeline.Model}/{file}", bytes);

    /// <summary>Sends a blob and looks at what became of it.</summary>
    public async Task<Seen> SendAsync(string path, byte[] bytes)
    {
        var address = new BlobAddress(BlobContainers.Predictions, path);
        using var content = new MemoryStream(bytes);
        await Pipeline.Blobs.WriteAsync(address, content, "text/plain", onlyIfAbsent: false, CancellationToken.None);
        return await LookAsync(address);
    }

    /// <summary>Sends a blob that is made up while it is read, and looks at what became of it.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="mostRead">How much of it may be read until it is given up, in bytes.</param>
    public async Task<Seen> SendGeneratedAsync(string path, GeneratedStream content, long mostRead = long.MaxValue)
    {
        var address = new BlobAddress(BlobContainers.Predictions, path);
        Seen seen = await LookAsync(address, new SpecialBlobs(Pipeline.Blobs, new SourceBlob(address, content, "generated", content.Length, Pipeline.Clock.GetUtcNow())));
        Assert.InRange(content.Position, 1, mostRead);
        return seen;
    }

    /// <summary>Has a blob looked at, as its event does, and says what became of it.</summary>
    public async Task<Seen> LookAsync(BlobAddress address, IBlobSource? blobs = null)
    {
        IngestOutcome outcome = await Pipeline.Ingest(blobs).HandleAsync(new BlobEvent(address, BlobEventKind.Created), CancellationToken.None);
        await Pipeline.PumpAsync();
        return outcome switch
        {
            IngestOutcome.Quarantined => await QuarantinedAsync(address),
            IngestOutcome.Ingested => await IngestedAsync(address),
            IngestOutcome.Held => new Seen(Ending.Waiting, await ReasonAsync(address)),
            IngestOutcome.Ignored => new Seen(Ending.Ignored, Pipeline.IngestLog.Entries[^1].Text.Trim()),
            _ => throw new InvalidOperationException($"{address} ended as {outcome}."),
        };
    }

    /// <summary>The rows of the bad day that count.</summary>
    public async Task<long> RowsAsync(ModelVersion model) =>
        (await Pipeline.Windows.LoadAsync(model, Pipeline.Window(Wednesday), CancellationToken.None)).Profile.Rows;

    private async Task<string> ReasonAsync(BlobAddress address)
    {
        BatchPage page = await Pipeline.Index.QueryAsync(new BatchQuery { States = [BatchState.Held] }, CancellationToken.None);
        return page.Batches.Single(record => record.Blob == address).Reason ?? throw new InvalidOperationException($"{address} is held without a reason.");
    }

    private async Task<LedgerEntry> EntryAsync(BlobAddress address) =>
        (await Pipeline.Ledger.GetAsync(address, CancellationToken.None))?.Value ?? throw new InvalidOperationException($"The ledger does not know {address}.");

    private async Task<Seen> QuarantinedAsync(BlobAddress address)
    {
        LedgerEntry entry = await EntryAsync(address);
        BatchProblem problem = Pipeline.Quarantine.Kept[address];
        Assert.Equal(problem.Message, entry.Problem);
        AlertState? alert = await Pipeline.AlertAsync($"ingest/quarantine/{address.BatchId}");
        Assert.Equal(AlertPhase.Firing, alert?.Phase);
        Assert.Equal($"{address} was quarantined: {problem.Message}", alert?.Latest?.Verdict.Summary);
        return new Seen(Ending.Quarantined, $"{problem.Code}: {problem.Message}");
    }

    private async Task<Seen> IngestedAsync(BlobAddress address)
    {
        LedgerEntry entry = await EntryAsync(address);
        Assert.Equal(LedgerState.Live, entry.State);
        EvaluationReport? report = entry.Model == Pipeline.Model ? await Pipeline.ReportAsync(Wednesday) : null;

        // The bounds of the range come from random rows.
        IEnumerable<string> findings = report?.Quality.Where(finding => finding is { Outcome: VerdictOutcome.Breach, Check: not "outOfRange" }).Select(finding => $"Finding: {finding.Summary}") ?? [];
        return new Seen(entry.RejectedRows > 0 ? Ending.RowsLeftOut : Ending.Accepted, [.. entry.Notes is null ? [] : new[] { entry.Notes }, .. findings]);
    }
}
