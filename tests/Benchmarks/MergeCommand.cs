using System.Diagnostics;
using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Benchmarks;

/// <summary>Merges many stored profiles of 30 columns into one, as a window of many blobs is: read from bytes, then merged.</summary>
internal static class MergeCommand
{
    public static async Task RunAsync(int profiles, int rows, int runs, CancellationToken cancellationToken)
    {
        string path = Path.GetTempFileName();
        List<byte[]> stored = [];
        var profiler = new BatchProfiler();
        try
        {
            // The schema of the first fixes that of the others, as in the suite.
            DatasetSchema? schema = null;
            for (int profile = 0; profile < profiles; profile++)
            {
                MakeData.Write(path, rows, seed: profile + 1);
                var context = new BatchContext(new MonitorDefinition("benchmark"), EventTimeFallback.LastModified(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero))) { Schema = schema };
                BatchProfile batch = await profiler.ProfileAsync(File.OpenRead(path), "part.csv", context, cancellationToken);
                schema ??= batch.Schema;
                DatasetProfile whole = batch.Hours[0].Profile;
                foreach ((_, DatasetProfile hour) in batch.Hours.Skip(1))
                {
                    whole.Merge(hour);
                }

                stored.Add(ProfileCodec.ToBytes(whole));
            }

            for (int run = 1; run <= runs; run++)
            {
                long allocated = GC.GetTotalAllocatedBytes();
                var watch = Stopwatch.StartNew();
                var merged = new DatasetProfile(schema!);
                foreach (byte[] body in stored)
                {
                    merged.Merge(ProfileCodec.FromBytes(body));
                }

                double seconds = watch.Elapsed.TotalSeconds;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"run {run}: {profiles} profiles of {merged.Columns.Count} columns and {rows:N0} rows, {stored.Sum(body => (long)body.Length) / 1e6:F1} MB, into one of {merged.Rows:N0} rows: {seconds:F2} s, allocated {(GC.GetTotalAllocatedBytes() - allocated) / 1e6:F0} MB"));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }
}
