using System.Globalization;
using System.Threading.Channels;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Profile.Feeding;
using ServerlessMonitor.Profile.Keeping;

namespace ServerlessMonitor.Profile;

/// <summary>Reads a file once, from front to back, into profiles by hour of event time.</summary>
/// <remarks>
/// One thread reads blocks of 4,096 rows, and helps the others to feed the summaries when it is ahead. Blocks are cut by row ordinal and every
/// column sees them in order: the same file gives the same bytes at any thread count. Memory is that of a few blocks and of
/// the profiles, never that of the file.
/// </remarks>
public sealed class BatchProfiler
{
    private readonly int _workers;

    /// <summary>Creates a profiler.</summary>
    /// <param name="workers">Threads beside the reading one, 0 or more; null takes what the machine has, at most 8. No result depends on it.</param>
    public BatchProfiler(int? workers = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workers ?? 0, nameof(workers));
        _workers = workers ?? Math.Clamp(Environment.ProcessorCount - 1, 1, 8);
    }

    /// <summary>Profiles a file by hour.</summary>
    /// <param name="content">The file's bytes, as stored; disposed at the end.</param>
    /// <param name="fileName">Its name or path: the extension says the format.</param>
    /// <param name="context">What must be known beside the file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="BatchFormatException">The file as a whole cannot be read. Single bad rows and cells are counted instead.</exception>
    public Task<BatchProfile> ProfileAsync(Stream content, string fileName, BatchContext context, CancellationToken cancellationToken) =>
        ProfileAsync(content, fileName, context, columns => new EventCells(CellGranularity.Hour, BatchProfile.CellLimitOf(columns)), cancellationToken);

    /// <summary>Profiles a file as one, whatever the hours of its rows: baselines and comparisons.</summary>
    /// <param name="content">The file's bytes, as stored; disposed at the end.</param>
    /// <param name="fileName">Its name or path: the extension says the format.</param>
    /// <param name="context">What must be known beside the file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>A result with exactly one profile in <see cref="BatchProfile.Hours"/>, under the hour of its first row.</returns>
    /// <exception cref="BatchFormatException">The file as a whole cannot be read. Single bad rows and cells are counted instead.</exception>
    public Task<BatchProfile> ProfileWholeAsync(Stream content, string fileName, BatchContext context, CancellationToken cancellationToken) =>
        ProfileAsync(content, fileName, context, _ => new EventCells(CellGranularity.Whole, 1), cancellationToken);

    /// <summary>Profiles a file by the slots of a season.</summary>
    /// <param name="content">The file's bytes, as stored; disposed at the end.</param>
    /// <param name="fileName">Its name or path: the extension says the format.</param>
    /// <param name="context">What must be known beside the file.</param>
    /// <param name="season">Numbers the slots.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The slots that have rows, ascending.</returns>
    /// <exception cref="BatchFormatException">The file as a whole cannot be read.</exception>
    public async Task<IReadOnlyList<(int Slot, DatasetProfile Profile)>> ProfileBySlotAsync(
        Stream content, string fileName, BatchContext context, SeasonCalendar season, CancellationToken cancellationToken)
    {
        BatchProfile profile = await ProfileAsync(content, fileName, context, _ => new EventCells(season), cancellationToken);
        return [.. profile.Hours.Select(slot => ((int)slot.Hour.Ticks, slot.Profile))];
    }

    private static async Task<bool> FeedAsync(
        IBatchReader reader, RowLayout layout, RowWindows? windows, EventCells cells, BlockPipeline pipeline, CancellationToken cancellationToken)
    {
        bool usedFallback = layout.TimestampIndex < 0;
        long rows = 0;
        while (true)
        {
            ScatteredBlock block = await pipeline.RentAsync(cancellationToken);
            if (!await reader.ReadAsync(block.Rows, cancellationToken))
            {
                return usedFallback;
            }

            usedFallback |= layout.TimestampIndex >= 0 && block.Rows.ColumnArray[layout.TimestampIndex].CountOf(CellState.Missing) > 0;
            if (windows is { } byRows)
            {
                long before = rows;
                block.Rows.NumberWindows(row => byRows.HourOfRow(before + row).UtcTicks);
                rows += block.Rows.Count;
            }

            cells.Scatter(block);
            RefuseFolding(windows, cells);
            pipeline.Publish(block);
        }
    }

    /// <summary>Hours may be folded into days; windows of so many rows stay what they are.</summary>
    private static void RefuseFolding(RowWindows? windows, EventCells cells)
    {
        if (windows is { } byRows && cells.Granularity != CellGranularity.Hour)
        {
            throw TooManyWindows(byRows, string.Create(CultureInfo.InvariantCulture, $"of one file at most {cells.Limit:N0} are made"));
        }
    }

    private static BatchFormatException TooManyWindows(RowWindows windows, string problem) => new(new BatchProblem(
        "TooManyWindows", string.Create(CultureInfo.InvariantCulture, $"Windows of {windows.Length:N0} {(windows.Length == 1 ? "row" : "rows")} are too many: {problem}. Take more rows a window.")));

    private static RowLayout Layout(InferredSchema inferred, BatchContext context, CellFormat format)
    {
        var layout = new RowLayout(inferred.FileColumns, context.Fallback, format) { LatestTicks = context.Latest?.UtcTicks ?? long.MaxValue };
        if (layout.TimestampIndex < 0 && layout.FallbackTicks > layout.LatestTicks)
        {
            throw new BatchFormatException(new BatchProblem(
                RejectReasons.FutureTimestamp,
                string.Create(CultureInfo.InvariantCulture, $"The rows have no timestamp of their own, and the date in the path, {context.Fallback.Start:yyyy-MM-dd}, lies more than a day after the blob was written. Correct the path.")));
        }

        return layout;
    }

    private static BatchFormatException NoUsableRow(BatchIssues issues)
    {
        RejectedRow first = issues.RejectedSamples[0];
        string reasons = string.Join("; ", issues.RejectedRows.Select(pair => $"{pair.Value} {pair.Key} ({RejectReasons.Explain(pair.Key)})"));
        return new BatchFormatException(new BatchProblem(
            "TooManyBadRows", $"No row of the file can be read: {reasons}. The first is line {first.Line}: '{first.Text}'.")
        { Line = first.Line });
    }

    private async Task<BatchProfile> ProfileAsync(
        Stream content, string fileName, BatchContext context, Func<int, EventCells> cellsOf, CancellationToken cancellationToken)
    {
        var issues = new BatchIssues(context.Monitor.Columns.Sensitive);
        await using IBatchReader reader = BatchReaders.Create(content, fileName, issues, context.Monitor.Input);
        CellFormat format = BatchReaders.CellsOf(fileName, context.Monitor);
        BatchSample sample = await reader.OpenAsync(cancellationToken);
        InferredSchema inferred = InferSchema.FromSample(sample with { Format = format }, context.Monitor, context.Schema);
        RowLayout layout = Layout(inferred, context, format);
        reader.Bind(layout);

        EventCells cells = cellsOf(inferred.FileColumns.Count);
        var feeders = new FeederSet(inferred);
        SegmentFeeder[] segments = cells.Granularity == CellGranularity.Slot ? [] : SegmentFeeder.Create(context, inferred, cells.Granularity);
        KeptPredictionsFeeder? keeper = cells.Granularity == CellGranularity.Hour ? KeptPredictionsFeeder.Create(context, inferred) : null;
        IBlockFeeder[] kept = keeper is null ? [] : [keeper];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var pipeline = new BlockPipeline([.. kept, .. segments, .. feeders.Units], _workers, () => new ScatteredBlock(inferred.FileColumns, format), inferred.FileColumns.Count, stop.Token);
        bool usedFallback = false;
        try
        {
            usedFallback = await FeedAsync(reader, layout, context.RowWindows, cells, pipeline, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // A group failed: CompleteAsync throws its exception.
        }
        catch
        {
            await stop.CancelAsync();
            await pipeline.CompleteAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await pipeline.CompleteAsync();
        if (context.RowWindows is { } windows && Array.Find(segments, feeder => feeder.FoldedInto is not null) is { } folded)
        {
            throw TooManyWindows(windows, string.Create(CultureInfo.InvariantCulture, $"with the segments of '{folded.Definition.Key}' at most {folded.Limit:N0} are made of one file"));
        }

        BatchProfile profile = Collect(reader, context, inferred, issues, cells, feeders, usedFallback);
        profile = profile with { KeptPredictions = keeper?.End(cells.Granularity, segments) };
        return segments.Length > 0 ? SegmentParts.AddTo(profile, segments, context, reader.UnnamedColumns) : profile;
    }

    private static BatchProfile Collect(
        IBatchReader reader, BatchContext context, InferredSchema inferred, BatchIssues issues, EventCells cells, FeederSet feeders, bool usedFallback)
    {
        if (cells.Starts.Count == 0)
        {
            throw NoUsableRow(issues);
        }

        IReadOnlyCollection<string> unnamed = reader.UnnamedColumns;
        var hours = new List<(DateTimeOffset Hour, DatasetProfile Profile)>(cells.Starts.Count);
        for (int cell = 0; cell < cells.Starts.Count; cell++)
        {
            DatasetProfile profile = feeders.ProfileOf(cell, unnamed);
            long start = cells.Granularity == CellGranularity.Whole ? HourOf(profile.FirstEvent!.Value.UtcTicks) : cells.Starts[cell];
            hours.Add((new DateTimeOffset(start, TimeSpan.Zero), profile));
        }

        hours.Sort(static (left, right) => left.Hour.CompareTo(right.Hour));
        DateTimeOffset first = hours.Min(hour => hour.Profile.FirstEvent!.Value);
        DateTimeOffset end = hours.Max(hour => hour.Profile.LastEvent!.Value).AddTicks(1);
        return new BatchProfile
        {
            Schema = inferred.Schema,
            Hours = hours,
            Rows = hours.Sum(hour => hour.Profile.Rows),
            RejectedRows = issues.RejectedRows,
            RejectedSamples = issues.RejectedSamples,
            InvalidSamples = issues.InvalidSamples,
            EventRange = new TimeWindow(first, usedFallback && context.Fallback.End > end ? context.Fallback.End : end),
            BytesRead = reader.BytesRead,
            AbsentColumns = [.. inferred.AbsentColumns.Where(name => unnamed.Contains(name) || !inferred.FileColumns.Any(column => string.Equals(column.Name, name, StringComparison.Ordinal)))],
            NewColumns = inferred.NewColumns,
            LateColumns = issues.LateColumns,
            Notes = [.. inferred.Notes, .. FoldNotes(cells), .. LateNotes(issues), .. IssueNotes.Of(issues, hours)],
        };
    }

    private static IEnumerable<string> LateNotes(BatchIssues issues) => issues.LateColumns.Select(pair => string.Create(
        CultureInfo.InvariantCulture,
        $"'{pair.Key}' has a value in {pair.Value:N0} {(pair.Value == 1 ? "row" : "rows")}, but in none of the first {RowBlock.Capacity:N0}, from which the columns are taken: these values are not kept. Name it in the first row, if only as null."));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static long HourOf(long ticks) => ticks - (ticks % TimeSpan.TicksPerHour);

    private static IEnumerable<string> FoldNotes(EventCells cells) => cells.Granularity switch
    {
        CellGranularity.Day => [Invariant($"The file touches more than {cells.Limit:N0} hours: its rows are kept by day.")],
        CellGranularity.Month => [Invariant($"The file touches more than {cells.Limit:N0} days: its rows are kept by month.")],
        _ => [],
    };
}
