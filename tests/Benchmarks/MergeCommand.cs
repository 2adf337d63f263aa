using System.Diagnostics;
using System.Globalization;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Benchmarks;

/// <summary>Merges many stored profiles of 30 columns into one, as a window of many blobs is: read from bytes, then merged.</summary>
internal static class MergeCommand
{
    public static async Task RunAsync(int profiles, int rows, int runs, CancellationToken cancellationToken)
    {
        List<DatasetProfile> made = await SeededProfiles.CreateAsync(profiles, rows, firstSeed: 1, cancellationToken);
        List<byte[]> stored = [.. made.Select(ProfileCodec.ToBytes)];
        for (int run = 1; run <= runs; run++)
        {
            long allocated = GC.GetTotalAllocatedBytes();
            var watch = Stopwatch.StartNew();
            var merged = new DatasetProfile(made[0].Schema);
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
}
