using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Cli.Offline;

/// <summary>Profiles files of this machine with the suite's own reader.</summary>
internal static class ProfileFile
{
    /// <summary>Profiles a file as one, whatever the times of its rows, in the terms of the file before; null: in its own.</summary>
    /// <exception cref="CliException">It cannot be read; the message names file, line and column.</exception>
    public static Task<BatchProfile> WholeAsync(string path, MonitorDefinition monitor, BatchProfile? before, CommandContext context, CancellationToken cancellationToken) =>
        ReadAsync(path, monitor, before, context, (stream, batch) => new BatchProfiler(context.Threads - 1).ProfileWholeAsync(stream, path, batch, cancellationToken));

    /// <summary>Profiles a file by hour of event time or by windows of rows, in the terms of the file before; null: in its own.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">Windows of so many rows; null: hours.</param>
    /// <param name="kept">Receives the predictions, for labels that come later; null: they are not kept.</param>
    /// <param name="monitor">Roles and segments.</param>
    /// <param name="before">What the file before had.</param>
    /// <param name="context">Knows the threads.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CliException">It cannot be read; the message names file, line and column.</exception>
    public static Task<BatchProfile> ByWindowAsync(
        string path, RowWindows? rows, Stream? kept, MonitorDefinition monitor, BatchProfile? before, CommandContext context, CancellationToken cancellationToken) =>
        ReadAsync(path, monitor, before, context, (stream, batch) =>
        {
            // A file may be read twice.
            kept?.SetLength(0);
            return new BatchProfiler(context.Threads - 1).ProfileAsync(stream, path, batch with { RowWindows = rows, KeptPredictions = kept }, cancellationToken);
        });

    /// <summary>Takes a baseline apart by event time and by the monitor's season, as the suite does.</summary>
    /// <param name="path">The file.</param>
    /// <param name="monitor">Says the season.</param>
    /// <param name="whole">What was read of it.</param>
    /// <param name="context">Knows the threads.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<BaselineParts> PiecesAsync(string path, MonitorDefinition monitor, BatchProfile whole, CommandContext context, CancellationToken cancellationToken)
    {
        var batch = new BatchContext(monitor, EventTimeFallback.LastModified(new DateTimeOffset(File.GetLastWriteTimeUtc(path))));
        BaselineParts? parts = await BaselinePieces.ReadAsync(
            _ => Task.FromResult<Stream?>(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan)),
            new BatchProfiler(context.Threads - 1),
            path,
            batch,
            whole,
            cancellationToken);
        return parts!;
    }

    private static async Task<BatchProfile> ReadAsync(
        string path, MonitorDefinition monitor, BatchProfile? before, CommandContext context, Func<Stream, BatchContext, Task<BatchProfile>> profile)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new CliException($"{path}: there is no such file");
        }

        // Rows without a time of their own get the file's, as in the suite they get the blob's.
        var batch = new BatchContext(monitor, EventTimeFallback.LastModified(new DateTimeOffset(file.LastWriteTimeUtc)))
        {
            Schema = before?.Schema,
            SegmentValues = before?.SegmentValues ?? SegmentValues.None,
        };
        var read = await ReadAsync(file, batch, context, profile);

        // Which values have a segment of their own is known by now.
        return read.HasTooManySegmentValues ? await ReadAsync(file, batch with { SegmentValues = read.SegmentValues }, context, profile) : read;
    }

    private static async Task<BatchProfile> ReadAsync(FileInfo file, BatchContext batch, CommandContext context, Func<Stream, BatchContext, Task<BatchProfile>> profile)
    {
        var path = file.ToString();
        try
        {
            return await ByteProgress.RunAsync(context, $"reading {file.Name}", file.Length, progress =>
            {
                var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
                return profile(new LocalReadStream(stream, progress), batch);
            });
        }
        catch (BatchFormatException e)
        {
            throw new CliException($"{PlaceOf(path, e.Problem)}: {e.Message}", e);
        }
        catch (InvalidDataException e)
        {
            throw new CliException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Where a problem is: <c>file:line:1</c>, or the file.</summary>
    public static string PlaceOf(string path, BatchProblem problem) => problem.Line is { } line ? $"{path}:{line}:1" : path;
}
