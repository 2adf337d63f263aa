using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Tests.Runs;

/// <summary>Baselines in pieces, from a blob to the verdict: chunks by event time, and seasons.</summary>
public sealed class BaselinePiecesTests
{
    private const string Hourly = "model: churn\nwindows: {drift: 1h}\n";
    private static readonly DateOnly Monday = new(2026, 2, 2);
    private static readonly BlobAddress Blob = new(BlobContainers.Baselines, $"{Pipeline.Model.Model}/{Pipeline.Model.Version}/baseline.csv");
    private readonly Pipeline _suite = new();

    [Fact]
    public async Task Upload_SortedByLabel_IsCutByEventTime()
    {
        string[] rows = [.. Rows(days: 12, perHour: 20).OrderBy(row => row[^1]).ThenBy(row => row, StringComparer.Ordinal)];
        await _suite.UploadBaselineAsync(File(rows));

        BaselineParts parts = BaselineParts.FromBytes((await StoredAsync()).Parts.Span);
        Assert.Equal((TimeSpan.FromDays(1), 12), (parts.ChunkLength, parts.Chunks.Count));
        Assert.All(parts.Chunks, chunk => Assert.Equal(480, chunk.Rows));
        Assert.All(parts.Chunks, chunk => Assert.InRange(chunk.Outcome!.Labelled, 480, 480));
        Assert.Equal(rows.Length, parts.WholeOfChunks()!.Rows);
        Assert.Equal(["amount", "prediction", "score", "label"], parts.Chunks[0].Schema.Columns.Select(column => column.Name));
    }

    [Fact]
    public async Task Upload_WithoutTimes_HasNoChunks()
    {
        await _suite.UploadBaselineAsync("prediction_id,amount\n" + string.Join('\n', Enumerable.Range(0, 500).Select(i => $"{i},{i * 0.1}")));
        Assert.True((await StoredAsync()).Parts.IsEmpty);
    }

    [Fact]
    public async Task Upload_LearnedThreshold_IsJudgedByItsChunks()
    {
        _suite.Files.Monitors["churn"] = "model: churn\nwindows: {drift: 1d, performance: 1d}\ndrift: {threshold: learned}\nperformance: [{metric: accuracy, threshold: learned}]\n";
        await _suite.UploadBaselineAsync(File(Rows(days: 12, perHour: 20)));
        await _suite.UploadAsync("a.csv", Batches.Day(Monday.AddDays(20), rows: 480, amount: 0, right: 0.9));
        await _suite.UploadAsync("b.csv", Batches.Day(Monday.AddDays(21), rows: 480, amount: 3, right: 0.6));
        await _suite.PumpAsync();

        EvaluationReport same = (await _suite.ReportAsync(Monday.AddDays(20)))!;
        EvaluationReport other = (await _suite.ReportAsync(Monday.AddDays(21)))!;
        Assert.Equal(VerdictOutcome.Ok, Rule(same, "drift/amount").Outcome);
        Assert.Equal(VerdictOutcome.Ok, Rule(same, "performance/accuracy/learned").Outcome);
        Assert.Equal(VerdictOutcome.Breach, Rule(other, "drift/amount").Outcome);
        Assert.Contains("learnt from 12 chunks of the baseline", Rule(other, "drift/amount").Summary, StringComparison.Ordinal);
        Assert.Equal(VerdictOutcome.Breach, Rule(other, "performance/accuracy/learned").Outcome);
    }

