using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Azure;
using ServerlessMonitor.Azure.Blobs;
using ServerlessMonitor.Azure.Queues;
using ServerlessMonitor.Azure.Tables;
using ServerlessMonitor.Cli.Local;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Benchmarks;

/// <summary>The function app as a process on Azurite: start, a large blob to its stored profile, and an upload to the Slack request.</summary>
internal static class SuiteBenchmark
{
    public static async Task RunAsync(string file, int runs, CancellationToken cancellationToken)
    {
        NpmFolder npm = NpmFolder.Find();
        await npm.RestoreAsync(cancellationToken);
        for (int run = 1; run <= runs; run++)
        {
            await using AzuriteProcess azurite = await AzuriteProcess.StartAsync(npm, location: null, cancellationToken);
            await RunOnceAsync(azurite.ConnectionString, file, run, cancellationToken);
        }
    }

    private static async Task RunOnceAsync(string connection, string file, int run, CancellationToken cancellationToken)
    {
        IOptions<AzureStorageOptions> options = Options.Create(new AzureStorageOptions());
        var clients = new StorageClients(connection);
        var blobs = new BlobStore(clients, options);
        var ledger = new TableIngestLedger(clients, options);
        await new StorageSetup(clients, options).CreateMissingAsync(cancellationToken);
        using var slack = new TcpListener(IPAddress.Loopback, 0);
        slack.Start();
        await ConfigureAsync(blobs, cancellationToken);
        var large = new BlobAddress("predictions", "large/1/large.csv");
        await using (FileStream content = File.OpenRead(file))
        {
            await blobs.WriteAsync(large, content, "text/csv", onlyIfAbsent: false, cancellationToken);
        }

        var start = Stopwatch.StartNew();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["SlackWebhookUrl"] = $"http://127.0.0.1:{((IPEndPoint)slack.LocalEndpoint).Port}/slack" };
        await using AppProcess app = await AppProcess.StartAsync(connection, settings, cancellationToken);
        Say(run, $"host start, process to ready: {start.Elapsed.TotalSeconds:F2} s, {app.PeakMegabytes} MB");

        // The large blob first: the process is cold, as an instance is that was scaled out for it.
        var queue = new StorageWorkQueue(clients, options, TimeProvider.System);
        var ingest = Stopwatch.StartNew();
        await queue.EnqueueIngestAsync(new BlobEvent(large, BlobEventKind.Created), cancellationToken);
        Versioned<LedgerEntry>? entry;
        while ((entry = await ledger.GetAsync(large, cancellationToken)) is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }

        Say(run, $"{entry.Value.Rows:N0} rows, {new FileInfo(file).Length / 1e6:N0} MB, message to committed profile: {ingest.Elapsed.TotalSeconds:F2} s; peak memory of the process {app.PeakMegabytes} MB");

        var alert = Stopwatch.StartNew();
        var small = new BlobAddress("predictions", "small/1/day.csv");
        using (var content = new MemoryStream(Encoding.UTF8.GetBytes(BadDay())))
        {
            await blobs.WriteAsync(small, content, "text/csv", onlyIfAbsent: false, cancellationToken);
        }

        await queue.EnqueueIngestAsync(new BlobEvent(small, BlobEventKind.Created), cancellationToken);
        using TcpClient request = await slack.AcceptTcpClientAsync(cancellationToken);
        Say(run, $"upload of a batch to the Slack request: {alert.Elapsed.TotalSeconds:F2} s");
    }

    private static void Say(int run, FormattableString text) => Console.WriteLine($"run {run}: {text.ToString(CultureInfo.InvariantCulture)}");

    private static async Task ConfigureAsync(BlobStore blobs, CancellationToken cancellationToken)
    {
        await PutAsync("monitors", "small.yaml", "model: small\nperformance: [{metric: f1, below: 0.6}]\n");
        await PutAsync("alerting", "alerting.yaml", "route: {receiver: ml, group_wait: 0s}\nreceivers: [{name: ml}]\n");
        await PutAsync("alerting", "receivers.yaml", "receivers:\n  ml:\n    - slack: {url: \"${SlackWebhookUrl}\"}\n");

        async Task PutAsync(string container, string path, string text)
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
            await blobs.WriteAsync(new BlobAddress(container, path), content, "text/plain", onlyIfAbsent: false, cancellationToken);
        }
    }

    private static string BadDay()
    {
        var text = new StringBuilder("prediction_id,timestamp,prediction,score,label\n");
        for (int row = 0; row < 1440; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row},2026-02-23T{row / 60:D2}:{row % 60:D2}:00Z,{row % 2},{(row % 2 == 0 ? 0.2 : 0.8)},{1 - (row % 2)}\n");
        }

        return text.ToString();
    }
}
