using ServerlessMonitor.Cli.Local;

namespace ServerlessMonitor.Cli.Demo;

/// <summary>The data of the demo: three million real flights, a model trained on the first five weeks, and its predictions day by day.</summary>
internal static class FlightDemo
{
    /// <summary>The model's name, as in the monitor file.</summary>
    public const string Model = "flight-delay";

    /// <summary>The monitor file of the demo.</summary>
    public static string MonitorFile(NpmFolder npm) => Path.Combine(npm.Path, "demo", "flight-delay.yaml");

    /// <summary>Converts the flights if need be, reads them and trains the model: a few seconds the first time, one or two afterwards.</summary>
    /// <param name="npm">Where npm put the flights; restored by the caller.</param>
    /// <param name="progress">Hears a line for each step; may be null.</param>
    /// <param name="cancellationToken">Ends the work at the next step.</param>
    /// <returns>The baseline and the days, which are scored when asked for, so the first batch is there at once.</returns>
    /// <exception cref="InvalidOperationException">Node.js is missing or the conversion failed.</exception>
    /// <exception cref="InvalidDataException">The converted flights cannot be read.</exception>
    public static async Task<FlightBatches> PrepareAsync(NpmFolder npm, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        progress?.Report("Converting the flights");
        var path = await FlightConversion.RunAsync(npm, progress, cancellationToken);

        progress?.Report("Reading the flights");
        await using var csv = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var flights = await FlightReader.ReadAsync(csv, cancellationToken);

        progress?.Report("Training the model");
        return await Task.Run(() => FlightBatches.Train(flights, cancellationToken), cancellationToken);
    }
}
