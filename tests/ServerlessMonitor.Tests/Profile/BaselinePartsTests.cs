using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Sketches;
using ServerlessMonitor.TestKit;
using ServerlessMonitor.Tests.Evaluate;

namespace ServerlessMonitor.Tests.Profile;

public sealed class BaselinePartsTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_ManyValues_AreCountedAtQuantilesOfTheWhole()
    {
        DatasetProfile[] days = [.. Enumerable.Range(0, 10).Select(day => Rows(day, 3_000))];
        BaselineParts parts = Parts(days);

        double[] grid = [.. parts.WholeOfChunks()!.Columns["x"].Values!.Values().Select(item => item.Value)];
        Assert.InRange(grid.Length, 150, 201);
        Assert.Equal(10, parts.Chunks.Count);
        for (int day = 0; day < days.Length; day++)
        {
            // Exact counts below each quantile: but for what the day's own sketch lacks.
            KllSketch exact = days[day].Columns["x"].Quantiles!;
            long below = 0;
            foreach (WeightedValue item in parts.Chunks[day].Columns["x"].Values!.Values())
            {
                below += item.Weight;
                Assert.InRange((below / 3_000.0) - exact.Cdf(item.Value), -1e-9, 1e-9);
            }

            Assert.Equal(days[day].Columns["x"].Moments!.Mean, parts.Chunks[day].Columns["x"].Moments!.Mean);
            Assert.Equal(days[day].Columns["few"].Values!.Values(), parts.Chunks[day].Columns["few"].Values!.Values());
        }
    }

    [Fact]
    public void Of_ManyCategories_KeepsTheFrequentOnesApart()
    {
        DatasetProfile[] days = [.. Enumerable.Range(0, 6).Select(day => Words(2_000, 1_000))];
        DatasetProfile whole = Parts(days).WholeOfChunks()!;
        Assert.Equal(257, whole.Columns["word"].Items!.ItemCount);
        Assert.Equal(12_000, whole.Columns["word"].Items!.Count);
    }

    [Fact]
    public async Task ReadAsync_NumericFeatures_KeepHowTheyGoTogetherInChunksWithoutGaps()
    {
        var random = new Random(8);
        string Cell(int i) => i % 5 == 0 ? string.Empty : random.NextDouble().ToString("F6", CultureInfo.InvariantCulture);
        byte[] text = Encoding.UTF8.GetBytes("timestamp,a,b,prediction\n" + string.Concat(Enumerable.Range(0, 700).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{Start.AddMinutes(i * 14.4):yyyy-MM-ddTHH:mm:ssZ},{Cell(i)},{Cell(i / 2)},{i % 2}\n"))));
        var season = new BaselineDefinition { Season = BaselineSeason.DayOfWeek };
        BatchContext context = ProfileData.Context();
        context = context with { Monitor = new MonitorDefinition("m") { Baseline = season } };
        var profiler = new BatchProfiler();
        BatchProfile read = await profiler.ProfileWholeAsync(new MemoryStream(text), "f.csv", context, CancellationToken.None);
        FeatureMoments exact = read.Hours[0].Profile.Features!;

        BaselineParts parts = (await BaselinePieces.ReadAsync(_ => Task.FromResult<Stream?>(new MemoryStream(text)), profiler, "f.csv", context, read, CancellationToken.None))!;

        PairMoments whole = parts.WholeOfChunks()!.Features!.Sums;
        Assert.Equal(7, parts.Chunks.Count);
        Assert.All(parts.Chunks, chunk => Assert.Equal(100, chunk.Features!.Sums.Rows));
        Assert.True(exact.Sums.Count(0, 1) < 700);
        Assert.Equal((2, 700), (whole.Dimension, whole.Count(0, 1)));
        double[] means = [exact.Sums.Mean(0, 0), exact.Sums.Mean(1, 1)];
        Assert.Equal(means, [whole.Mean(0, 0), whole.Mean(1, 1)], (left, right) => Math.Abs(left - right) < 1e-12);
        Assert.Equal(exact.Sums.ProductsAround(0, 1, means[0], means[1]), whole.ProductsAround(0, 1, means[0], means[1]), 1e-9);
        Assert.Null(parts.SlotsOf(new HashSet<int> { 6 }, read.Schema).Features);
    }

    [Fact]
    public void SlotsOf_Season_HasTheirRowsOnly()
    {
        var season = new SeasonCalendar(BaselineSeason.HourOfDay, TimeZoneInfo.Utc);
        DatasetProfile[] hours = [.. Enumerable.Range(0, 24).Select(hour => Rows(hour, 3_000))];
        BaselineParts parts = BaselineParts.Of(Merged(hours), [], (season.Key, [.. hours.Select((profile, hour) => (hour, profile))]));
        BaselineParts read = BaselineParts.FromBytes(parts.ToBytes());

        DatasetProfile slots = read.SlotsOf(new HashSet<int> { 3, 4 }, hours[0].Schema);
        Assert.Equal(6_000, slots.Rows);
        Assert.Equal(0.0025, slots.Columns["x"].ValueError);
        Assert.Equal(0, slots.Columns["few"].ValueError);
        Assert.Equal(0, read.SlotsOf(new HashSet<int> { 24 }, hours[0].Schema).Rows);
        Assert.Equal(season.Key, read.Season);
        Assert.Equal(parts.ToBytes(), BaselineParts.FromBytes(parts.ToBytes()).ToBytes());
    }

    /// <summary>As builds in use have stored them: with chunks, coarse columns and slots.</summary>
    [Fact]
    public async Task FromBytes_GoldenFile_IsWhatTheSameRowsGive()
    {
        string path = GoldenPath();
        GoldenFile.Check(path, (await SevenDaysAsync()).ToBytes());

        byte[] golden = await File.ReadAllBytesAsync(path);
        BaselineParts read = BaselineParts.FromBytes(golden);
        Assert.Equal(golden, read.ToBytes());
        Assert.Equal((TimeSpan.FromDays(1), 7, 2_100, "DayOfWeek UTC"), (read.ChunkLength, read.Chunks.Count, read.WholeOfChunks()!.Rows, read.Season));
        Assert.All(read.Chunks, chunk => Assert.Equal(300, chunk.Rows));
        Assert.Equal((300, 0.0025), (read.SlotsOf(new HashSet<int> { 6 }, read.Chunks[0].Schema) is var sunday ? sunday.Rows : 0, sunday.Columns["amount"].ValueError));
    }

    /// <summary>A kind of section that the golden file does not have could change unseen.</summary>
    [Fact]
    public void GoldenFile_HasEverySection()
    {
        byte[] golden = File.ReadAllBytes(GoldenPath());
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var sections = new SectionReader(golden.AsSpan(5));
        while (sections.Next(out string name, out _))
        {
            names.Add(name);
        }

        Assert.Equal("SMBP\u0001"u8.ToArray(), golden[..5]);
        Assert.Equal(["chunk", "chunks", "coarse", "season", "slot"], names);
    }

    [Fact]
    public void FromBytes_DamagedOrNewer_IsRefusedByName()
    {
        byte[] bytes = Parts([.. Enumerable.Range(0, 6).Select(day => Words(50, 5))]).ToBytes();
        Assert.Throws<ProfileFormatException>(() => BaselineParts.FromBytes(bytes.AsSpan(1)));
        Assert.Throws<ProfileFormatException>(() => BaselineParts.FromBytes(bytes.AsSpan(0, bytes.Length - 3)));
        bytes[4] = 2;
        Assert.Throws<NewerFormatException>(() => BaselineParts.FromBytes(bytes));
    }

    [Theory]
    [InlineData(28 * 24, 48, 14)]
    [InlineData(70 * 24, 168, 10)]
    [InlineData(365 * 24, 28 * 24, 14)]
    [InlineData(24, 2, 12)]
    [InlineData(5, 1, 5)]
    public void Cut_Span_IsWholeWeeksDaysOrHours(int hours, int length, int chunks)
    {
        var span = new TimeWindow(Start, Start.AddHours(hours));
        Assert.Equal(TimeSpan.FromHours(length), ChunkCutter.LengthOf(span));
        Assert.Equal(chunks, ChunkCutter.Cut(span).Count);
        Assert.Equal(span, new TimeWindow(ChunkCutter.Cut(span)[0].Start, ChunkCutter.Cut(span)[^1].End));
    }

    [Fact]
    public void Join_OneRowOfAWrongClock_DoesNotStretchTheChunks()
    {
        DateTimeOffset[] times = [new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero), .. Enumerable.Range(0, 10).Select(day => Start.AddDays(day))];
        (TimeSpan length, IReadOnlyList<DatasetProfile> chunks) = ChunkCutter.Join([.. times.Select((time, i) => (time, Words(i == 0 ? 1 : 100, 5)))]);
        Assert.Equal((TimeSpan.FromDays(1), 10), (length, chunks.Count));
        Assert.Null(ChunkCutter.LengthOf(new TimeWindow(Start, Start.AddHours(4))));
    }

    [Fact]
    public void Season_HoursOfTheWeek_AreLocal()
    {
        var berlin = new SeasonCalendar(BaselineSeason.HourOfWeek, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

        // Monday 10:00 in Berlin, in winter and in summer.
        Assert.Equal(10, berlin.SlotOf(new DateTimeOffset(2026, 2, 2, 9, 0, 0, TimeSpan.Zero)));
        Assert.Equal(10, berlin.SlotOf(new DateTimeOffset(2026, 7, 6, 8, 30, 0, TimeSpan.Zero)));
        Assert.Equal(167, berlin.SlotOf(new DateTimeOffset(2026, 2, 1, 22, 0, 0, TimeSpan.Zero)));
        var span = new TimeWindow(Start.AddDays(-28), Start);
        IReadOnlyList<TimeWindow> same = berlin.Occurrences(span, berlin.SlotsOf(new TimeWindow(Start.AddHours(9), Start.AddHours(11))));
        Assert.Equal(4, same.Count);
        Assert.All(same, window => Assert.Equal((TimeSpan.FromHours(2), 9), (window.Duration, window.Start.Hour)));
        Assert.Equal(168, berlin.SlotsOf(new TimeWindow(Start, Start.AddDays(7))).Count);
    }

    private static string GoldenPath([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden", "v1.parts", "week.smbp");

    private static async Task<BaselineParts> SevenDaysAsync()
    {
        const int Count = 2_100;
        byte[] text = Encoding.UTF8.GetBytes(ProfileData.Header + ProfileData.Rows(0, Count, TimeSpan.FromDays(7) / Count));
        BatchContext context = ProfileData.Context();
        context = context with { Monitor = context.Monitor with { Baseline = new BaselineDefinition { Season = BaselineSeason.DayOfWeek } } };
        var profiler = new BatchProfiler();
        BatchProfile whole = await profiler.ProfileWholeAsync(new MemoryStream(text), "f.csv", context, CancellationToken.None);
        return (await BaselinePieces.ReadAsync(_ => Task.FromResult<Stream?>(new MemoryStream(text)), profiler, "f.csv", context, whole, CancellationToken.None))!;
    }

    private static BaselineParts Parts(IReadOnlyList<DatasetProfile> days) => BaselineParts.Of(Merged(days), [.. days.Select((profile, day) => (Start.AddDays(day), profile))], season: null);

    private static DatasetProfile Merged(IEnumerable<DatasetProfile> parts)
    {
        DatasetProfile? merged = null;
        foreach (DatasetProfile part in parts)
        {
            merged ??= new DatasetProfile(part.Schema);
            merged.Merge(part);
        }

        return merged!;
    }

    private static DatasetProfile Rows(int seed, int rows)
    {
        var random = new Random(seed);
        double?[] values = [.. Enumerable.Range(0, rows).Select(_ => (double?)(random.NextDouble() + (seed / 20.0)))];
        return new TestProfiles().Numeric("x", values).Numeric("few", values.Select(value => (double?)Math.Floor(value!.Value * 10))).Build();
    }

    private static DatasetProfile Words(int rows, int distinct) =>
        new TestProfiles().Categorical("word", Enumerable.Range(0, rows).Select(i => $"w{i % distinct}")).Build();
}
