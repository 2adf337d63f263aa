using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Benchmarks;

/// <summary>Takes a baseline apart as the suite does, and prints what its pieces cost to make, to store and to use.</summary>
internal static class PiecesCommand
{
    public static async Task RunAsync(string path, CancellationToken cancellationToken)
    {
        var profiler = new BatchProfiler();
        foreach (BaselineSeason? season in new BaselineSeason?[] { null, BaselineSeason.HourOfDay, BaselineSeason.DayOfWeek, BaselineSeason.HourOfWeek })
        {
            var monitor = new MonitorDefinition("benchmark") { Baseline = new BaselineDefinition { Season = season }, Drift = new DriftDefinition { LearntThreshold = true } };
            var context = new BatchContext(monitor, EventTimeFallback.LastModified(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)));
            BatchProfile whole = await profiler.ProfileWholeAsync(File.OpenRead(path), path, context, cancellationToken);
            var watch = Stopwatch.StartNew();
            BaselineParts parts = (await BaselinePieces.ReadAsync(_ => Task.FromResult<Stream?>(File.OpenRead(path)), profiler, path, context, whole, cancellationToken))!;
            double made = watch.Elapsed.TotalSeconds;
            byte[] bytes = parts.ToBytes();
            byte[] body = ProfileCodec.ToBytes(whole.Hours[0].Profile);
            var use = new BaselineUse(monitor, new TimeWindow(whole.EventRange.Start, whole.EventRange.Start.AddHours(1)), [EvaluationFamily.Drift]);
            Use(use, body, bytes);
            watch.Restart();
            ResolvedBaseline resolved = Use(use, body, bytes);
            double read = watch.Elapsed.TotalMilliseconds;
            watch.Restart();
            var input = new EvaluationInput(new ModelVersion("m", "1"), WindowSpec.Tumbling("1h"), use.Window, monitor, resolved.Profile!) { Families = use.Families };
            new EvaluateWindow().Evaluate(resolved.For(input));
            double judged = watch.Elapsed.TotalMilliseconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{season?.ToString() ?? "no season"}: {parts.Chunks.Count} chunks of {parts.ChunkLength.TotalHours:N0} h, made in {made:F2} s; stored {bytes.Length / 1e3:N0} kB, {Packed(bytes) / 1e3:N0} kB packed (the whole: {body.Length / 1e3:N0} and {Packed(body) / 1e3:N0} kB); read with the whole in {read:F0} ms, window judged in {judged:F0} ms"));
        }
    }

    private static ResolvedBaseline Use(BaselineUse use, byte[] body, byte[] parts) =>
        use.Of(new KnownBaseline(ProfileCodec.FromBytes(body), BaselineParts.FromBytes(parts)), "the baseline", string.Empty);

    private static int Packed(byte[] bytes)
    {
        byte[] buffer = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        return BrotliEncoder.TryCompress(bytes, buffer, out int length, quality: 1, window: 22) ? length : throw new InvalidDataException("Not compressed.");
    }
}
