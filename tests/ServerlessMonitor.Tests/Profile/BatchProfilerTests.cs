using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Profile;

public sealed class BatchProfilerTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Profile_Columns_CountsEveryKindOfCell()
    {
        DatasetProfile profile = await ProfileData.WholeAsync(ProfileData.Header + ProfileData.Rows(0, 1700, Minute));

        ColumnProfile amount = profile.Columns["amount"];
        Assert.Equal((1700, 1300, 100, 100, 100, 100, 0), (amount.Rows, amount.Present, amount.Missing, amount.Invalid, amount.NaN, amount.PositiveInfinity, amount.NegativeInfinity));
        Assert.Equal(1300, amount.Moments!.Count);
        Assert.Equal(1300, amount.Quantiles!.Count);
        Assert.Equal(1300, amount.Values!.Count);
        Assert.Equal(7, profile.Columns["code"].Items!.ItemCount);
        Assert.Equal(243, profile.Columns["code"].Items!.CountOf("c0"u8));
        Assert.Equal(7, profile.Columns["code"].Distinct!.Estimate());
        Assert.Equal((567, 1133), (profile.Columns["flag"].Items!.CountOf("true"u8), profile.Columns["flag"].Items!.CountOf("false"u8)));
        Assert.Equal(1700, profile.Columns["remark"].TextLength!.Count);
        Assert.Equal((16, 19), (profile.Columns["remark"].TextLength!.Min, profile.Columns["remark"].TextLength!.Max));
        Assert.Equal(340, profile.Columns["label"].Missing);
        Assert.Equal(0, profile.DuplicateRowEstimate);
        Assert.Equal((1700, ProfileData.Start, ProfileData.Start.AddMinutes(1699)), (profile.Rows, profile.FirstEvent, profile.LastEvent));
    }

    [Fact]
    public async Task Profile_Hours_AreTheProfilesOfTheirRowsAlone()
    {
        // 6,000 rows over 5 hours and several blocks, every hour also profiled from a file of its own.
        TimeSpan step = TimeSpan.FromSeconds(3);
        BatchProfile whole = await ProfileData.ProfileAsync(ProfileData.Header + ProfileData.Rows(0, 6000, step));

        Assert.Equal(Enumerable.Range(0, 5).Select(hour => ProfileData.Start.AddHours(hour)), whole.Hours.Select(hour => hour.Hour));
        Assert.Equal(6000, whole.Rows);
        Assert.Equal(new TimeWindow(ProfileData.Start, ProfileData.Start.Add(5999 * step).AddTicks(1)), whole.EventRange);
        for (int hour = 0; hour < 5; hour++)
        {
            BatchProfile part = await ProfileData.ProfileAsync(ProfileData.Header + ProfileData.Rows(hour * 1200, 1200, step), ProfileData.Context(schema: whole.Schema));
            Equal(part.Hours[0].Profile, whole.Hours[hour].Profile);
        }
    }

    [Fact]
    public async Task Profile_ShuffledRows_GiveTheSameCountsPerHour()
    {
        string[] rows = ProfileData.Rows(0, 9000, Minute).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        BatchProfile sorted = await ProfileData.ProfileAsync(ProfileData.Header + string.Join('\n', rows));
        new Random(3).Shuffle(rows);
        BatchProfile shuffled = await ProfileData.ProfileAsync(ProfileData.Header + string.Join('\n', rows), ProfileData.Context(schema: sorted.Schema));

        Assert.Equal(150, shuffled.Hours.Count);
        Assert.Equal(sorted.Hours.Select(hour => hour.Hour), shuffled.Hours.Select(hour => hour.Hour));
        for (int i = 0; i < sorted.Hours.Count; i++)
        {
            Equal(sorted.Hours[i].Profile, shuffled.Hours[i].Profile);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public async Task Profile_AnyNumberOfThreads_GivesTheSameBytes(int workers)
    {
        string text = ProfileData.Header + ProfileData.Rows(0, 20_000, TimeSpan.FromSeconds(7));
        BatchProfile one = await ProfileData.ProfileAsync(text, workers: 1);
        BatchProfile many = await ProfileData.ProfileAsync(text, workers: workers);

        Assert.Equal(one.Hours.Count, many.Hours.Count);
        for (int i = 0; i < one.Hours.Count; i++)
        {
            Assert.Equal(ProfileCodec.ToBytes(one.Hours[i].Profile), ProfileCodec.ToBytes(many.Hours[i].Profile));
        }
    }

    [Fact]
    public async Task Profile_RowsWithoutTimestampColumn_CountWithThePathsDay()
    {
        BatchContext context = ProfileData.Context(fallback: EventTimeFallback.Day(new DateOnly(2001, 2, 12)));
        BatchProfile profile = await ProfileData.ProfileAsync("a\n1\n2\n", context);

        var day = new DateTimeOffset(2001, 2, 12, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(day, Assert.Single(profile.Hours).Hour);
        Assert.Equal(new TimeWindow(day, day.AddDays(1)), profile.EventRange);
    }

    [Fact]
    public async Task Profile_RowsWithoutAnyTime_CountWithTheLastModifiedTime()
    {
        DateTimeOffset modified = ProfileData.Start.AddMinutes(90);
        BatchProfile profile = await ProfileData.ProfileAsync("a\n1\n2\n", ProfileData.Context(fallback: EventTimeFallback.LastModified(modified)));

        Assert.Equal(ProfileData.Start.AddHours(1), Assert.Single(profile.Hours).Hour);
        Assert.Equal(new TimeWindow(modified, modified.AddTicks(1)), profile.EventRange);
    }

    [Fact]
    public async Task Profile_UnreadableTimestamps_RejectTheRowsByReasonInTheHourOfTheirNeighbours()
    {
        const string text = "timestamp,a\nbad,0\n2001-02-12T05:10:00Z,1\nnever,2\n2001-02-12T06:10:00Z,3\n,4\n";
        BatchProfile profile = await ProfileData.ProfileAsync(text);

        Assert.Equal(2, profile.Rows);
        Assert.Equal(new Dictionary<string, long>(StringComparer.Ordinal) { ["InvalidTimestamp"] = 2, ["MissingTimestamp"] = 1 }, profile.RejectedRows);
        Assert.Equal(3, profile.RejectedRowCount);
        Assert.Equal(new RejectedRow(2, "InvalidTimestamp", "bad"), profile.RejectedSamples[0]);
        Assert.Equal(2, profile.Hours[0].Profile.RejectedRows["InvalidTimestamp"]);
        Assert.Equal(1, profile.Hours[1].Profile.RejectedRows["MissingTimestamp"]);
    }

    [Fact]
    public async Task Profile_EmptyTimestampUnderADatedPath_TakesThePathsDate()
    {
        BatchContext context = ProfileData.Context(fallback: EventTimeFallback.Day(new DateOnly(2001, 2, 12)));
        BatchProfile profile = await ProfileData.ProfileAsync("timestamp,a\n2001-02-12T05:10:00Z,1\n,4\n", context);

        Assert.Equal(2, profile.Rows);
        Assert.Equal([0, 5], profile.Hours.Select(hour => hour.Hour.Hour));
        Assert.Equal(1, profile.Hours[0].Profile.Columns["timestamp"].Missing);
        Assert.Equal(TimeSpan.FromDays(1), profile.EventRange.Duration);
    }

    [Fact]
    public async Task Profile_NoUsableRow_IsABadFile()
    {
        var exception = await Assert.ThrowsAsync<BatchFormatException>(() => ProfileData.ProfileAsync("a,b\n1\n2\n"));

        Assert.Equal("TooManyBadRows", exception.Problem.Code);
        Assert.Contains("2 TooFewFields", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_ManyHours_FoldIntoDaysWithANote()
    {
        // 5,000 rows 30 minutes apart touch 2,500 hours, the limit falls inside the first block.
        string text = ProfileData.Header + ProfileData.Rows(0, 5000, TimeSpan.FromMinutes(30));
        BatchProfile profile = await ProfileData.ProfileAsync(text);

        Assert.Equal(105, profile.Hours.Count);
        Assert.All(profile.Hours, hour => Assert.Equal(0, hour.Hour.Hour));
        Assert.All(profile.Hours.SkipLast(1), hour => Assert.Equal(48, hour.Profile.Rows));
        Assert.Contains(profile.Notes, note => note.Contains("by day", StringComparison.Ordinal));
        BatchProfile firstDay = await ProfileData.ProfileAsync(
            ProfileData.Header + ProfileData.Rows(0, 48, TimeSpan.FromMinutes(30)), ProfileData.Context(schema: profile.Schema));
        DatasetProfile merged = firstDay.Hours[0].Profile.Copy();
        foreach ((DateTimeOffset _, DatasetProfile part) in firstDay.Hours.Skip(1))
        {
            merged.Merge(part);
        }

        Equal(merged, profile.Hours[0].Profile);
    }

    [Fact]
    public async Task Profile_ManyDays_FoldIntoMonths()
    {
        // One row a day for 9,000 days: both limits fall, the second one after blocks have been fed.
        string text = ProfileData.Header + ProfileData.Rows(0, 9000, TimeSpan.FromDays(1));
        BatchProfile profile = await ProfileData.ProfileAsync(text);

        Assert.Equal(9000, profile.Rows);
        Assert.Equal(9000, profile.Hours.Sum(hour => hour.Profile.Columns["code"].Rows));
        Assert.All(profile.Hours, hour => Assert.Equal(1, hour.Hour.Day));
        Assert.Equal(296, profile.Hours.Count);
        Assert.Contains(profile.Notes, note => note.Contains("by month", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Profile_KnownSchema_CountsAbsentAndNewColumns()
    {
        BatchProfile first = await ProfileData.ProfileAsync("a,b\n1,x\n2,y\n");
        BatchProfile second = await ProfileData.ProfileAsync("a,c\n1,5\nword,6\n", ProfileData.Context(schema: first.Schema));

        DatasetProfile profile = second.Hours[0].Profile;
        Assert.Equal(["b"], second.AbsentColumns);
        Assert.Equal(["c"], second.NewColumns);
        Assert.Equal((0L, 2L), (profile.Columns["b"].Rows, profile.AbsentRows("b")));
        Assert.Equal(1, profile.Columns["a"].Invalid);
        Assert.Equal(new InvalidCell(3, "a", "word"), Assert.Single(second.InvalidSamples));
        DatasetProfile merged = first.Hours[0].Profile.Copy();
        merged.Merge(profile);
        Assert.Equal((2L, 2L, 2L), (merged.AbsentRows("b"), merged.AbsentRows("c"), merged.Columns["c"].Present));
    }

    [Fact]
    public async Task Profile_RepeatedIdsAndRows_AreEstimated()
    {
        DatasetProfile profile = await ProfileData.WholeAsync("id,a\n1,x\n2,y\n1,x\n1,z\n");

        Assert.Equal((1L, 2L), (profile.DuplicateRowEstimate, profile.DuplicateIdEstimate));
    }

    [Fact]
    public async Task Profile_RepeatsAmongThousandsOfRows_AreCountedOneByOne()
    {
        // Ten rows come twice, three ids come again with another row; far fewer than the estimate can tell.
        string rows = ProfileData.Rows(0, 20_000, TimeSpan.FromSeconds(1));
        string again = string.Concat(Enumerable.Range(0, 10).Select(i => ProfileData.Rows(i * 1900, 1, TimeSpan.FromSeconds(1))));
        string ids = string.Concat(Enumerable.Range(0, 3).Select(i => $"r{i},2026-03-02T00:00:01Z,1,c0,true,other,0,0.1,0\n"));
        BatchProfile batch = await ProfileData.ProfileAsync(ProfileData.Header + rows + again + ids, workers: 3);
        DatasetProfile whole = await ProfileData.WholeAsync(ProfileData.Header + rows + again + ids);
        var merged = new DatasetProfile(batch.Schema);
        foreach ((DateTimeOffset _, DatasetProfile hour) in batch.Hours)
        {
            merged.Merge(hour);
        }

        Assert.Equal((10L, 13L, 0L), (merged.RepeatedRows, merged.RepeatedIds, merged.UncountedRows));
        Assert.Equal((10L, 13L, 0L), (whole.RepeatedRows, whole.RepeatedIds, whole.UncountedRows));
    }

    [Fact]
    public async Task Profile_Cancelled_Stops()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new BatchProfiler().ProfileAsync(
            new MemoryStream(Encoding.UTF8.GetBytes("a\n1\n")), "f.csv", ProfileData.Context(), stop.Token));
    }

    [Fact]
    public async Task Profile_StreamThatFails_PassesTheFailureOn()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(ProfileData.Header + ProfileData.Rows(0, 20_000, Minute));

        await Assert.ThrowsAsync<IOException>(() => new BatchProfiler().ProfileAsync(new FailingStream(bytes), "f.csv", ProfileData.Context(), CancellationToken.None));
    }

    internal static void Equal(DatasetProfile expected, DatasetProfile actual)
    {
        Assert.Equal((expected.Rows, expected.FirstEvent, expected.LastEvent), (actual.Rows, actual.FirstEvent, actual.LastEvent));
        Assert.Equal(expected.RowHashes.Estimate(), actual.RowHashes.Estimate());
        Assert.Equal(expected.Columns.Keys, actual.Columns.Keys);
        foreach ((ColumnProfile left, ColumnProfile right) in expected.Columns.Values.Zip(actual.Columns.Values))
        {
            Assert.Equal((left.Name, left.Rows, left.Present, left.Missing, left.Invalid, left.NaN), (right.Name, right.Rows, right.Present, right.Missing, right.Invalid, right.NaN));
            Assert.Equal(left.Moments?.Mean ?? 0, right.Moments?.Mean ?? 0, 1e-9);
            Assert.Equal(left.Moments?.Variance ?? 0, right.Moments?.Variance ?? 0, 1e-9);
            Assert.Equal(left.Quantiles?.WeightedValues(), right.Quantiles?.WeightedValues());
            Assert.Equal(left.Values?.Values(), right.Values?.Values());
            Assert.Equal(left.Items?.Items(), right.Items?.Items());
            Assert.Equal(left.Distinct?.Estimate(), right.Distinct?.Estimate());
        }

        Assert.Equal(expected.Outcome!.PredictedClasses, actual.Outcome!.PredictedClasses);
        Assert.Equal(expected.Outcome.Classes!.Confusion, actual.Outcome.Classes!.Confusion);
        Assert.Equal(expected.Outcome.Binary!.Scores.Scores(), actual.Outcome.Binary!.Scores.Scores());
        Assert.Equal(expected.Outcome.Binary.LogLoss.Mean, actual.Outcome.Binary.LogLoss.Mean, 1e-12);
        Assert.Equal((expected.Predictions!.Rows, expected.Predictions.Unscored), (actual.Predictions!.Rows, actual.Predictions.Unscored));
        Assert.Equal(expected.Predictions.Scores!.Scores(), actual.Predictions.Scores!.Scores());
    }

    private sealed class FailingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position > 600_000 ? throw new IOException("The connection broke.") : base.ReadAsync(buffer, cancellationToken);
    }
}
