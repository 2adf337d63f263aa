using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Labels;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Tests.Labels;

public sealed class LabelMatcherTests
{
    private static readonly MonitorDefinition Monitor = new("m") { Task = ModelTask.Binary };

    [Fact]
    public async Task Match_LabelsOfOneDay_AreFoundInItsFileAlone()
    {
        var world = new JoinWorld(Monitor);
        for (int day = 0; day < 5; day++)
        {
            await world.AddBatchAsync("1", Predictions(day, 0, 3000));
        }

        await world.AddLabelsAsync("l", Labels(2, 0, 3000));
        MatchResult result = await world.MatchAsync("l");

        (MatchCandidate candidate, LabelMatches matches) = Assert.Single(result.Matches);
        Assert.Equal((world.Batches[2].Candidate, 3000), (candidate, matches.Count));
        Assert.Equal((3000, 3000, 5), (result.Ids, result.Found, result.FilesLookedAt));
        Assert.Equal(1, result.RunsRead);
    }

    [Fact]
    public async Task Match_AFewIdsOfALargeFileOfLabels_AreFoundWhereTheFilterHitsNoMoreThanByError()
    {
        var world = new JoinWorld(Monitor);
        await world.AddBatchAsync("1", Predictions(0, 0, 4000));
        await world.AddBatchAsync("1", Predictions(1, 0, 4000));
        await world.AddLabelsAsync("l", Labels(0, 0, 4000) + Rows(1, 17, 3));

        MatchResult result = await world.MatchAsync("l");

        Assert.Equal([4000, 3], result.Matches.Select(pair => pair.Matches.Count));
        Assert.Equal(result.Ids, result.Found);
    }

    [Fact]
    public async Task Match_ABatchSentTwice_GetsItsLabelsInBoth_AndSoDoesEachVersion()
    {
        var world = new JoinWorld(Monitor);
        await world.AddBatchAsync("1", Predictions(0, 0, 500));
        await world.AddBatchAsync("1", Predictions(0, 0, 500));
        await world.AddBatchAsync("2", Predictions(0, 0, 5));
        await world.AddLabelsAsync("l", Labels(0, 0, 500));

        MatchResult result = await world.MatchAsync("l");

        Assert.Equal([500, 500, 5], result.Matches.Select(pair => pair.Matches.Count));
        Assert.Equal(500, result.Found);
    }

    [Fact]
    public async Task Match_LabelsWithTimes_LooksIntoTheFilesOfTheirHoursAlone()
    {
        var world = new JoinWorld(Monitor);
        for (int day = 0; day < 4; day++)
        {
            await world.AddBatchAsync("1", Predictions(day, 0, 400));
        }

        await world.AddLabelsAsync("l", "id,label,timestamp\n" + string.Concat(Enumerable.Range(0, 50).Select(row => $"{IdOf(1, row)},1,{TimeOf(1, row)}\n")));
        MatchResult timed = await world.MatchAsync("l");
        Assert.Equal((1, 50), (timed.FilesLookedAt, timed.Found));

        // One without a time is looked for everywhere.
        await world.AddLabelsAsync("m", $"id,label,timestamp\n{IdOf(1, 3)},1,{TimeOf(1, 3)}\n{IdOf(3, 3)},1,\n");
        MatchResult mixed = await world.MatchAsync("m");
        Assert.Equal((4, 2), (mixed.FilesLookedAt, mixed.Found));
    }

    [Fact]
    public async Task Match_IdsThatNobodyPredicted_AreNotFound()
    {
        var world = new JoinWorld(Monitor);
        await world.AddBatchAsync("1", Predictions(0, 0, 2000));
        await world.AddLabelsAsync("l", Labels(9, 0, 5000));

        MatchResult result = await world.MatchAsync("l");

        Assert.Empty(result.Matches);
        Assert.Equal((5000, 0), (result.Ids, result.Found));
    }

    [Fact]
    public async Task Match_AmongThemSomeThatNobodyPredicted_ReadsTheFiltersAndAFewBlocks()
    {
        var world = new JoinWorld(Monitor);
        for (int day = 0; day < 2; day++)
        {
            await world.AddBatchAsync("1", Predictions(day, 0, 60_000));
        }

        await world.AddLabelsAsync("l", Labels(0, 0, 1000) + Rows(9, 0, 200));
        long labels = (await world.Files.OpenAsync("l", CancellationToken.None))!.Length;
        MatchResult result = await world.MatchAsync("l");

        Assert.Equal((1200, 1000), (result.Ids, result.Found));

        // Both parts of the filters (1.85 bytes an id) and footers, and of the first day's hashes the most; of the second's at most three blocks.
        Assert.InRange(result.BytesRead - labels, 0, (2 * ((60_000 * 1.85) + 33_000)) + (60_000 * 6.2) + (3 * 1024 * 6.2));
    }

