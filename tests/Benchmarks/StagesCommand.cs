using System.Diagnostics;
using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Benchmarks;

/// <summary>What the parts of profiling a file cost, one after the other on one thread.</summary>
internal static class StagesCommand
{
    public static async Task RunAsync(string path, int runs, CancellationToken cancellationToken)
    {
        for (int run = 0; run < runs; run++)
        {
            await MeasureAsync("bytes", () => BytesAsync(path, cancellationToken));
            await MeasureAsync("read into one block", () => ReadAsync(path, 1, cancellationToken));
            await MeasureAsync("read into four blocks", () => ReadAsync(path, 4, cancellationToken));
        }
    }

    private static async Task MeasureAsync(string name, Func<Task> stage)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        await stage();
        process.Refresh();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-24} {(process.TotalProcessorTime - before).TotalSeconds:F2} s of CPU"));
    }

    private static async Task BytesAsync(string path, CancellationToken cancellationToken)
    {
        await using FileStream file = File.OpenRead(path);
        byte[] buffer = new byte[1 << 18];
        while (await file.ReadAsync(buffer, cancellationToken) > 0)
        {
        }
    }

    private static async Task ReadAsync(string path, int blocks, CancellationToken cancellationToken)
    {
        var monitor = new MonitorDefinition("benchmark");
        await using IBatchReader reader = BatchReaders.Create(File.OpenRead(path), path, new BatchIssues([]));
        BatchSample sample = await reader.OpenAsync(cancellationToken);
        InferredSchema inferred = InferSchema.FromSample(sample, monitor, null);
        reader.Bind(new RowLayout(inferred.FileColumns, EventTimeFallback.LastModified(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero))));
        RowBlock[] ring = [.. Enumerable.Range(0, blocks).Select(_ => new RowBlock(inferred.FileColumns))];
        for (int i = 0; await reader.ReadAsync(ring[i % blocks], cancellationToken); i++)
        {
        }
    }
}
