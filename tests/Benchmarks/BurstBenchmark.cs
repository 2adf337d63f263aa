using System.Diagnostics;
using System.Globalization;
using System.Text;
using Azure.Storage.Queues;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Azure;
using ServerlessMonitor.Azure.Blobs;
using ServerlessMonitor.Azure.Queues;
using ServerlessMonitor.Azure.Tables;
using ServerlessMonitor.Cli.Local;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Benchmarks;

/// <summary>Many small blobs at once: they and their events are there before the hosts start.</summary>
internal static class BurstBenchmark
{
    private const int Uploads = 16;

    // As in host.json: on Azurite every look at an empty queue costs as much as one at a full one.
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal) { ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:02" };
    private static readonly DateTime Day = new(2026, 2, 23, 0, 0, 0, DateTimeKind.Utc);

    public static async Task RunAsync(BurstSettings burst, CancellationToken cancellationToken)
    {
        NpmFolder npm = NpmFolder.Find();
        await npm.RestoreAsync(cancellationToken);
        await using AzuriteProcess blobs = await AzuriteProcess.StartAsync(npm, location: null, cancellationToken);
        await using AzuriteProcess? queues = burst.Apart ? await AzuriteProcess.StartAsync(npm, location: null, cancellationToken) : null;
        await using AzuriteProcess? tables = burst.Apart ? await AzuriteProcess.StartAsync(npm, location: null, cancellationToken) : null;
        AzuriteProcess[] azurites = [.. new[] { blobs, queues, tables }.OfType<AzuriteProcess>()];
        string connection = Joined(blobs, queues ?? blobs, tables ?? blobs);
        var clients = new StorageClients(connection);
        IOptions<AzureStorageOptions> options = Options.Create(new AzureStorageOptions());
        await new StorageSetup(clients, options).CreateMissingAsync(cancellationToken);
        await UploadAsync(burst, new BlobStore(clients, options), cancellationToken);
        var work = new StorageWorkQueue(clients, options, TimeProvider.System);
        QueueClient events = clients.Queues.GetQueueClient(options.Value.PredictionsQueue);
        await SendEventsAsync(work, Enumerable.Range(0, burst.Waiting > 0 ? 0 : burst.Blobs), burst, cancellationToken);

        await using CountingProxy? proxy = burst.Count ? await CountingProxy.StartAsync(connection, cancellationToken) : null;
        TimeSpan[] before = [.. azurites.Select(ProcessorTime)];
        var watch = Stopwatch.StartNew();
        var hosts = new List<AppProcess>();
        for (int host = 0; host < burst.Hosts; host++)
        {
            hosts.Add(await AppProcess.StartAsync(proxy?.ConnectionString ?? connection, Settings, cancellationToken));
        }

        double ready = watch.Elapsed.TotalSeconds;
        int most = burst.Waiting ?? 0;
        foreach (int[] next in most > 0 ? Enumerable.Range(0, burst.Blobs).Chunk(Math.Max(1, most / 4)) : [])
        {
            await DrainAsync(events, most - next.Length, cancellationToken);
            await SendEventsAsync(work, next, burst, cancellationToken);
        }

        await DrainAsync(events, 0, cancellationToken);
        double ingested = watch.Elapsed.TotalSeconds;
        IReadOnlyDictionary<string, long> atIngested = proxy?.Counts() ?? new Dictionary<string, long>(StringComparer.Ordinal);
        await DrainAsync(clients.Queues.GetQueueClient(options.Value.EvaluateQueue), 0, cancellationToken);
        double evaluated = watch.Elapsed.TotalSeconds;
        int live = 0;
        await foreach (LedgerEntry entry in new TableIngestLedger(clients, options).ListAsync(StorageNames.Predictions, cancellationToken))
        {
            live += entry is { State: LedgerState.Live, Announced: true } ? 1 : 0;
        }

        Say($"{live:N0} of {burst.Blobs:N0} blobs of {burst.Rows} rows, {burst.Models} models, {burst.Hosts} hosts: ready after {ready:F1} s, ingested after {ingested:F1} s, {live / ingested:F1} blobs/s; evaluated after {evaluated:F1} s");
        Say($"CPU: Azurite {Seconds(azurites.Zip(before, (azurite, then) => ProcessorTime(azurite) - then))} s, hosts {Seconds(hosts.Select(host => host.ProcessorTime))} s; peak memory {string.Join(" and ", hosts.Select(host => host.PeakMegabytes))} MB");
        foreach (AppProcess host in hosts)
        {
            await host.DisposeAsync();
        }

        if (proxy is not null)
        {
            Tell("until all were ingested", atIngested, live);
            Tell("until all were evaluated", proxy.Counts(), live);
        }
    }

    private static void Tell(string when, IReadOnlyDictionary<string, long> counts, int blobs)
    {
        Say($"Storage operations {when}: {counts.Values.Sum():N0}, {(double)counts.Values.Sum() / blobs:F1} a blob");
        foreach ((string kind, long count) in counts.OrderByDescending(item => item.Value))
        {
            Say($"  {(double)count / blobs,8:F2}  {kind}");
        }
    }

    private static async Task UploadAsync(BurstSettings burst, BlobStore blobs, CancellationToken cancellationToken)
    {
        for (int model = 0; model < burst.Models; model++)
        {
            using var monitor = new MemoryStream(Encoding.UTF8.GetBytes($"model: m{model:D3}\nwindows: {{performance: 1d, quality: 1d, drift: 1d}}\n"));
            await blobs.WriteAsync(new BlobAddress(StorageNames.Monitors, $"m{model:D3}.yaml"), monitor, "text/plain", onlyIfAbsent: false, cancellationToken);
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Uploads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, burst.Blobs), parallel, async (index, token) =>
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(Rows(index, burst.Rows)));
            await blobs.WriteAsync(BlobOf(index, burst), content, "text/csv", onlyIfAbsent: false, token);
        });
    }

    private static async Task SendEventsAsync(StorageWorkQueue queue, IEnumerable<int> indexes, BurstSettings burst, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Uploads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            indexes, parallel, async (index, token) => await queue.EnqueueIngestAsync(new BlobEvent(BlobOf(index, burst), BlobEventKind.Created), token));
    }

    private static BlobAddress BlobOf(int index, BurstSettings burst) => new(StorageNames.Predictions, $"m{index % burst.Models:D3}/1/{index:D6}.csv");

    private static string Rows(int index, int rows)
    {
        // Its rows are of one hour; the blobs are spread over a day.
        var random = new Random(index);
        DateTime hour = Day.AddHours(random.Next(24));
        var text = new StringBuilder("prediction_id,timestamp,amount,age,plan,prediction,score,label\n");
        for (int row = 0; row < rows; row++)
        {
            int prediction = random.Next(2);
            text.Append(CultureInfo.InvariantCulture, $"{index}-{row},{hour.AddSeconds(3599.0 * row / rows):yyyy-MM-ddTHH:mm:ssZ},{random.NextDouble() * 100:F2},{random.Next(90)},p{random.Next(4)},{prediction},{(prediction + random.NextDouble()) / 2:F3},{(random.Next(10) == 0 ? 1 - prediction : prediction)}\n");
        }

        return text.ToString();
    }

    private static async Task DrainAsync(QueueClient queue, int down, CancellationToken cancellationToken)
    {
        while ((await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount > down)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>The connection string that takes each service from its process.</summary>
    private static string Joined(AzuriteProcess blobs, AzuriteProcess queues, AzuriteProcess tables)
    {
        static string Part(AzuriteProcess azurite, string name) =>
            azurite.ConnectionString.Split(';').Single(part => part.StartsWith(name, StringComparison.Ordinal));

        return string.Join(';', blobs.ConnectionString.Split(';').Where(part => !part.Contains("Endpoint=", StringComparison.Ordinal)).Append(Part(blobs, "BlobEndpoint"))
            .Append(Part(queues, "QueueEndpoint")).Append(Part(tables, "TableEndpoint")).Where(part => part.Length > 0));
    }

    private static string Seconds(IEnumerable<TimeSpan> times) => string.Join(" and ", times.Select(time => time.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)));

    private static TimeSpan ProcessorTime(AzuriteProcess azurite)
    {
        using var process = Process.GetProcessById(azurite.ProcessId);
        return process.TotalProcessorTime;
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
