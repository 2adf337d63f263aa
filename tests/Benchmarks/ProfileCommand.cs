using System.Diagnostics;
using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Benchmarks;

/// <summary>Profiles one file and prints how long it took.</summary>
internal static class ProfileCommand
{
    public static async Task RunAsync(string path, int runs, int? workers, string? segment, bool keeps, CancellationToken cancellationToken)
    {
        var profiler = new BatchProfiler(workers);
        var context = new BatchContext(new MonitorDefinition("benchmark") { Segments = segment is null ? [] : [new SegmentDefinition(segment)] }, EventTimeFallback.LastModified(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)));
        for (int run = 0; run < runs; run++)
        {
            string keptPath = path + ".kept";
            await using FileStream? kept = keeps ? new FileStream(keptPath, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose) : null;
            var watch = Stopwatch.StartNew();
            BatchProfile profile = await profiler.ProfileAsync(File.OpenRead(path), path, context with { KeptPredictions = kept }, cancellationToken);
            double seconds = watch.Elapsed.TotalSeconds;
            long stored = profile.Hours.Sum(hour => (long)ProfileCodec.ToBytes(hour.Profile).Length);
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{seconds:F2} s, {profile.Rows / seconds:N0} rows/s, {profile.BytesRead / 1e6 / seconds:F0} MB/s, {profile.Hours.Count} hours, stored {stored / 1e3:F0} kB (+{watch.Elapsed.TotalSeconds - seconds:F2} s), CPU {process.TotalProcessorTime.TotalSeconds:F2} s, peak {process.PeakWorkingSet64 / 1e6:F0} MB, allocated {GC.GetTotalAllocatedBytes() / 1e6:F0} MB, live {GC.GetTotalMemory(forceFullCollection: true) / 1e6:F0} MB, kept {(profile.KeptPredictions?.Bytes ?? 0) / (double)profile.Rows:F2} bytes a row, collections {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)}"));
            GC.KeepAlive(profile);
        }
    }
}
