using System.Diagnostics;
using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Benchmarks;

/// <summary>Evaluates one window of 30 columns against a baseline from stored profiles, with everything that is on by default, as the suite does.</summary>
internal static class WindowCommand
{
    private static readonly TimeWindow Day = new(new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero), new(2026, 4, 2, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Runs each case.</summary>
    /// <param name="rows">Rows of the window.</param>
    /// <param name="baselineRows">Rows of the baseline.</param>
    /// <param name="runs">Windows of each case; the first half warms up.</param>
    /// <param name="chunks">Whether the baseline has chunks; thresholds are learnt from them in a case of its own.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static async Task RunAsync(int rows, int baselineRows, int runs, bool chunks, CancellationToken cancellationToken)
    {
        StoredBaseline baseline = await SeededProfiles.BaselineAsync(baselineRows, seed: 1, days: chunks ? 12 : 1, cancellationToken);
        baseline = chunks ? baseline : baseline with { Parts = default };
        byte[] current = ProfileCodec.ToBytes((await SeededProfiles.CreateAsync(1, rows, firstSeed: 2, cancellationToken))[0]);
        foreach (bool learnt in chunks ? [false, true] : new[] { false })
        {
            var monitor = new MonitorDefinition("benchmark") { Drift = new DriftDefinition { LearntThreshold = learnt } };
            var evaluate = new EvaluateWindow();

            // A process that has the baseline from the window before, and one that evaluates each baseline for the first time.
            var known = new KnownBaselines();
            Measure("of a baseline known from before", runs, () => Evaluate(evaluate, known, baseline, current, rows, monitor));
            Measure("of a baseline read anew", runs, () => Evaluate(evaluate, new KnownBaselines(), baseline, current, rows, monitor));
        }

        if (chunks)
        {
            Console.WriteLine(Weigh(baseline, current, rows));
        }
    }

    private static (double Read, EvaluationReport Report) Evaluate(
        EvaluateWindow evaluate, KnownBaselines known, StoredBaseline baseline, byte[] current, int rows, MonitorDefinition monitor)
    {
        var watch = Stopwatch.StartNew();
        EvaluationFamily[] families = [EvaluationFamily.Performance, EvaluationFamily.Drift, EvaluationFamily.Quality];
        ResolvedBaseline resolved = new BaselineUse(monitor, Day, families).Of(known.Get(baseline), baseline.Source, baseline.ETag);
        DatasetProfile now = ProfileCodec.FromBytes(current);
        double read = watch.Elapsed.TotalMilliseconds;
        var input = new EvaluationInput(baseline.Model, WindowSpec.Tumbling("1d"), Day, monitor, now) { PrecedingRows = [rows, rows, rows, rows] };
        return (read, evaluate.Evaluate(resolved.For(input)));
    }

    private static void Measure(string what, int runs, Func<(double Read, EvaluationReport Report)> evaluate)
    {
        var reads = new List<double>();
        var totals = new List<double>();
        TimeSpan cpu = TimeSpan.Zero;
        EvaluationReport? report = null;
        for (int run = 0; run < runs; run++)
        {
            cpu = run == runs / 2 ? Environment.CpuUsage.TotalTime : cpu;
            var watch = Stopwatch.StartNew();
            (double read, report) = evaluate();
            totals.Add(watch.Elapsed.TotalMilliseconds);
            reads.Add(read);
        }

        // The first half warms up.
        double[] warm = [.. totals.Skip(runs / 2).Order()];
        double[] reading = [.. reads.Skip(runs / 2).Order()];
        int learnt = report!.Rules.Count(rule => rule.Summary.Contains("learnt from", StringComparison.Ordinal));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Drift.Count} columns, {report.Metrics.Count} metrics, {report.Quality.Count} findings, {learnt} learnt thresholds, {report.Rows:N0} rows against {report.BaselineRows:N0}; first: {totals[0]:F0} ms"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}, {warm.Length} runs after {runs / 2}: {(Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / warm.Length:F2} ms of CPU each, median {warm[warm.Length / 2]:F2} ms, of which reading {reading[reading.Length / 2]:F2} ms; least {warm[0]:F2} ms, 90 % under {warm[warm.Length * 9 / 10]:F2} ms"));
    }

    // What a baseline that is kept holds on to, with all that a window has it work out.
    private static string Weigh(StoredBaseline baseline, byte[] current, int rows)
    {
        const int Kept = 5;
        var monitor = new MonitorDefinition("benchmark") { Drift = new DriftDefinition { LearntThreshold = true } };
        var evaluate = new EvaluateWindow();
        KnownBaselines[] known = [.. Enumerable.Range(0, Kept).Select(_ => new KnownBaselines())];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (KnownBaselines one in known)
        {
            Evaluate(evaluate, one, baseline, current, rows, monitor);
        }

        long held = (GC.GetTotalMemory(forceFullCollection: true) - before) / Kept;
        GC.KeepAlive(known);
        return string.Create(
            CultureInfo.InvariantCulture, $"a known baseline holds {held / 1e6:F1} MB, stored {(baseline.Body.Length + baseline.Parts.Length) / 1e3:N0} kB");
    }
}
