using System.Diagnostics;
using System.Globalization;
using ServerlessMonitor.Evaluate.Drift;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>Simulates verdicts with and without change at many sizes and writes the tables of docs/verdicts.md.</summary>
internal static class VerdictsCommand
{
    private static readonly long[] Windows = [50, 200, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];
    private static readonly long[] Baselines = [1_000, 10_000, 1_000_000];

    public static async Task<int> RunAsync(bool quick, int draws, string? only, TextWriter output, CancellationToken cancellationToken)
    {
        var methods = DriftMethods.CreateDefault();
        var clock = Stopwatch.StartNew();
        double share = quick ? 0.1 : 1;
        int failed = 0;
        foreach (Section section in Section.All(methods))
        {
            if (only is not null && !section.Key.Contains(only, StringComparison.Ordinal))
            {
                continue;
            }

            foreach (Population population in section.Populations)
            {
                foreach (long baseline in Baselines)
                {
                    foreach (long window in Windows.Where(rows => rows <= section.MostRows))
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        var cell = new Cell(population, baseline, window, section.Cluster);
                        int count = Math.Max(50, (int)(draws * share * section.Share(population, baseline, window)));
                        IReadOnlyList<CellResult> results = cell.Run(section.Methods, count, Math.Min(100, count), Seed(section, population, baseline, window));
                        for (int i = 0; i < results.Count; i++)
                        {
                            CellResult result = results[i];
                            string flag = (result.TooManyFalse ? " FALSE" : string.Empty) + (result.TooFewFound ? " POWER" : string.Empty);
                            failed += flag.Length > 0 ? 1 : 0;
                            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                                $"{section.Key} {section.Methods[i].Descriptor.Key} {population.Name} {baseline} {window}: of {result.Draws} rejected {result.Rejected} false {result.False} few {result.Few}; of {result.Changed} found {result.Found} missed {result.Missed}{flag}").AsMemory(), cancellationToken);
                        }
                    }
                }
            }

            await output.WriteLineAsync($"{section.Key}: {clock.Elapsed.TotalSeconds:N0} s".AsMemory(), cancellationToken);
        }

        await output.WriteLineAsync($"{failed} cells fail".AsMemory(), cancellationToken);
        return 0;
    }

    private static ulong Seed(Section section, Population population, long baseline, long window)
    {
        // FNV-1a: string.GetHashCode differs from run to run.
        ulong hash = 14695981039346656037;
        foreach (char letter in $"{section.Key}/{population.Name}/{baseline}/{window}")
        {
            hash = (hash ^ letter) * 1099511628211;
        }

        return hash;
    }
}
