using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Runs.Replay;

namespace ServerlessMonitor.Tests.Runs;

public sealed class ReplayRunTests
{
    private const string Monitor = """
        model: churn
        windows: {performance: 1d, quality: 1d, drift: 1d}
        performance:
          - {metric: f1, below: 0.6, severity: critical}
        drift: {method: psi, threshold: 0.2}
        """;

    private static readonly DateOnly Monday = new(2026, 2, 23);
    private static readonly WindowSpec Daily = WindowSpec.Tumbling("1d");
    private readonly Pipeline _suite = new();

    public ReplayRunTests() => _suite.Files.Monitors["churn"] = Monitor;

    [Fact]
    public async Task Replay_NothingChanged_IsIdenticalToTheLastBitFromTheSameInputs()
    {
        await DaysAsync();
        EvaluationReport stored = await StoredAsync();

        ReplayAnswer answer = await ReplayAsync();

        Assert.Equal((ReplayOutcome.Identical, "Identical to the last bit, from the same inputs."), (answer.Outcome, answer.Summary));
        Assert.Equal((true, stored.Revision, stored.EvaluatedAt, 0), (answer.SameInputs, answer.Revision, answer.EvaluatedAt, answer.DifferenceCount));
        Assert.NotEmpty(stored.Drift);
        Assert.Equal((2, 2), (stored.Inputs?.BatchCount, stored.Inputs?.Batches.Count));
        Assert.Equal(stored, await StoredAsync());
    }

    [Fact]
    public async Task Replay_AfterTheProvisionalWindowClosed_TakesTheVerdictAsItWas()
    {
        await _suite.UploadAsync("half.csv", string.Join('\n', Batches.Day(Monday).Split('\n').Take(200)));
        await _suite.PumpAsync();
        EvaluationReport half = await StoredAsync();
        await _suite.UploadAsync("tuesday.csv", Batches.Day(Monday.AddDays(1)));
        await _suite.PumpAsync();

        ReplayAnswer answer = await _suite.Replay().ReplayAsync(half, CancellationToken.None);

        Assert.True(half.Provisional);
        Assert.False((await StoredAsync()).Provisional);
        Assert.Equal((ReplayOutcome.Identical, true), (answer.Outcome, answer.SameInputs));
    }

