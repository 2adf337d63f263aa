using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>Reads a baseline blob once more, for the pieces that thresholds and seasons need.</summary>
internal static class BaselinePieces
{
    // Raised when the same rows give other pieces: stored ones are made again.
    private const string Format = "1";

    /// <summary>Names the pieces that a monitor wants; pieces kept under another key are made again.</summary>
    public static string KeyOf(MonitorDefinition monitor) => SeasonOf(monitor) is { } season ? $"{Format} {season.Key}" : Format;

    /// <summary>The monitor's season, or null.</summary>
    public static SeasonCalendar? SeasonOf(MonitorDefinition monitor) => monitor.Baseline.Season is { } season ? new SeasonCalendar(season, monitor.TimeZone) : null;

    /// <summary>The pieces; null when the blob is not the version that was read before.</summary>
    /// <param name="blobs">Where the blob is.</param>
    /// <param name="profiler">Reads it.</param>
    /// <param name="read">The blob, as it was read before.</param>
    /// <param name="context">What it was read by.</param>
    /// <param name="whole">What was read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<BaselineParts?> ReadAsync(
        IBlobSource blobs, BatchProfiler profiler, SourceBlob read, BatchContext context, BatchProfile whole, CancellationToken cancellationToken)
    {
        BatchContext known = context with { Schema = whole.Schema };
        IReadOnlyList<(DateTimeOffset Hour, DatasetProfile Profile)> hours = [];
        (string, IReadOnlyList<(int, DatasetProfile)>)? season = null;

        // Without times of their own all rows have the time of the file, which cuts nothing.
        bool hasTimes = whole.Schema.Find(ColumnRole.Timestamp) is { } time && whole.Hours[0].Profile.Columns.GetValueOrDefault(time.Name) is { Present: > 0 };
        if (hasTimes && ChunkCutter.LengthOf(whole.EventRange) is not null)
        {
            await using SourceBlob? again = await blobs.OpenAsync(read.Address, cancellationToken);
            if (again?.ETag != read.ETag)
            {
                return null;
            }

            hours = (await profiler.ProfileAsync(again.Content, read.Address.Path, known, cancellationToken)).Hours;
        }

        if (hasTimes && SeasonOf(context.Monitor) is { } calendar)
        {
            await using SourceBlob? again = await blobs.OpenAsync(read.Address, cancellationToken);
            if (again?.ETag != read.ETag)
            {
                return null;
            }

            season = (calendar.Key, await profiler.ProfileBySlotAsync(again.Content, read.Address.Path, known, calendar, cancellationToken));
        }

        return BaselineParts.Of(whole.Hours[0].Profile, hours, season);
    }
}
