using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;
using ServerlessMonitor.TestKit;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Benchmarks;

/// <summary>
/// Loads a year of 30 columns as the suite does, from stores in memory: from its days, and with the months beside them. Each day has 24 hours; they are drawn from 48 that are made.
/// </summary>
internal static class YearCommand
{
    private const int Hours = 48;
    private static readonly DateTimeOffset NewYear = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeWindow Year = new(NewYear, NewYear.AddYears(1));

    public static async Task RunAsync(int rows, int runs, CancellationToken cancellationToken)
    {
        var model = new ModelVersion("benchmark", "1");
        var batch = new BlobAddress(BlobContainers.Predictions, "benchmark/1/year.csv");
        var profiles = new InMemoryProfileStore();
        var compacted = new InMemoryCompactedStore();
        var ledger = new InMemoryIngestLedger();
        var catalog = new InMemoryModelCatalog();
        var clock = new ManualTimeProvider(Year.End.AddDays(15));
        IOptions<CompactionOptions> options = Options.Create(new CompactionOptions());
        List<DatasetProfile> hours = await SeededProfiles.CreateAsync(Hours, rows, firstSeed: 1, cancellationToken);
        byte[][] bodies = [.. hours.Select(ProfileCodec.ToBytes)];
        await profiles.SetSchemaIfAbsentAsync(model, hours[0].Schema, cancellationToken);
        await profiles.PutAsync(
            Enumerable.Range(0, (int)Year.Duration.TotalHours).Select(hour => new ProfilePart(model, NewYear.AddHours(hour), batch.BatchId, "1", bodies[hour * 7919 % Hours])), cancellationToken);
        await ledger.TryWriteAsync(new LedgerEntry(batch, "1", LedgerState.Live) { Model = model, EventRange = Year }, expectedTag: null, cancellationToken);
        await catalog.NoteBatchAsync(model, Year, Year.End, cancellationToken);
        var watch = Stopwatch.StartNew();
        await new CompactionRun(catalog, ledger, profiles, compacted, options, clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<CompactionRun>.Instance).RunAsync(cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(int)Year.Duration.TotalHours:N0} hours of {rows:N0} rows compacted: {watch.Elapsed.TotalSeconds:F1} s"));

        await SizesAsync("hour", bodies, cancellationToken);
        List<byte[]> days = await BodiesAsync(compacted, model, CompactedSpan.Day, cancellationToken);
        List<byte[]> months = await BodiesAsync(compacted, model, CompactedSpan.Month, cancellationToken);
        await SizesAsync("day", days, cancellationToken);
        await SizesAsync("month", months, cancellationToken);
        var loader = new WindowLoader(profiles, compacted, ledger, options, clock);
        await MeasureAsync("with the months", runs);
        await foreach (CompactedKey month in compacted.ListAsync(model, CompactedSpan.Month, Year, cancellationToken))
        {
            await compacted.RemoveAsync(month, cancellationToken);
        }

        await MeasureAsync($"{days.Count} days", runs);

        async Task MeasureAsync(string what, int times)
        {
            for (int run = 1; run <= times; run++)
            {
                long allocated = GC.GetTotalAllocatedBytes();
                TimeSpan cpu = Environment.CpuUsage.TotalTime;
                var loading = Stopwatch.StartNew();
                LoadedWindow year = await loader.LoadAsync(model, Year, cancellationToken);
                double seconds = loading.Elapsed.TotalSeconds;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"run {run}: a year of {year.Profile.Columns.Count} columns and {year.Profile.Rows:N0} rows, {what}: {seconds:F3} s, {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:F3} s of CPU, allocated {(GC.GetTotalAllocatedBytes() - allocated) / 1e6:F0} MB"));
            }
        }
    }

    private static async Task<List<byte[]>> BodiesAsync(InMemoryCompactedStore compacted, ModelVersion model, CompactedSpan span, CancellationToken cancellationToken)
    {
        var bodies = new List<byte[]>();
        await foreach (CompactedKey key in compacted.ListAsync(model, span, Year, cancellationToken))
        {
            bodies.Add((await compacted.GetAsync(key, cancellationToken))!.Body.ToArray());
        }

        return bodies;
    }

    private static async Task SizesAsync(string what, IReadOnlyCollection<byte[]> bodies, CancellationToken cancellationToken)
    {
        var stored = new List<int>();
        foreach (byte[] body in bodies)
        {
            stored.Add(await SeededProfiles.StoredSizeAsync(body, cancellationToken));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {bodies.Average(body => body.Length) / 1e3:F0} kB, in the table {stored.Average() / 1e3:F0} kB, the largest {stored.Max() / 1e3:F0} kB"));
    }
}
