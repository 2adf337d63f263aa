using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Runs;

/// <summary>Reads a baseline once more, for the pieces that thresholds and seasons need.</summary>
public static class BaselinePieces
{
    // Raised when the same rows give other pieces: stored ones are made again.
    private const string Format = "2";

    /// <summary>Names the pieces that a monitor wants, segments included; pieces kept under another key are made again.</summary>
    public static string KeyOf(MonitorDefinition monitor) => string.Join(' ', new[] { Format, SeasonOf(monitor)?.Key, SegmentsOf(monitor) }.OfType<string>());

    private static string? SegmentsOf(MonitorDefinition monitor)
    {
        if (monitor.Segments.Count == 0)
        {
            return null;
        }

        string text = string.Join('\0', monitor.Segments.Select(segment => string.Create(
            CultureInfo.InvariantCulture,
            $"{segment.Column}\u0001{segment.Name}\u0001{string.Join('\u0002', segment.Values ?? [])}\u0001{segment.Minimum}\u0001{segment.Below}\u0001{segment.Limit}")));
        return $"segments {StableHash64.OfBytes(Encoding.UTF8.GetBytes(text)):x16}";
    }

    /// <summary>The monitor's season, or null.</summary>
    public static SeasonCalendar? SeasonOf(MonitorDefinition monitor) => monitor.Baseline.Season is { } season ? new SeasonCalendar(season, monitor.TimeZone) : null;

    /// <summary>The pieces of a file that is opened once more for each kind of them.</summary>
    /// <param name="open">Opens the file from the start; null when it is not the one that was read before.</param>
    /// <param name="profiler">Reads it.</param>
    /// <param name="fileName">Its name or path.</param>
    /// <param name="context">What it was read by.</param>
    /// <param name="whole">What was read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null when <paramref name="open"/> gave null.</returns>
    public static async Task<BaselineParts?> ReadAsync(
        Func<CancellationToken, Task<Stream?>> open, BatchProfiler profiler, string fileName, BatchContext context, BatchProfile whole, CancellationToken cancellationToken)
    {
        BatchContext known = context with { Schema = whole.Schema, WithSegments = false };
        IReadOnlyList<(DateTimeOffset Hour, DatasetProfile Profile)> hours = [];
        (string, IReadOnlyList<(int, DatasetProfile)>)? season = null;

        // Without times of their own all rows have the time of the file, which cuts nothing.
        bool hasTimes = whole.Schema.Find(ColumnRole.Timestamp) is { } time && whole.Hours[0].Profile.Columns.GetValueOrDefault(time.Name) is { Present: > 0 };
        if (hasTimes && ChunkCutter.LengthOf(whole.EventRange) is not null)
        {
            if (await open(cancellationToken) is not { } content)
            {
                return null;
            }

            hours = (await profiler.ProfileAsync(content, fileName, known, cancellationToken)).Hours;
        }

        if (hasTimes && SeasonOf(context.Monitor) is { } calendar)
        {
            if (await open(cancellationToken) is not { } content)
            {
                return null;
            }

            season = (calendar.Key, await profiler.ProfileBySlotAsync(content, fileName, known, calendar, cancellationToken));
        }

        return BaselineParts.Of(whole.Hours[0].Profile, hours, season);
    }
}
