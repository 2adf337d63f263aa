using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Versions;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.LateLabels;
using ServerlessMonitor.TestKit.InMemory;
using ServerlessMonitor.Tests.Evaluate.Versions;

namespace ServerlessMonitor.Tests.Runs;

public sealed class VersionsRunTests
{
    private readonly InMemoryModelCatalog _catalog = new();
    private readonly InMemoryReportStore _reports = new();
    private readonly InMemoryConfigurationFiles _files = new();

    [Fact]
    public async Task Read_ByDefault_ComparesTheNewestWithTheOneBefore()
    {
        await ServeAsync("5", 0, 3);
        await ServeAsync("7", 6, 20);
        await ServeAsync("6", 2, 20);

        VersionComparison result = await CompareAsync(new VersionsQuery("churn"));

        Assert.Equal(("6", "7", "1d"), (result.Champion, result.Challenger, result.Spec.Key));
        Assert.Equal(Enumerable.Range(6, 15).Select(Day), result.Windows.Select(window => window.Window.Start));
        Assert.Equal(VersionVerdict.NoDifferenceSeen, result.Verdict);
    }

    [Theory]
    [InlineData(null, "6", "5", "6")]
    [InlineData(null, "5", "7", "5")]
    [InlineData("5", null, "5", "7")]
    [InlineData("7", null, "7", "6")]
    [InlineData("5", "7", "5", "7")]
    public async Task Read_AsAsked_FillsInTheOther(string? champion, string? challenger, string comparedWith, string compared)
    {
        await ServeAsync("5", 0, 9);
        await ServeAsync("6", 2, 9);
        await ServeAsync("7", 4, 9);

        VersionComparison result = await CompareAsync(new VersionsQuery("churn") { Champion = champion, Challenger = challenger });

        Assert.Equal((comparedWith, compared), (result.Champion, result.Challenger));
    }

    [Theory]
    [InlineData("champion: 5", null, null, "5", "7")]
    [InlineData("challenger: 6", null, null, "5", "6")]
    [InlineData("champion: 5\nchallenger: 6", null, null, "5", "6")]
    [InlineData("champion: 5\nchallenger: 6", "7", null, "7", "6")]
    [InlineData("champion: 5\nchallenger: 6", "6", null, "6", "7")]
    [InlineData("champion: 5\nchallenger: 6", null, "5", "7", "5")]
    public async Task Read_NamesOfTheMonitor_AreTakenWhereNoneAreAsked(string monitor, string? champion, string? challenger, string comparedWith, string compared)
    {
        _files.Monitors["churn"] = $"model: churn\n{monitor}\n";
        await ServeAsync("5", 0, 9);
        await ServeAsync("6", 2, 9);
        await ServeAsync("7", 4, 9);

        VersionComparison result = await CompareAsync(new VersionsQuery("churn") { Champion = champion, Challenger = challenger });

        Assert.Equal((comparedWith, compared), (result.Champion, result.Challenger));
    }

    [Fact]
    public async Task Read_CommonWindowsFarApart_AreFound_AndTheNewestTaken()
    {
        await ServeAsync("6", 0, 400);
        await ServeAsync("7", [.. Enumerable.Range(0, 14).Select(i => i * 30)]);

        VersionComparison result = await CompareAsync(new VersionsQuery("churn") { Windows = 5 });

        Assert.Equal(new[] { 270, 300, 330, 360, 390 }.Select(Day), result.Windows.Select(window => window.Window.Start));
    }

    [Fact]
    public async Task Read_WindowsWithoutRows_AreNotInCommon()
    {
        await ServeAsync("6", 0, 9);
        await ServeAsync("7", 2, 5);
        await PutAsync(VersionReports.Of("7", 6, 0, []));

        Assert.Equal(4, (await CompareAsync(new VersionsQuery("churn"))).Windows.Count);
    }

