using ServerlessMonitor.Cli.Demo;
using ServerlessMonitor.Cli.Local;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Cli.Tests.Demo;

/// <summary>The demo's flights, prepared once for all tests: a few seconds.</summary>
public sealed class RealFlights : IAsyncLifetime
{
    public const string Collection = "real flights";

    internal ReadOnlyMemory<byte> BaselineCsv { get; private set; }

    internal IReadOnlyList<DayBatch> Days { get; private set; } = [];

    internal ScoredFlights Baseline { get; private set; } = new([]);

    internal ScoredFlights Replayed { get; private set; } = new([]);

    internal IReadOnlyList<(DateOnly Monday, ScoredFlights Scored)> Weeks { get; private set; } = [];

    /// <summary>The demo's monitor file, which must be free of problems.</summary>
    public static MonitorDefinition Monitor()
    {
        var path = FlightDemo.MonitorFile(NpmFolder.Find());
        var result = MonitorFile.Parse(File.ReadAllText(path), path, FlightDemo.Model);
        Assert.Empty(result.Problems);
        Assert.Empty(result.Warnings);
        return result.Definition!;
    }

    public async Task InitializeAsync()
    {
        var npm = NpmFolder.Find();
        await npm.RestoreAsync(CancellationToken.None);
        var batches = await FlightDemo.PrepareAsync(npm, progress: null, CancellationToken.None);
        BaselineCsv = batches.Baseline();
        Baseline = new ScoredFlights([BaselineCsv]);
        Days = [.. batches.Days(full: false, labelled: true)];
        Replayed = new ScoredFlights(Days.Select(day => day.Csv));

        // The last week ends on a Saturday, so it is no whole week.
        Weeks = [.. Days.Chunk(7).Where(week => week.Length == 7).Select(week => (week[0].Day, new ScoredFlights(week.Select(day => day.Csv))))];
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
