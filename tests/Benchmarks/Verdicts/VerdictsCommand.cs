using System.Diagnostics;
using System.Globalization;
using ServerlessMonitor.Evaluate.Drift;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>Simulates verdicts with and without change at many sizes, and writes the tables of docs/verdicts.md.</summary>
internal static class VerdictsCommand
{
    private const int FewestDraws = 40;
    private const int FewestChanged = 20;

    private static readonly long[] Windows = [50, 200, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];
    private static readonly long[] BudgetRows = [200, 2_000, 20_000];
    private static readonly long[] Baselines = [1_000, 10_000, 1_000_000];

    /// <summary>Writes the tables to <paramref name="output"/>.</summary>
    /// <param name="draws">Draws of a cheap cell; costly ones have a fixed part of that.</param>
    /// <param name="only">A part of a section's name; null: all sections.</param>
    /// <param name="output">Takes markdown.</param>
    /// <param name="progress">Takes a line for each section, and for each cell that fails.</param>
    /// <param name="cancellationToken">Ends the simulation.</param>
    /// <returns>0, or 1 if a cell misses the target.</returns>
    public static async Task<int> RunAsync(int draws, string? only, TextWriter output, TextWriter progress, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        int failed = 0;
        int held = 0;
        foreach (Section section in Section.All(DriftMethods.CreateDefault()))
        {
            if (only is not null && !section.Key.Contains(only, StringComparison.Ordinal))
            {
                continue;
            }

            var results = new Dictionary<(Population Population, long Baseline, long Window), IReadOnlyList<CellResult>>();
            long[] windows = [.. Windows.Where(rows => rows <= section.MostRows)];
            foreach (Population population in section.Populations)
            {
                foreach (long baseline in section.SharesBaselines ? Baselines : [])
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    (long Rows, int Draws, int Changed)[] row = [.. windows.Select(window => SizeOf(section, population, baseline, window, draws))];
                    IReadOnlyList<IReadOnlyList<CellResult>> cells =
                        new Cell(section, population, baseline, Window: 0).RunRow(row, section.Methods, Seed(section, population, baseline, window: 0));
                    for (int i = 0; i < row.Length; i++)
                    {
                        results[(population, baseline, windows[i])] = cells[i];
                    }
                }

                foreach ((long baseline, long window) in section.SharesBaselines ? [] : Baselines.SelectMany(baseline => windows.Select(window => (baseline, window))))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    results[(population, baseline, window)] = Run(section, population, baseline, window, draws);
                }
            }

            foreach (((Population population, long baseline, long window), IReadOnlyList<CellResult> row) in results)
            {
                for (int i = 0; i < row.Count && section.IsHeld; i++)
                {
                    held++;
                    if (row[i].TooManyFalse || row[i].TooFewFound)
                    {
                        failed++;
                        await progress.WriteLineAsync(string.Create(
                            CultureInfo.InvariantCulture, $"{section.Key}, {section.Methods[i].Descriptor.Key}, {population.Name}, {baseline} rows against {window}: {row[i]}"));
                    }
                }
            }

            await VerdictTable.WriteAsync(output, section, Baselines, windows, results);
            await progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{section.Key}: {clock.Elapsed.TotalSeconds:N0} s"));
        }

        if (only is null)
        {
            await output.WriteLineAsync("\n## A year under a budget\n\nThirty columns (2, 10 and 50 categories, ten of each), 8,766 hourly windows, one baseline of 10,000 rows for each column, `falseAlertsPerMonth: 2`: 24 a year are allowed.\n");
            await output.WriteLineAsync("| rows in a window | tests | rejected by the gate | false alerts at the default threshold |\n| ---: | ---: | ---: | ---: |");
            foreach (long rows in BudgetRows)
            {
                BudgetYear year = BudgetYear.Run(rows, seed: 1);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {rows:N0} | {year.Tests:N0} | {year.Rejected} | {year.Alerts} |"));
            }
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"\nOf {held:N0} cells that are held to the target, {failed} miss it."));
        return failed > 0 ? 1 : 0;
    }

    private static IReadOnlyList<CellResult> Run(Section section, Population population, long baseline, long window, int draws)
    {
        var cell = new Cell(section, population, baseline, window);
        int count = Draws(section, population, baseline, window, draws);
        ulong seed = Seed(section, population, baseline, window);
        return section.Preset is { } preset ? [cell.Run(preset, count, seed)] : cell.Run(section.Methods, count, Math.Min(section.Changed, count), seed);
    }

    private static (long Rows, int Draws, int Changed) SizeOf(Section section, Population population, long baseline, long window, int draws)
    {
        int count = Draws(section, population, baseline, window, draws);
        return (window, count, Math.Min(section.Changed, Math.Max(FewestChanged, count / 10)));
    }

    private static int Draws(Section section, Population population, long baseline, long window, int draws) =>
        Math.Max(FewestDraws, (int)(draws * section.Share(population, baseline, window)));

    private static ulong Seed(Section section, Population population, long baseline, long window)
    {
        // FNV-1a: string.GetHashCode differs from run to run.
        ulong hash = 14695981039346656037;
        foreach (char letter in string.Create(CultureInfo.InvariantCulture, $"{section.Key}/{population.Name}/{baseline}/{window}"))
        {
            hash = (hash ^ letter) * 1099511628211;
        }

        return hash;
    }
}