    [Fact]
    public async Task Read_PerformanceWindowsAndRules_AreThoseOfTheMonitor()
    {
        _files.Monitors["churn"] = "model: churn\nwindows: {performance: 7d, drift: 1d}\nperformance: [{metric: accuracy, below: 0.5}]\n";
        await ServeAsync("6", 0, 13);
        await ServeAsync("7", 0, 13);
        foreach (string version in new[] { "6", "7" })
        {
            foreach (int day in new[] { 0, 7 })
            {
                await PutAsync(VersionReports.Binary(version, day, 60, 60, 60, 820, WindowSpec.Tumbling("7d")));
            }

            foreach (int day in Enumerable.Range(0, 10))
            {
                await PutAsync(VersionReports.Binary(version, day, 60, 60, 60, 820) with { Drift = [Drift(version == "7" ? DriftVerdict.Drift : DriftVerdict.Ok)] }, isNew: false);
            }
        }

        VersionComparison result = await CompareAsync(new VersionsQuery("churn"));

        Assert.Equal(("7d", "accuracy", 2), (result.Spec.Key, result.PrimaryMetric, result.Windows.Count));
        Assert.Equal(["origin drifts for version 7 alone, in 10 of 14 windows, each against its own baseline."], result.Population);
    }

    [Theory]
    [InlineData("fraud", null, null, VersionsOutcome.UnknownModel, "Nothing has arrived for fraud.")]
    [InlineData("churn", "5", null, VersionsOutcome.UnknownVersion, "Nothing has arrived for churn/5; known: 6, 7.")]
    [InlineData("churn", null, "8", VersionsOutcome.UnknownVersion, "Nothing has arrived for churn/8; known: 6, 7.")]
    [InlineData("churn", "7", "7", VersionsOutcome.SameVersion, "churn/7 cannot be compared with itself; known: 6, 7.")]
    [InlineData("lonely", null, null, VersionsOutcome.OneVersion, "lonely has one version only, 1: there is nothing to compare it with.")]
    public async Task Read_WhatCannotBeCompared_IsExplained(string model, string? champion, string? challenger, VersionsOutcome outcome, string problem)
    {
        await ServeAsync("6", 0, 1);
        await ServeAsync("7", 1, 2);
        await _catalog.NoteBatchAsync(new ModelVersion("lonely", "1"), new TimeWindow(Day(0), Day(1)), Day(1), CancellationToken.None);

        VersionsAnswer answer = await Run().ReadAsync(new VersionsQuery(model) { Champion = champion, Challenger = challenger }, CancellationToken.None);

        Assert.Equal((outcome, problem), (answer.Outcome, answer.Problem));
        Assert.Null(answer.Comparison);
    }

    [Fact]
    public async Task Read_BrokenMonitor_IsNotGuessed()
    {
        _files.Monitors["churn"] = "model: churn\nperformanse: []\n";
        await ServeAsync("6", 0, 1);
        await ServeAsync("7", 0, 1);

        VersionsAnswer answer = await Run().ReadAsync(new VersionsQuery("churn"), CancellationToken.None);

        Assert.Equal(VersionsOutcome.BrokenMonitor, answer.Outcome);
        Assert.StartsWith("The monitor file of churn cannot be used: monitors/churn.yaml:2:", answer.Problem, StringComparison.Ordinal);
    }

    private static DateTimeOffset Day(int day) => new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero).AddDays(day);

    private static DriftResult Drift(DriftVerdict verdict) => new("origin", ColumnKind.Categorical, ColumnRole.Feature, "jensenShannon", 0.1, verdict);

    private VersionsRun Run() => new(
        _catalog, new MonitorCatalog(_files), _reports, new CompareVersions(), new PairsReader(new InMemoryKeptFiles(), new InMemoryIngestLedger()));

    private async Task<VersionComparison> CompareAsync(VersionsQuery query)
    {
        VersionsAnswer answer = await Run().ReadAsync(query, CancellationToken.None);
        Assert.Equal((VersionsOutcome.Compared, null), (answer.Outcome, answer.Problem));
        return answer.Comparison!;
    }

    private Task ServeAsync(string version, int first, int last) => ServeAsync(version, [.. Enumerable.Range(first, last - first + 1)]);

    private async Task ServeAsync(string version, int[] days)
    {
        await _catalog.NoteBatchAsync(new ModelVersion("churn", version), new TimeWindow(Day(days[0]), Day(days[^1] + 1)), Day(days[^1] + 1), CancellationToken.None);
        foreach (int day in days)
        {
            await PutAsync(VersionReports.Binary(version, day, 60, 60, 60, 820));
        }
    }

    private async Task PutAsync(EvaluationReport report, bool isNew = true)
    {
        string? tag = isNew ? null : (await _reports.GetAsync(report.Model, report.Spec, report.Window.End, CancellationToken.None))!.Tag;
        Assert.True(await _reports.TryPutAsync(report, tag, CancellationToken.None));
    }
}
