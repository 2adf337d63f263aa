using System.Diagnostics;
using System.Globalization;

namespace ServerlessMonitor.Benchmarks;

/// <summary>
/// What <c>compare</c> costs as a whole process while the current file grows ×1, ×5 and ×50, as CSV and as JSON Lines, measured by <c>/usr/bin/time</c>. The files lie in the
/// system's folder for temporary ones (5 GB) and are deleted afterwards.
/// </summary>
internal static class GrowthCommand
{
    private const int BaselineRows = 100_000;

    private static readonly int[] Factors = [1, 5, 50];

    /// <summary>Measures and prints a table; writes a plot where asked.</summary>
    /// <param name="cli">The published command line.</param>
    /// <param name="runs">Runs of each file; the one with the least CPU counts.</param>
    /// <param name="plot">Where the plot goes; null for none.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static async Task RunAsync(string cli, int runs, string? plot, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("growth-");
        try
        {
            string baseline = Path.Combine(folder.FullName, "baseline.csv");
            MakeData.Write(baseline, BaselineRows, seed: 1);
            var costs = new List<GrowthCost>();
            Console.WriteLine("format      rows         MB   CPU s   wall s   peak MB");
            foreach (int factor in Factors)
            {
                (string Format, string Path)[] files = [("CSV", Path.Combine(folder.FullName, "current.csv")), ("JSON Lines", Path.Combine(folder.FullName, "current.jsonl"))];
                foreach ((_, string path) in files)
                {
                    MakeData.Write(path, BaselineRows * factor, seed: 2);
                }

                // In turn, so that what else the machine does meets both alike.
                var measured = new List<GrowthCost>();
                for (int run = 0; run < runs; run++)
                {
                    foreach ((string format, string path) in files)
                    {
                        var file = new GrowthCost(format, BaselineRows * factor, new FileInfo(path).Length / 1e6, 0, 0, 0);
                        measured.Add(await MeasureAsync(cli, baseline, path, file, cancellationToken));
                    }
                }

                foreach (IGrouping<string, GrowthCost> ofFormat in measured.GroupBy(cost => cost.Format, StringComparer.Ordinal))
                {
                    GrowthCost least = ofFormat.MinBy(cost => cost.CpuSeconds)! with { PeakMegabytes = ofFormat.Max(cost => cost.PeakMegabytes) };
                    costs.Add(least);
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{least.Format,-10} {least.Rows,9:N0} {least.Megabytes,10:N1} {least.CpuSeconds,7:F2} {least.WallSeconds,8:F2} {least.PeakMegabytes,9:N0}"));
                }

                Array.ForEach(files, file => File.Delete(file.Path));
            }

            if (plot is not null)
            {
                await File.WriteAllTextAsync(plot, GrowthPlot.Draw(costs), cancellationToken);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<GrowthCost> MeasureAsync(string cli, string baseline, string current, GrowthCost file, CancellationToken cancellationToken)
    {
        var info = new ProcessStartInfo("/usr/bin/time")
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            ArgumentList = { "-f", "%U %S %e %M", cli, "compare", "--baseline", baseline, "--current", current },
        };
        using Process process = Process.Start(info) ?? throw new InvalidOperationException("/usr/bin/time could not be started.");
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        string[] lines = (await process.StandardError.ReadToEndAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await output;
        await process.WaitForExitAsync(cancellationToken);
        double[] figures = [.. lines[^1].Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];
        return file with { CpuSeconds = figures[0] + figures[1], WallSeconds = figures[2], PeakMegabytes = figures[3] / 1000 };
    }
}