    [Fact]
    public async Task Trailing_LearnedThreshold_IsJudgedByItsDays()
    {
        _suite.Files.Monitors["churn"] = "model: churn\nwindows: {drift: 1d}\nbaseline: {trailing: 6d}\ndrift: {preset: nannyml}\n";
        for (int day = 0; day < 8; day++)
        {
            await _suite.UploadAsync($"{day}.csv", Batches.Day(Monday.AddDays(day), amount: day < 7 ? 10 : 13));
        }

        await _suite.PumpAsync();
        Assert.Equal(VerdictOutcome.Ok, Rule((await _suite.ReportAsync(Monday.AddDays(6)))!, "drift/amount").Outcome);
        RuleVerdict rule = Rule((await _suite.ReportAsync(Monday.AddDays(7)))!, "drift/amount");
        Assert.Equal(VerdictOutcome.Breach, rule.Outcome);
        Assert.Contains("of 6 chunks of the baseline", rule.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DailyCycle_HourlyWindowsAgainstAnUpload_DriftOnlyWithoutSeason(bool season)
    {
        _suite.Files.Monitors["churn"] = Hourly + (season ? "baseline: {season: hourOfDay}\n" : string.Empty);
        await _suite.UploadBaselineAsync(File(Rows(days: 10, perHour: 300, cycle: 0.5)));
        await _suite.UploadAsync("a.csv", File(Rows(days: 1, perHour: 1_500, cycle: 0.5, from: 20)));
        await _suite.PumpAsync();

        CheckHours(await HoursAsync(Monday.AddDays(20)), season);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DailyCycle_HourlyWindowsAgainstTheDaysBefore_DriftOnlyWithoutSeason(bool season)
    {
        _suite.Files.Monitors["churn"] = Hourly + $"baseline: {{trailing: 5d{(season ? ", season: hourOfDay" : string.Empty)}}}\n";
        await _suite.UploadAsync("a.csv", File(Rows(days: 5, perHour: 700, cycle: 0.5)));
        await _suite.UploadAsync("b.csv", File(Rows(days: 1, perHour: 1_500, cycle: 0.5, from: 5)));
        _suite.Queue.Evaluate.Clear();
        await _suite.PumpAsync();

        CheckHours(await HoursAsync(Monday.AddDays(5)), season);
    }

    [Fact]
    public async Task SeasonNamedLater_TheBaselineIsReadAgain()
    {
        await _suite.UploadBaselineAsync(File(Rows(days: 10, perHour: 10)));
        Assert.Equal("2", (await StoredAsync()).PartsKey);
        _suite.Files.Monitors["churn"] = Hourly + "baseline: {season: hourOfWeek}\ntimeZone: Europe/Berlin\n";
        _suite.Clock.Advance(TimeSpan.FromDays(2));

        await _suite.Housekeeping().RunAsync(CancellationToken.None);
        await ReadBaselinesAsync();

        StoredBaseline stored = await StoredAsync();
        Assert.Equal("2 HourOfWeek Europe/Berlin", stored.PartsKey);
        Assert.Equal(20, BaselineParts.FromBytes(stored.Parts.Span).SlotsOf(new HashSet<int> { 10 }, stored.Schema).Rows);

        // Once it is so, it stays.
        await _suite.Housekeeping().RunAsync(CancellationToken.None);
        Assert.Empty(_suite.Queue.Ingest);
    }

    [Fact]
    public async Task BaselineOfABuildWithoutPieces_IsStillUsed()
    {
        await _suite.UploadBaselineAsync(File(Rows(days: 10, perHour: 20)));
        StoredBaseline stored = await StoredAsync();
        await _suite.Baselines.PutAsync(stored with { Parts = default, PartsKey = null }, CancellationToken.None);
        await _suite.UploadAsync("a.csv", Batches.Day(Monday.AddDays(20), amount: 3));
        _suite.Files.Monitors["churn"] = "model: churn\nwindows: {drift: 1d}\n";
        await _suite.PumpAsync();
        Assert.Equal(VerdictOutcome.Breach, Rule((await _suite.ReportAsync(Monday.AddDays(20)))!, "drift/amount").Outcome);

        _suite.Files.Monitors["churn"] = Hourly + "baseline: {season: hourOfDay}\n";
        await _suite.Evaluation().HandleAsync(new EvaluateRequest(Pipeline.Model, Pipeline.Window(Monday.AddDays(20))), CancellationToken.None);
        Assert.All(await HoursAsync(Monday.AddDays(20)), rule => Assert.Equal(VerdictOutcome.NotEnoughData, rule.Outcome));
    }

    private static void CheckHours(IReadOnlyList<RuleVerdict> hours, bool season)
    {
        Assert.Equal(24, hours.Count);
        if (season)
        {
            Assert.All(hours, rule => Assert.True(rule.Outcome != VerdictOutcome.Breach, rule.Summary));
            Assert.InRange(hours.Count(rule => rule.Outcome == VerdictOutcome.Ok), 20, 24);
            Assert.All(hours, rule => Assert.Contains("same hours of the day", rule.Summary, StringComparison.Ordinal));
        }
        else
        {
            Assert.InRange(hours.Count(rule => rule.Outcome == VerdictOutcome.Breach), 12, 24);
        }
    }

    private static RuleVerdict Rule(EvaluationReport report, string id) => report.Rules.Single(rule => rule.RuleId == id);

    private static string File(IEnumerable<string> rows) => $"{Batches.Header}\n{string.Join('\n', rows)}\n";

    // A feature whose mean goes up and down by so many standard deviations in a day.
    private static IEnumerable<string> Rows(int days, int perHour, double cycle = 0, int from = 0)
    {
        var random = new Random(days + from);
        for (int hour = from * 24; hour < (from + days) * 24; hour++)
        {
            double mean = cycle * Math.Sin(2 * Math.PI * hour / 24);
            for (int row = 0; row < perHour; row++)
            {
                DateTime at = Monday.ToDateTime(TimeOnly.MinValue).AddHours(hour).AddSeconds(3_599.0 * row / perHour);
                double value = mean + Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
                int prediction = random.NextDouble() < 0.4 ? 1 : 0;
                int label = random.NextDouble() < 0.9 ? prediction : 1 - prediction;
                double score = prediction == 1 ? 0.5 + (random.NextDouble() / 2) : random.NextDouble() / 2;
                yield return string.Create(CultureInfo.InvariantCulture, $"{hour}-{row},{at:yyyy-MM-ddTHH:mm:ssZ},{value:F4},{prediction},{score:F3},{label}");
            }
        }
    }

    private async Task<IReadOnlyList<RuleVerdict>> HoursAsync(DateOnly day)
    {
        var rules = new List<RuleVerdict>();
        foreach (int hour in Enumerable.Range(1, 24))
        {
            if ((await _suite.Reports.GetAsync(Pipeline.Model, WindowSpec.Tumbling("1h"), Pipeline.Window(day).Start.AddHours(hour), CancellationToken.None))?.Value is { } report)
            {
                rules.Add(Rule(report, "drift/amount"));
            }
        }

        return rules;
    }

    private async Task ReadBaselinesAsync()
    {
        while (_suite.Queue.Ingest.TryDequeue(out BlobEvent? asked))
        {
            Assert.Equal(Blob, asked.Blob);
            await _suite.Baseline().HandleAsync(asked, CancellationToken.None);
        }
    }

    private async Task<StoredBaseline> StoredAsync() => (await _suite.Baselines.GetAsync(Pipeline.Model, CancellationToken.None))!;
}