    [Fact]
    public async Task Replay_FigureAltered_IsNamed()
    {
        await DaysAsync();
        EvaluationReport stored = await StoredAsync();
        double f1 = stored.Metrics.Single(metric => metric.Key == "f1").Value!.Value;

        ReplayAnswer answer = await _suite.Replay().ReplayAsync(
            stored with { Metrics = [.. stored.Metrics.Select(metric => metric.Key == "f1" ? metric with { Value = 0.99 } : metric)] }, CancellationToken.None);

        Assert.Equal((ReplayOutcome.Differs, true, 1), (answer.Outcome, answer.SameInputs, answer.DifferenceCount));
        ReplayDifference difference = Assert.Single(answer.Differences);
        Assert.Equal(("metrics[f1].value", "0.99"), (difference.Path, difference.Stored));
        Assert.Equal(f1, double.Parse(difference.Replayed!, System.Globalization.CultureInfo.InvariantCulture), 12);
        Assert.Contains("from the same inputs: the verdict was altered", answer.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_ThirteenthDigit_IsIdenticalTo12()
    {
        await DaysAsync();
        EvaluationReport stored = await StoredAsync();

        ReplayAnswer answer = await _suite.Replay().ReplayAsync(
            stored with { Metrics = [.. stored.Metrics.Select(metric => metric with { Value = metric.Value * (1 + 3e-13) })] }, CancellationToken.None);

        Assert.Equal((ReplayOutcome.Identical, "Identical to 12 digits, from the same inputs."), (answer.Outcome, answer.Summary));
    }

    [Fact]
    public async Task Replay_AnotherMonitorFile_SaysSo()
    {
        await DaysAsync();
        _suite.Files.Monitors["churn"] = Monitor.Replace("below: 0.6", "below: 0.95", StringComparison.Ordinal);

        ReplayAnswer answer = await ReplayAsync();

        Assert.Equal((ReplayOutcome.Differs, false), (answer.Outcome, answer.SameInputs));
        Assert.StartsWith("The monitor file is another one: its digest was ", Assert.Single(answer.InputChanges), StringComparison.Ordinal);
        Assert.Contains(answer.Differences, difference => difference.Path == "rules[performance/f1/below].outcome");
        Assert.Contains("not all inputs are the same", answer.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_OtherMonitorFileOfTheSameMeaning_IsIdenticalFromOtherInputs()
    {
        await DaysAsync();
        _suite.Files.Monitors["churn"] = Monitor + "\n# a remark\n";

        ReplayAnswer answer = await ReplayAsync();

        Assert.Equal((ReplayOutcome.Identical, false, 1), (answer.Outcome, answer.SameInputs, answer.InputChanges.Count));
    }

    [Fact]
    public async Task Replay_BatchOverwrittenAndAnotherAdded_SaysWhich()
    {
        await DaysAsync();
        EvaluationReport first = await StoredAsync();
        BlobAddress overwritten = await _suite.UploadAsync("a.csv", Batches.Day(Monday, right: 0.2, rows: 500));
        BlobAddress added = await _suite.UploadAsync("c.csv", Batches.Day(Monday, rows: 100));
        await _suite.PumpAsync();

        ReplayAnswer answer = await _suite.Replay().ReplayAsync(first, CancellationToken.None);

        Assert.Equal((ReplayOutcome.Differs, false), (answer.Outcome, answer.SameInputs));
        Assert.Equal(
            [
                "2 batches had rows in the window; now 3 have.",
                $"1 batch is superseded by another version, overwritten or with labels that came since: {overwritten.BatchId[..12]}.",
                $"1 batch is new: {added.BatchId[..12]}.",
                $"The window has been evaluated again since: revision {(await StoredAsync()).Revision} is stored, the verdict is revision {first.Revision}.",
            ],
            answer.InputChanges);
        Assert.Equal(ReplayOutcome.Identical, (await ReplayAsync()).Outcome);
    }

    [Fact]
    public async Task Replay_AnotherBaselineAndAnOlderEngine_SaysBoth()
    {
        await DaysAsync();
        EvaluationReport stored = await StoredAsync();
        await _suite.UploadBaselineAsync(Batches.Day(Monday.AddDays(-14), rows: 3000));

        ReplayAnswer answer = await _suite.Replay().ReplayAsync(stored with { InputDigest = "other", Inputs = stored.Inputs! with { EngineVersion = 1 } }, CancellationToken.None);

        Assert.Equal(2, answer.InputChanges.Count);
        Assert.StartsWith("Engine version 1 made the verdict; this build has ", answer.InputChanges[0], StringComparison.Ordinal);
        Assert.Equal("The baseline is another one, or another version of it.", answer.InputChanges[1]);
    }

    [Fact]
    public async Task Replay_VerdictOfABuildThatNamedNoInputs_SaysThatTheyChangedButNotWhich()
    {
        await DaysAsync();
        EvaluationReport old = (await StoredAsync()) with { Inputs = null };

        ReplayAnswer same = await _suite.Replay().ReplayAsync(old, CancellationToken.None);
        ReplayAnswer changed = await _suite.Replay().ReplayAsync(old with { InputDigest = "other" }, CancellationToken.None);

        Assert.Equal((ReplayOutcome.Identical, true), (same.Outcome, same.SameInputs));
        Assert.Equal((ReplayOutcome.Identical, false), (changed.Outcome, changed.SameInputs));
        Assert.Contains("cannot be said", Assert.Single(changed.InputChanges), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_WhatCannotBeComputed_IsImpossibleWithTheReason()
    {
        ReplayAnswer unknown = await ReplayAsync();
        await DaysAsync();
        EvaluationReport stored = await StoredAsync();
        ReplayAnswer elsewhere = await _suite.Replay().ReplayAsync(stored with { Model = new ModelVersion("churn", "99") }, CancellationToken.None);
        ReplayAnswer newer = await _suite.Replay().ReplayAsync(stored with { Inputs = stored.Inputs! with { EngineVersion = 99 } }, CancellationToken.None);
        TimeWindow empty = Pipeline.Window(Monday.AddDays(-100));
        ReplayAnswer expired = await _suite.Replay().ReplayAsync(new EvaluationReport(stored.Model, Daily, empty) { Families = stored.Families, Rows = 12_000 }, CancellationToken.None);
        _suite.Files.Monitors["churn"] = "model: churn\nperformance: [{metric: nonsense}]\n";
        ReplayAnswer unusable = await ReplayAsync();

        Assert.All([unknown, elsewhere, newer, expired, unusable], answer => Assert.Equal(ReplayOutcome.Impossible, answer.Outcome));
        Assert.Equal("churn/1 has no verdict for the 1d window that ends 2026-02-24T00:00:00Z.", unknown.Summary);
        Assert.StartsWith("Nothing has arrived here for churn/99", elsewhere.Summary, StringComparison.Ordinal);
        Assert.StartsWith("Engine version 99 made the verdict", newer.Summary, StringComparison.Ordinal);
        Assert.Equal("No rows of the window are stored any more; the verdict was made from 12,000.", expired.Summary);
        Assert.StartsWith("The monitor file of churn cannot be used: ", unusable.Summary, StringComparison.Ordinal);
        Assert.Equal((true, true, false), (unknown.IsUnknown, elsewhere.IsUnknown, unusable.IsUnknown));
    }

    private async Task DaysAsync()
    {
        await _suite.UploadBaselineAsync(Batches.Day(Monday.AddDays(-7), rows: 4000));
        await _suite.UploadAsync("a.csv", Batches.Day(Monday, right: 0.8, rows: 500));
        await _suite.UploadAsync("b.csv", Batches.Day(Monday, right: 0.8, rows: 400));
        await _suite.UploadAsync("tuesday.csv", Batches.Day(Monday.AddDays(1)));
        await _suite.PumpAsync();
    }

    private async Task<EvaluationReport> StoredAsync() => (await _suite.ReportAsync(Monday))!;

    private Task<ReplayAnswer> ReplayAsync() => _suite.Replay().ReplayAsync(Pipeline.Model, Daily, Pipeline.Window(Monday).End, CancellationToken.None);
}
