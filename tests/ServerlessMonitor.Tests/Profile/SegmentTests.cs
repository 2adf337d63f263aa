using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Tests.Profile;

public sealed class SegmentTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Profile_ByValue_EachSegmentIsTheProfileOfItsRowsAlone()
    {
        string[] rows = ProfileData.Rows(0, 700, Minute).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        MonitorDefinition monitor = Monitor(new SegmentDefinition("code"));
        BatchProfile file = await ProfileAsync(rows, monitor);
        Assert.Equal(12, file.Hours.Count);
        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"c{i}"), file.SegmentValues.Of("code").Order(StringComparer.Ordinal));
        for (int hour = 0; hour < file.Hours.Count; hour++)
        {
            DatasetProfile whole = file.Hours[hour].Profile;
            Assert.Equal(whole.Rows, whole.Segments.Values.Sum(segment => segment.Rows));
            foreach ((SegmentKey key, DatasetProfile segment) in whole.Segments)
            {
                string[] own = [.. rows.Skip(hour * 60).Take(60).Where(row => row.Contains($",{key.Value},", StringComparison.Ordinal))];
                DatasetProfile alone = (await ProfileAsync(own, Monitor(), file.Schema)).Hours[0].Profile;
                Assert.Equal((alone.Rows, alone.FirstEvent, alone.LastEvent), (segment.Rows, segment.FirstEvent, segment.LastEvent));
                ColumnProfile amount = segment.Columns["amount"];
                ColumnProfile expected = alone.Columns["amount"];
                Assert.Equal((expected.Present, expected.Missing, expected.NaN, expected.Moments!.Mean), (amount.Present, amount.Missing, amount.NaN, amount.Moments!.Mean));
                Assert.Equal(expected.Quantiles!.WeightedValues(), amount.Quantiles!.WeightedValues());
                Assert.Equal((alone.Outcome!.Labelled, alone.Outcome.Binary!.TruePositives), (segment.Outcome!.Labelled, segment.Outcome.Binary!.TruePositives));
                Assert.False(segment.Columns.ContainsKey("remark"), "Texts and ids are not compared.");
                Assert.Null(amount.Distinct);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    public async Task Profile_AnyThreads_GivesTheSameBytesAsOneAndAsRead(int workers)
    {
        string[] rows = ProfileData.Rows(0, 9000, TimeSpan.FromSeconds(5)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        MonitorDefinition monitor = Monitor(new SegmentDefinition("code"), new SegmentDefinition("amount") { Name = "large", Minimum = 50 });
        BatchProfile one = await ProfileAsync(rows, monitor);
        BatchProfile many = await ProfileAsync(rows, monitor, workers: workers);
        for (int hour = 0; hour < one.Hours.Count; hour++)
        {
            byte[] bytes = ProfileCodec.ToBytes(one.Hours[hour].Profile);
            Assert.Equal(bytes, ProfileCodec.ToBytes(many.Hours[hour].Profile));
            DatasetProfile read = ProfileCodec.FromBytes(bytes);
            Assert.Equal(bytes, ProfileCodec.ToBytes(read));
            Assert.Equal(one.Hours[hour].Profile.Segments.Keys, read.Segments.Keys);
        }
    }

    [Fact]
    public async Task Merge_OfHours_IsTheSameBeforeAndAfterStorage()
    {
        string[] rows = ProfileData.Rows(0, 6000, TimeSpan.FromSeconds(3)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        BatchProfile file = await ProfileAsync(rows, Monitor(new SegmentDefinition("flag")));
        DatasetProfile merged = new(file.Schema);
        DatasetProfile stored = new(file.Schema);
        foreach ((_, DatasetProfile hour) in file.Hours)
        {
            merged.Merge(hour);
            stored.Merge(ProfileCodec.FromBytes(ProfileCodec.ToBytes(hour)));
        }

        Assert.Equal(["flag=false", "flag=true"], merged.Segments.Keys.Select(key => key.ToString()));
        Assert.Equal(ProfileCodec.ToBytes(merged), ProfileCodec.ToBytes(stored));
        Assert.Equal(ProfileCodec.ToBytes(merged), ProfileCodec.ToBytes(merged.Copy()));
        DatasetProfile yes = merged.Segments[new SegmentKey("flag", "true")];
        Assert.Equal(2000, yes.Rows);
        Assert.InRange(yes.Columns["score"].Quantiles!.Quantile(0.5), 0.47, 0.53);
        Assert.Equal(rows.Count(row => row.Contains(",true,", StringComparison.Ordinal)), yes.Columns["score"].Moments!.Count);
    }

    [Fact]
    public async Task Profile_FilterAndRest_TakeTheRowsThatTheySay()
    {
        MonitorDefinition monitor = Monitor(
            new SegmentDefinition("code") { Values = ["c1", "c5", "never"] },
            new SegmentDefinition("code") { Name = "low", Values = ["c0", "c1"] },
            new SegmentDefinition("amount") { Name = "middle", Minimum = 25, Below = 75 },
            new SegmentDefinition("label") { Values = ["1", "0"] },
            new SegmentDefinition("gone"));
        DatasetProfile profile = (await ProfileAsync(ProfileData.Rows(0, 1700, Minute).Split('\n', StringSplitOptions.RemoveEmptyEntries), monitor, whole: true)).Hours[0].Profile;
        Assert.Equal(
            ["code=c1", "code=c5", "code=(other)", "gone=(missing)", "label=0", "label=1", "label=(missing)", "low", "middle"],
            profile.Segments.Keys.Select(key => key.ToString()));
        long Rows(string name, string? value) => profile.Segments[new SegmentKey(name, value)].Rows;
        Assert.Equal(1700, Rows("code", "c1") + Rows("code", "c5") + Rows("code", SegmentKey.Other));
        Assert.Equal(Rows("code", "c1") + profile.Columns["code"].Items!.CountOf("c0"u8), Rows("low", null));
        Assert.Equal((340, 1700), (Rows("label", SegmentKey.Missing), Rows("gone", SegmentKey.Missing)));
        Assert.Equal(profile.Columns["label"].Items!.CountOf("1"u8), Rows("label", "1"));
        DatasetProfile middle = profile.Segments[new SegmentKey("middle", null)];
        Assert.Equal((middle.Rows, 0), (middle.Columns["amount"].Present, middle.Columns["amount"].Missing));
        Assert.InRange(middle.Columns["amount"].Moments!.Min, 25, 26);
        Assert.InRange(middle.Columns["amount"].Moments!.Max, 74, 75);
    }

    [Fact]
    public async Task Profile_MoreValuesThanTheLimit_TheFrequentOnesAreNamedAndTheSecondReadIsFinal()
    {
        // c0 to c29, the last the most frequent.
        string[] rows = [.. Enumerable.Range(0, 3000).Select(i => Row(i, $"c{(int)(30 * Math.Sqrt(new Random(i).NextDouble()))}"))];
        MonitorDefinition monitor = Monitor(new SegmentDefinition("code") { Limit = 4 });
        BatchProfile first = await ProfileAsync(rows, monitor);
        Assert.True(first is { HasNewSegmentValues: true, HasTooManySegmentValues: true });
        string[] frequent = [.. Frequent(rows).Take(4)];
        Assert.Equal(frequent, first.SegmentValues.Of("code"));

        BatchProfile second = await ProfileAsync(rows, monitor, values: first.SegmentValues);
        Assert.False(second.HasNewSegmentValues || second.HasTooManySegmentValues);
        IEnumerable<SegmentKey> keys = second.Hours.SelectMany(hour => hour.Profile.Segments.Keys).Distinct();
        Assert.Equal([.. frequent, SegmentKey.Other], keys.OrderBy(key => key.IsRest).ThenBy(key => Array.IndexOf(frequent, key.Value)).Select(key => key.Value!));
        Assert.Equal(3000, second.Hours.Sum(hour => hour.Profile.Segments.Values.Sum(segment => segment.Rows)));

        // Known values are never pushed out.
        BatchProfile later = await ProfileAsync([.. Enumerable.Range(0, 100).Select(i => Row(i, "fresh"))], monitor, values: first.SegmentValues);
        Assert.Equal([SegmentKey.Other], later.Hours.SelectMany(hour => hour.Profile.Segments.Keys).Distinct().Select(key => key.Value!));
    }

    [Theory]
    [InlineData("UTC", 0)]
    [InlineData("America/New_York", 5)]
    public async Task Profile_MoreHoursAndSegmentsThanAFileMayHave_KeepsSegmentsByTheMonitorsDays(string zone, int hoursBehind)
    {
        // 9,000 rows of two hours, which fold nothing, then 1,400 hours of 7 codes.
        string[] rows = [.. Lines(ProfileData.Rows(0, 9000, TimeSpan.FromSeconds(0.8))), .. Lines(ProfileData.Rows(9, 5600, TimeSpan.FromMinutes(15)))];
        MonitorDefinition monitor = Monitor(new SegmentDefinition("code")) with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone) };
        BatchProfile file = await ProfileAsync(rows, monitor);
        Assert.Contains(file.Notes, note => note.Contains("'code'", StringComparison.Ordinal) && note.Contains("kept by day", StringComparison.Ordinal));
        Assert.Equal(rows.Length, file.Hours.Sum(hour => hour.Profile.Segments.Values.Sum(segment => segment.Rows)));

        // A daylight-saving change is among the days: midnight moves by an hour.
        var days = file.Hours.Where(hour => hour.Profile.Segments.Count > 0).ToDictionary(hour => hour.Hour, hour => hour.Profile.Segments);
        Assert.All(days.Keys.Skip(1), start => Assert.Contains(start.Hour, new[] { hoursBehind, Math.Max(0, hoursBehind - 1) }));
        var expected = rows.Select(row => row.Split(',')).CountBy(row => (
            Day: TimeZoneInfo.ConvertTime(DateTimeOffset.Parse(row[1], CultureInfo.InvariantCulture), monitor.TimeZone).Date, Code: row[3]));
        Assert.All(expected, pair => Assert.Equal(
            pair.Value, days.Single(day => TimeZoneInfo.ConvertTime(day.Key, monitor.TimeZone).Date == pair.Key.Day).Value[new SegmentKey("code", pair.Key.Code)].Rows));
        DatasetProfile first = file.Hours[0].Profile;
        Assert.Equal(TimeSpan.FromDays(1), ProfileCodec.FromBytes(ProfileCodec.ToBytes(first)).SegmentSpan);
        BatchProfile other = await ProfileAsync(rows, monitor, workers: 6);
        Assert.Equal(file.Hours.Select(hour => ProfileCodec.ToBytes(hour.Profile)), other.Hours.Select(hour => ProfileCodec.ToBytes(hour.Profile)));
    }

    [Fact]
    public async Task Evaluate_WindowShorterThanWhatSegmentsAreKeptBy_HasNone()
    {
        BatchProfile file = await ProfileAsync(Lines(ProfileData.Rows(0, 5600, TimeSpan.FromMinutes(15))), Monitor(new SegmentDefinition("code")));
        (DateTimeOffset hour, DatasetProfile profile) = file.Hours[0];
        EvaluationReport Report(TimeSpan length) => new EvaluateWindow().Evaluate(new EvaluationInput(
            new ModelVersion("m", "1"), WindowSpec.Tumbling("1h"), new TimeWindow(hour, hour + length), Monitor(new SegmentDefinition("code")), profile));
        Assert.Empty(Report(TimeSpan.FromHours(1)).Segments!);
        Assert.Equal(7, Report(TimeSpan.FromDays(1)).Segments!.Count);
    }

    [Fact]
    public async Task Profile_LongFile_KeepsFewNumbersOfHoursThatAreOver()
    {
        // Two hours of 42,000 rows: the first is over for ten blocks when the file ends.
        string[] rows = [.. Enumerable.Range(0, 84_000).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"r{i},{ProfileData.Start.AddSeconds(i / 12.0):yyyy-MM-ddTHH:mm:ss.fffZ},{i * 7919L % 100_003 / 7.0:R},c{i % 2},true,x,1,0.7,1"))];
        MonitorDefinition monitor = Monitor(new SegmentDefinition("code"));
        BatchProfile file = await ProfileAsync(rows, monitor);
        foreach ((DateTimeOffset hour, DatasetProfile profile) in file.Hours)
        {
            foreach ((SegmentKey key, DatasetProfile segment) in profile.Segments)
            {
                double[] values = [.. rows.Select(row => row.Split(',')).Where(row => row[3] == key.Value && row[1].StartsWith(hour.ToString("yyyy-MM-ddTHH", CultureInfo.InvariantCulture), StringComparison.Ordinal))
                    .Select(row => double.Parse(row[2], CultureInfo.InvariantCulture)).Order()];
                KllSketch amounts = segment.Columns["amount"].Quantiles!;
                Assert.InRange(amounts.KeptCount, 64, 256);
                Assert.Equal((values.Length, values[0], values[^1]), (amounts.Count, amounts.Min, amounts.Max));
                Assert.All(Enumerable.Range(1, 9), i => Assert.InRange(amounts.Cdf(values[values.Length * i / 10]), (i / 10.0) - 0.012, (i / 10.0) + 0.012));
            }
        }

        BatchProfile many = await ProfileAsync(rows, monitor, workers: 6);
        Assert.Equal(file.Hours.Select(hour => ProfileCodec.ToBytes(hour.Profile)), many.Hours.Select(hour => ProfileCodec.ToBytes(hour.Profile)));
    }

    [Fact]
    public async Task Profile_TwoSpellingsOfOneNumber_AreOneSegment()
    {
        SegmentValues known = SegmentValues.None.With(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["amount"] = ["07", "7"] });
        BatchProfile file = await ProfileAsync([Row(7, "a"), Row(8, "a"), Row(8, "b"), Row(9, "a")], Monitor(new SegmentDefinition("amount") { Limit = 2 }), values: known, whole: true);
        Assert.True(file.HasTooManySegmentValues);
        BatchProfile again = await ProfileAsync([Row(7, "a"), Row(8, "a"), Row(8, "b"), Row(9, "a")], Monitor(new SegmentDefinition("amount") { Limit = 2 }), values: file.SegmentValues, whole: true);
        Assert.False(again.HasNewSegmentValues || again.HasTooManySegmentValues);
        Assert.Equal(
            [("amount=7", 1), ("amount=8", 2), ("amount=(other)", 1)], again.Hours[0].Profile.Segments.Select(pair => (pair.Key.ToString(), pair.Value.Rows)));
    }

    private static string[] Lines(string rows) => rows.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Frequent(string[] rows) =>
        rows.Select(row => row.Split(',')[3]).CountBy(code => code).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key);

    private static string Row(int index, string code) =>
        string.Create(CultureInfo.InvariantCulture, $"r{index},{ProfileData.Start.AddMinutes(index):yyyy-MM-ddTHH:mm:ssZ},{index},{code},true,x,1,0.7,1");

    private static MonitorDefinition Monitor(params SegmentDefinition[] segments) => new("m")
    {
        Features = new Dictionary<string, FeatureDefinition>(StringComparer.Ordinal) { ["amount"] = new() { Kind = ColumnKind.Numeric } },
        Segments = segments,
    };

    private static Task<BatchProfile> ProfileAsync(
        string[] rows, MonitorDefinition monitor, DatasetSchema? schema = null, SegmentValues? values = null, int workers = 1, bool whole = false)
    {
        var content = new MemoryStream(Encoding.UTF8.GetBytes(ProfileData.Header + string.Join('\n', rows)));
        BatchContext context = ProfileData.Context(monitor, schema) with { SegmentValues = values ?? SegmentValues.None };
        var profiler = new BatchProfiler(workers);
        return whole ? profiler.ProfileWholeAsync(content, "f.csv", context, CancellationToken.None) : profiler.ProfileAsync(content, "f.csv", context, CancellationToken.None);
    }
}
