using System.Globalization;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>Writes a section as markdown: a table for each method, a row for each population and baseline, a column for each size of the window.</summary>
internal static class VerdictTable
{
    public static async Task WriteAsync(
        TextWriter output,
        Section section,
        long[] baselines,
        long[] windows,
        Dictionary<(Population Population, long Baseline, long Window), IReadOnlyList<CellResult>> results)
    {
        await output.WriteLineAsync($"\n## {char.ToUpperInvariant(section.Key[0])}{section.Key[1..]}\n\n{section.Text}");
        string[] names = section.Preset is null ? [.. section.Methods.Select(method => method.Descriptor.Key)] : [section.Preset.Key];
        for (int method = 0; method < names.Length; method++)
        {
            await output.WriteLineAsync($"\n`{names[method]}`\n");
            await output.WriteLineAsync($"| column | baseline | {string.Join(" | ", windows.Select(Rows))} | draws |");
            await output.WriteLineAsync($"| --- | ---: | {string.Join(" | ", windows.Select(_ => "---:"))} | ---: |");
            foreach ((Population population, long baseline) in section.Populations.SelectMany(population => baselines.Select(baseline => (population, baseline))))
            {
                CellResult[] row = [.. windows.Select(window => results[(population, baseline, window)][method])];
                int least = row.Min(cell => cell.Draws);
                int most = row.Max(cell => cell.Draws);
                string draws = least == most ? Rows(least) : $"{Rows(least)}-{Rows(most)}";
                await output.WriteLineAsync($"| {population.Name} | {Rows(baseline)} | {string.Join(" | ", row.Select(Text))} | {draws} |");
            }
        }
    }

    private static string Rows(long rows) => rows.ToString("N0", CultureInfo.InvariantCulture);

    // False verdicts in percent, then what was found of a change of twice the threshold.
    private static string Text(CellResult cell)
    {
        double wrong = 100.0 * Math.Max(cell.Rejected, cell.False) / cell.Draws;
        string text = wrong == 0 ? "0" : wrong.ToString(wrong < 1 ? "0.00" : "0.#", CultureInfo.InvariantCulture);
        string found = cell.Changed == 0 ? string.Empty
            : cell.Found + cell.Missed == 0 ? " · few"
            : string.Create(CultureInfo.InvariantCulture, $" · {100.0 * cell.Found / (cell.Found + cell.Missed):0}{(cell.IsFew ? " few" : string.Empty)}");
        return text + found;
    }
}
