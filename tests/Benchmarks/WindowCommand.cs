using System.Diagnostics;
using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Benchmarks;

/// <summary>Evaluates one window of 30 columns against a baseline, with everything that is on by default, from stored profiles.</summary>
internal static class WindowCommand
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync(int rows, int baselineRows, int runs, bool chunks, CancellationToken cancellationToken)
    {
        byte[] baseline = ProfileCodec.ToBytes((await SeededProfiles.CreateAsync(1, baselineRows, firstSeed: 1, cancellationToken))[0]);
        byte[] current = ProfileCodec.ToBytes((await SeededProfiles.CreateAsync(1, rows, firstSeed: 2, cancellationToken))[0]);
        byte[]? stored = chunks ? await SeededProfiles.ChunksAsync(baselineRows, seed: 1, cancellationToken) : null;
        var evaluate = new EvaluateWindow();
        var reads = new List<double>();
        var totals = new List<double>();
        TimeSpan cpu = TimeSpan.Zero;
        for (int run = 0; run < runs; run++)
        {
            cpu = run == runs / 2 ? Environment.CpuUsage.TotalTime : cpu;
            var watch = Stopwatch.StartNew();
            DatasetProfile before = ProfileCodec.FromBytes(baseline);
            DatasetProfile now = ProfileCodec.FromBytes(current);
            BaselineChunks? pieces = stored is null ? null : new BaselineChunks(BaselineParts.FromBytes(stored, new HashSet<int>()).Chunks, before);
            reads.Add(watch.Elapsed.TotalMilliseconds);
            EvaluationReport report = evaluate.Evaluate(new EvaluationInput(
                new ModelVersion("benchmark", "1"), WindowSpec.Tumbling("1d"), new TimeWindow(Monday, Monday.AddDays(1)), new MonitorDefinition("benchmark"), now)
            {
                Baseline = before,
                BaselineChunks = pieces,
                PrecedingRows = [rows, rows, rows, rows],
            });
            totals.Add(watch.Elapsed.TotalMilliseconds);
            if (run == 0)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.Drift.Count} columns, {report.Metrics.Count} metrics, {report.Quality.Count} findings, {rows:N0} rows against {baselineRows:N0}, {pieces?.Parts.Count ?? 0} chunks; first: {totals[0]:F0} ms"));
            }
        }

        // The first half warms up.
        double[] warm = [.. totals.Skip(runs / 2).Order()];
        double[] read = [.. reads.Skip(runs / 2).Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{warm.Length} runs after {runs / 2}: {(Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / warm.Length:F2} ms of CPU each, median {warm[warm.Length / 2]:F2} ms, of which reading {read[read.Length / 2]:F2} ms; least {warm[0]:F2} ms, 90 % under {warm[warm.Length * 9 / 10]:F2} ms"));
    }
}