    [Fact]
    public async Task Look_APieceOfWhichOnlyErrorsHit_LeavesRoomForALongerOne()
    {
        var world = new JoinWorld(Monitor);
        await world.AddBatchAsync("1", Predictions(0, 0, 2000));
        MatchCandidate candidate = world.Batches[0].Candidate;
        IKeptFile content = (await world.Files.OpenAsync(candidate.File, CancellationToken.None))!;
        await using var file = new CandidateFile(candidate, await KeptPredictionsFile.OpenAsync(content, "p", CancellationToken.None), version: 0, mostHeld: 0);

        LabelRows strange = await PieceAsync(Labels(9, 0, 30_000));
        await LookTwiceAsync(strange);
        Assert.True(file.RunsRead > 0, "no error of the filter had hashes read");
        file.EndPiece(strange);
        LabelRows own = await PieceAsync(Labels(9, 0, 40_000) + Rows(0, 0, 500));
        await LookTwiceAsync(own);
        file.EndPiece(own);

        Assert.Equal(500, file.Matches()!.Count);

        async Task LookTwiceAsync(LabelRows labels)
        {
            var found = new bool[labels.Count];
            await file.LookAsync(labels, found, CancellationToken.None);
            await file.LookAgainAsync(labels, [.. found], found, CancellationToken.None);
        }

        async Task<LabelRows> PieceAsync(string text)
        {
            await world.AddLabelsAsync($"l{text.Length}", text);
            IKeptFile labels = (await world.Files.OpenAsync($"l{text.Length}", CancellationToken.None))!;
            await using KeptLabelsFile opened = await KeptLabelsFile.OpenAsync(labels, "l", CancellationToken.None);
            return (await opened.ReadPieceAsync(0, CancellationToken.None)).Rows;
        }
    }

    [Fact]
    public async Task HoursOf_LabelsThatAllHaveATime_AreTheirs_AndElseNone()
    {
        var world = new JoinWorld(Monitor);
        await world.AddLabelsAsync("l", $"id,label,timestamp\na,1,{TimeOf(1, 0)}\nb,0,{TimeOf(2, 180)}\n");
        await world.AddLabelsAsync("m", $"id,label,timestamp\na,1,{TimeOf(1, 0)}\nb,0,\n");
        await world.AddLabelsAsync("n", "id,label\na,1\n");
        var matcher = new LabelMatcher(world.Files);

        Assert.Equal(new TimeWindow(JoinWorld.Start.AddDays(1), JoinWorld.Start.AddDays(2).AddHours(2)), await matcher.HoursOfAsync("l", CancellationToken.None));
        foreach (string none in (string[])["m", "n", "no such file"])
        {
            Assert.Null(await matcher.HoursOfAsync(none, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Match_AFileThatIsGone_IsSaid()
    {
        var world = new JoinWorld(Monitor);
        await world.AddBatchAsync("1", Predictions(0, 0, 10));
        await world.AddBatchAsync("1", Predictions(1, 0, 10));
        await world.AddLabelsAsync("l", Labels(1, 0, 10));
        await world.Files.DeleteAsync(world.Batches[0].Candidate.File, CancellationToken.None);

        MatchResult result = await world.MatchAsync("l");

        Assert.Equal(world.Batches[0].Candidate, Assert.Single(result.Gone));
        Assert.Equal(10, result.Found);
        Assert.Null(await new LabelMatcher(new InMemoryKeptFiles()).MatchAsync("none", [], CancellationToken.None));
    }

    [Fact]
    public async Task Match_AnyNumberOfThreads_GivesTheSameBytes()
    {
        var world = new JoinWorld(Monitor);
        for (int day = 0; day < 6; day++)
        {
            await world.AddBatchAsync("1", Predictions(day, 0, 300));
        }

        await world.AddLabelsAsync("l", Labels(0, 0, 300) + Rows(3, 0, 200) + Rows(5, 10, 1));
        MatchCandidate[] candidates = [.. world.Batches.Select(batch => batch.Candidate)];
        MatchResult one = (await new LabelMatcher(world.Files, workers: 1).MatchAsync("l", candidates, CancellationToken.None))!;
        MatchResult many = (await new LabelMatcher(world.Files, workers: 4).MatchAsync("l", candidates, CancellationToken.None))!;

        Assert.Equal(one.Matches.Select(pair => pair.Candidate), many.Matches.Select(pair => pair.Candidate));
        Assert.Equal(one.Matches.Select(pair => pair.Matches.ToBytes()), many.Matches.Select(pair => pair.Matches.ToBytes()));
        Assert.Equal((one.BytesRead, one.RunsRead), (many.BytesRead, many.RunsRead));
    }

    [Fact]
    public async Task Match_MixedTypesOfIds_AreOneId()
    {
        var world = new JoinWorld(Monitor);
        await world.AddBatchAsync("1", "{\"id\":42,\"timestamp\":\"2026-03-02T00:00:00Z\",\"prediction\":1}\n{\"id\":\"43\",\"timestamp\":\"2026-03-02T00:00:00Z\",\"prediction\":0}\n", "f.jsonl");
        await world.AddBatchAsync("1", "id,timestamp,prediction\n44,2026-03-02T00:00:00Z,1\n\"45\",2026-03-02T00:00:00Z,0\n");
        await world.AddLabelsAsync("l", "{\"id\":\"42\",\"label\":1}\n{\"id\":43,\"label\":0}\n{\"id\":44,\"label\":0}\n{\"id\":45,\"label\":0}\n", "l.jsonl");

        MatchResult result = await world.MatchAsync("l");

        Assert.Equal([2, 2], result.Matches.Select(pair => pair.Matches.Count));
    }

    private static string IdOf(int day, int row) => string.Create(CultureInfo.InvariantCulture, $"{day}-{row}");

    private static string TimeOf(int day, int row) => JoinWorld.Start.AddDays(day).AddSeconds(row * 20).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string Predictions(int day, int first, int count)
    {
        var text = new StringBuilder("id,timestamp,prediction,score\n");
        for (int row = first; row < first + count; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{IdOf(day, row)},{TimeOf(day, row)},{row % 2},0.{row % 10}\n");
        }

        return text.ToString();
    }

    private static string Labels(int day, int first, int count) => "id,label\n" + Rows(day, first, count);

    private static string Rows(int day, int first, int count) => string.Concat(Enumerable.Range(first, count).Select(row => $"{IdOf(day, row)},{(row % 3 == 0 ? 1 : 0).ToString(CultureInfo.InvariantCulture)}\n"));
}
