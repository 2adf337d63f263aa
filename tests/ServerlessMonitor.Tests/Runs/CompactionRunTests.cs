using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Tests.Runs;

public sealed class CompactionRunTests
{
    private static readonly DateOnly Monday = new(2026, 2, 23);
    private static readonly TimeWindow February = new(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly TimeWindow Week = new(Pipeline.Window(Monday).Start, Pipeline.Window(Monday).Start.AddDays(7));

    /// <summary>As a monitor whose midnight is elsewhere has it.</summary>
    private static readonly TimeWindow CutDays = new(Week.Start.AddHours(5), Week.End.AddHours(-19));
    private readonly Pipeline _suite = new();

    public static TheoryData<string> Changes => ["overwrite", "delete", "late", "elsewhere", "expire", "undelete"];

    /// <summary>With more values than are kept exactly, where another order of merging would give other bytes.</summary>
    [Fact]
    public async Task Compact_OldDays_ChangesNoBitOfAnyWindow()
    {
        foreach (int day in (int[])[0, 1, 2, 3])
        {
            await _suite.UploadAsync($"{day}.csv", Batches.Day(Monday.AddDays(day), rows: 70_000 + (day * 1_000)));
            await _suite.UploadAsync($"{day} more.csv", Batches.Day(Monday.AddDays(day), rows: 3_000, amount: 12, seed: 2));
        }

        await _suite.PumpAsync();
        TimeWindow[] windows = [Pipeline.Window(Monday), Week, CutDays, February];
        List<byte[]> before = await LoadAsync(_suite, windows);
        Assert.Equal(0, _suite.Compacted.Reads);

        await _suite.Compact().RunAsync(CancellationToken.None);

        Assert.Equal(4, await KeptAsync(CompactedSpan.Day));
        Assert.Equal(1, await KeptAsync(CompactedSpan.Month));
        int reads = _suite.Compacted.Reads;
        Assert.Equal(before, await LoadAsync(_suite, windows));

        // The day itself, the four of the week, the two that the cut leaves whole, and the month.
        Assert.Equal(1 + 4 + 3 + 1, _suite.Compacted.Reads - reads);
    }

    /// <summary>With values beyond the limit, and a day in which a segment has no rows.</summary>
    [Fact]
    public async Task Compact_OldDaysWithSegments_ChangesNoBitOfAnyWindow()
    {
        _suite.Files.Monitors["churn"] = "model: churn\nsegments: [{column: country, limit: 2}, {name: large, column: amount, min: 11}]\n";
        foreach (int day in (int[])[0, 1, 2])
        {
            DateOnly date = Monday.AddDays(day);
            string late = Batches.From(day == 1 ? "li" : "fr", Batches.Day(date, rows: 3_000, amount: 12, seed: 2));
            await _suite.UploadAsync($"{day}.csv", Batches.Joined(Batches.From("de", Batches.Day(date, rows: 12_000)), late));
            await _suite.UploadAsync($"{day} more.csv", Batches.From("at", Batches.Day(date, rows: 500, seed: 3)));
        }

        await _suite.PumpAsync();
        TimeWindow[] windows = [Pipeline.Window(Monday), Week, CutDays, February];
        List<byte[]> before = await LoadAsync(_suite, windows);
        await _suite.Compact().RunAsync(CancellationToken.None);

        int reads = _suite.Compacted.Reads;
        List<byte[]> after = await LoadAsync(_suite, windows);
        Assert.Equal(1 + 3 + 2 + 1, _suite.Compacted.Reads - reads);
        Assert.Equal(before, after);
        Assert.All(after, body => Assert.Equal(
            ["country=(other)", "country=de", "country=fr", "large"], ProfileCodec.FromBytes(body).Segments.Keys.Select(key => key.ToString()).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_InACompactedDay_GivesWhatItGivesWithoutCompaction(string change)
    {
        var plain = new Pipeline();
        foreach (Pipeline suite in (Pipeline[])[_suite, plain])
        {
            suite.Retention.RetentionDays = 7;
            await suite.UploadAsync("a.csv", Batches.Day(Monday, rows: 5_000));
            await suite.UploadAsync("b.csv", Batches.Day(Monday, rows: 4_000, seed: 2));
            await suite.UploadAsync("c.csv", Batches.Day(Monday.AddDays(1), rows: 100, seed: 3));
            await suite.PumpAsync();
        }

        await _suite.Compact().RunAsync(CancellationToken.None);
        foreach (Pipeline suite in (Pipeline[])[_suite, plain])
        {
            await ChangeAsync(suite, change);
            await suite.PumpAsync();
        }

        TimeWindow[] windows = [Pipeline.Window(Monday), Pipeline.Window(Monday.AddDays(1)), Week, CutDays, February];
        List<byte[]> expected = await LoadAsync(plain, windows);
        Assert.Equal(expected, await LoadAsync(_suite, windows));
        Assert.Equal((await plain.ReportAsync(Monday))?.Rows, (await _suite.ReportAsync(Monday))?.Rows);

        await _suite.Compact().RunAsync(CancellationToken.None);
        int reads = _suite.Compacted.Reads;
        Assert.Equal(expected, await LoadAsync(_suite, windows));
        Assert.True(_suite.Compacted.Reads > reads, "what was compacted again is not read");
    }

    /// <summary>Some days compacted, some too young, one without rows, one with a superseded batch; pieces that cut days, and pieces with gaps between.</summary>
    [Theory]
    [InlineData(48, 48, 2)]
    [InlineData(29, 29, 2)]
    [InlineData(5, 24, 5)]
    public async Task LoadEach_PiecesOfASpan_SameBitsAsOneByOne(int length, int step, int queries)
    {
        foreach (int day in (int[])[0, 1, 3, 4, 5])
        {
            await _suite.UploadAsync($"{day}.csv", Batches.Day(Monday.AddDays(day), rows: 3_000 + (day * 100)));
            await _suite.UploadAsync($"{day} more.csv", Batches.Day(Monday.AddDays(day), rows: 500, amount: 12, seed: 2));
        }

        await _suite.PumpAsync();
        _suite.Compaction.CompactAfterDays = 3;
        await _suite.Compact().RunAsync(CancellationToken.None);
        await _suite.UploadAsync("1 more.csv", Batches.Day(Monday.AddDays(1), rows: 400, amount: 13, seed: 3));
        await _suite.PumpAsync();
        Assert.InRange(await KeptAsync(CompactedSpan.Day), 2, 4);
        List<TimeWindow> pieces = [];
        for (DateTimeOffset start = Week.Start.AddHours(length == 29 ? 7 : 0); start < Week.End; start = start.AddHours(step))
        {
            pieces.Add(new TimeWindow(start, start.AddHours(length)));
        }

        int asked = _suite.Profiles.Queries;
        var each = new List<(int Piece, LoadedWindow Loaded)>();
        await foreach ((int Piece, LoadedWindow Loaded) piece in _suite.Windows.LoadEachAsync(Pipeline.Model, pieces, supersededAt: null, CancellationToken.None))
        {
            each.Add(piece);
        }

        // Where compacted days or gaps lie between, it is asked again.
        Assert.Equal(queries, _suite.Profiles.Queries - asked);
        Assert.True(_suite.Compacted.Reads > 0 || step > length, "nothing compacted was read");
        Assert.Equal(each.Select(piece => piece.Piece).Order(), each.Select(piece => piece.Piece));
        for (int i = 0; i < pieces.Count; i++)
        {
            LoadedWindow alone = await _suite.Windows.LoadAsync(Pipeline.Model, pieces[i], CancellationToken.None);
            if (each.Find(piece => piece.Piece == i).Loaded is not { } loaded)
            {
                Assert.Empty(alone.Batches);
                continue;
            }

            Assert.Equal(alone.Batches, loaded.Batches);
            Assert.Equal(ProfileCodec.ToBytes(alone.Profile), ProfileCodec.ToBytes(loaded.Profile));
        }
    }

    /// <summary>A report depends on the batch versions that count, however they are read.</summary>
    [Fact]
    public async Task Compact_EvaluatedDays_LeavesTheirReports()
    {
        await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        await _suite.UploadAsync("b.csv", Batches.Day(Monday.AddDays(1), rows: 300));
        await _suite.PumpAsync();
        EvaluationReport before = (await _suite.ReportAsync(Monday))!;

        await _suite.Compact().RunAsync(CancellationToken.None);
        await _suite.Evaluation().HandleAsync(new EvaluateRequest(Pipeline.Model, Week), CancellationToken.None);

        EvaluationReport after = (await _suite.ReportAsync(Monday))!;
        Assert.Equal((before.InputDigest, before.Revision), (after.InputDigest, after.Revision));
        Assert.True(_suite.Compacted.Reads > 0, "nothing compacted was read");
    }

    [Fact]
    public async Task Compact_TwiceInARow_WritesOnce()
    {
        await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        await _suite.PumpAsync();
        await _suite.Compact().RunAsync(CancellationToken.None);
        _suite.Faults.Restart();

        await _suite.Compact().RunAsync(CancellationToken.None);

        Assert.Equal(0, _suite.Faults.Steps);
    }

    [Fact]
    public async Task Compact_DaysThatAreTooYoung_LeavesThem()
    {
        _suite.Compaction.CompactAfterDays = 7;
        await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        await _suite.PumpAsync();

        // Monday's day has ended 6 days and 9 hours ago.
        await _suite.Compact().RunAsync(CancellationToken.None);
        Assert.Equal(0, await KeptAsync(CompactedSpan.Day));

        _suite.Clock.Advance(TimeSpan.FromDays(1));
        await _suite.Compact().RunAsync(CancellationToken.None);
        Assert.Equal((1, 0), (await KeptAsync(CompactedSpan.Day), await KeptAsync(CompactedSpan.Month)));
    }

    [Fact]
    public async Task Compact_DayThatHoldsNothingAnyMore_IsForgotten()
    {
        BlobAddress blob = await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        await _suite.UploadAsync("b.csv", Batches.Day(Monday.AddDays(1), rows: 300));
        await _suite.PumpAsync();
        await _suite.Compact().RunAsync(CancellationToken.None);
        await DeleteAsync(_suite, blob);

        await _suite.Compact().RunAsync(CancellationToken.None);

        Assert.Equal((1, 1), (await KeptAsync(CompactedSpan.Day), await KeptAsync(CompactedSpan.Month)));
        Assert.Equal((0, 300), (await _suite.RowsAsync(Monday), await _suite.RowsAsync(Monday.AddDays(1))));
    }

    [Fact]
    public async Task Compact_KilledAtAnyWrite_LeavesEveryWindowAndIsFinishedByTheNext()
    {
        TimeWindow[] windows = [Pipeline.Window(Monday), Week, February];
        for (int dieAt = 1; ; dieAt++)
        {
            var suite = new Pipeline();
            BlobAddress gone = await suite.UploadAsync("gone.csv", Batches.Day(Monday.AddDays(3), rows: 50, seed: 5));
            await suite.UploadAsync("a.csv", Batches.Day(Monday, rows: 5_000));
            await suite.UploadAsync("b.csv", Batches.Day(Monday.AddDays(1), rows: 300));
            await suite.PumpAsync();
            await suite.Compact().RunAsync(CancellationToken.None);

            // A day that is compacted goes, one changes, one comes.
            await DeleteAsync(suite, gone);
            await suite.UploadAsync("a.csv", Batches.Day(Monday, rows: 4_000, seed: 4));
            await suite.UploadAsync("d.csv", Batches.Day(Monday.AddDays(2), rows: 200, seed: 6));
            await suite.PumpAsync();
            List<byte[]> expected = await LoadAsync(suite, windows);

            suite.Faults.Restart();
            suite.Faults.DieAt = dieAt;
            bool died = false;
            try
            {
                await suite.Compact().RunAsync(CancellationToken.None);
            }
            catch (FaultyStores.KilledException)
            {
                died = true;
            }

            suite.Faults.DieAt = 0;
            Assert.Equal(expected, await LoadAsync(suite, windows));
            await suite.Compact().RunAsync(CancellationToken.None);
            Assert.Equal(expected, await LoadAsync(suite, windows));
            Assert.Equal((3, 1), (await KeptAsync(CompactedSpan.Day, suite), await KeptAsync(CompactedSpan.Month, suite)));
            if (!died)
            {
                // Two days, the month, and the day that went, before and after.
                Assert.Equal(1 + (2 * 4), dieAt);
                return;
            }
        }
    }

    private static async Task ChangeAsync(Pipeline suite, string change)
    {
        var a = new BlobAddress(BlobContainers.Predictions, $"{Pipeline.Model}/a.csv");
        switch (change)
        {
            case "overwrite":
                await suite.UploadAsync("a.csv", Batches.Day(Monday, rows: 3_000, seed: 7));
                break;
            case "late":
                await suite.UploadAsync("late.csv", Batches.Day(Monday, rows: 3_000, seed: 8));
                break;
            case "elsewhere":
                await suite.UploadAsync("a.csv", Batches.Day(Monday.AddDays(1), rows: 3_000, seed: 9));
                break;
            case "expire":
                suite.Clock.Advance(TimeSpan.FromDays(8));
                await DeleteAsync(suite, a);
                break;
            case "undelete":
                await DeleteAsync(suite, a);
                suite.Blobs.Undelete(a);
                suite.Queue.Ingest.Enqueue(new BlobEvent(a, BlobEventKind.Created));
                break;
            default:
                await DeleteAsync(suite, a);
                break;
        }
    }

    private static async Task DeleteAsync(Pipeline suite, BlobAddress blob)
    {
        suite.Blobs.Delete(blob);
        await suite.Ingest().HandleAsync(new BlobEvent(blob, BlobEventKind.Deleted), CancellationToken.None);
        await suite.PumpAsync();
    }

    private static async Task<List<byte[]>> LoadAsync(Pipeline suite, IEnumerable<TimeWindow> windows)
    {
        var loaded = new List<byte[]>();
        foreach (TimeWindow window in windows)
        {
            loaded.Add(ProfileCodec.ToBytes((await suite.Windows.LoadAsync(Pipeline.Model, window, CancellationToken.None)).Profile));
        }

        return loaded;
    }

    private async Task<int> KeptAsync(CompactedSpan span, Pipeline? suite = null)
    {
        int kept = 0;
        var always = new TimeWindow(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        await foreach (CompactedKey key in (suite ?? _suite).Compacted.ListAsync(Pipeline.Model, span, always, CancellationToken.None))
        {
            kept++;
        }

        return kept;
    }
}
