using ServerlessMonitor.Contracts;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Labels.Pairs;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Profile.Pairs;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Tests.Labels.Pairs;

public sealed class PairWalkTests
{
    private static readonly MonitorDefinition Binary = new("m") { Task = ModelTask.Binary, Columns = new MonitorColumns { Positive = "yes" } };

    [Theory]
    [InlineData(DuplicateIdPolicy.Last, 1, 0, 1)]
    [InlineData(DuplicateIdPolicy.First, 0, 1, 1)]
    [InlineData(DuplicateIdPolicy.Reject, 0, 0, 1)]
    public async Task IdThatComesTwice_HasTheRowThatTheMonitorChooses(DuplicateIdPolicy policy, int firstRight, int secondRight, int others)
    {
        MonitorDefinition monitor = Binary with { Labels = new LabelsDefinition { DuplicateIds = policy } };

        PairedOutcome pairs = Total(await WalkAsync(
            monitor,
            "id,timestamp,prediction,label\na,2026-03-02T00:10:00Z,no,yes\nb,2026-03-02T00:11:00Z,yes,yes\na,2026-03-02T00:12:00Z,yes,yes\n",
            "id,timestamp,prediction\na,2026-03-02T00:10:00Z,yes\nb,2026-03-02T00:10:00Z,yes\na,2026-03-02T00:11:00Z,no\n"));

        Assert.Equal((firstRight, secondRight, others), (pairs.FirstRight, pairs.SecondRight, pairs.BothRight));
    }

    [Fact]
    public async Task Hour_IsThatOfTheLaterRow()
    {
        PairTable table = await WalkAsync(
            Binary,
            "id,timestamp,prediction,label\na,2026-03-02T00:10:00Z,yes,yes\nb,2026-03-02T05:10:00Z,yes,yes\n",
            "id,timestamp,prediction\na,2026-03-02T03:59:59Z,yes\nb,2026-03-02T01:10:00Z,yes\n");

        Assert.Equal([JoinWorld.Start.AddHours(3), JoinWorld.Start.AddHours(5)], table.Hours.Keys);
    }

    [Fact]
    public async Task ScoresAlone_ArePredictionsFromOneHalfOn()
    {
        PairedOutcome pairs = Total(await WalkAsync(
            Binary,
            "id,timestamp,score,label\na,2026-03-02T00:10:00Z,0.5,yes\nb,2026-03-02T00:10:00Z,0.49,no\nc,2026-03-02T00:10:00Z,,no\n",
            "id,timestamp,prediction,score\na,2026-03-02T00:10:00Z,no,0.9\nb,2026-03-02T00:10:00Z,no,0.3\nc,2026-03-02T00:10:00Z,no,0.3\n"));

        Assert.Equal((2, 1, 1, 0, 0), (pairs.Pairs, pairs.BothRight, pairs.FirstRight, pairs.SecondRight, pairs.BothWrong));
        Assert.Equal((1, 1), (pairs.Scores.PositiveCount, pairs.Scores.NegativeCount));
    }

    [Fact]
    public async Task OtherEvents_AreComparedByClassAlone()
    {
        MonitorDefinition other = Binary with { Columns = new MonitorColumns { Positive = "no" } };

        PairedOutcome pairs = Total(await WalkAsync(
            Binary,
            "id,timestamp,prediction,score,label\na,2026-03-02T00:10:00Z,yes,0.9,yes\n",
            "id,timestamp,prediction,score\na,2026-03-02T00:10:00Z,no,0.9\n",
            other));

        Assert.Equal((1, 1, 0), (pairs.Pairs, pairs.FirstRight, pairs.Scores.Count));
    }

    [Fact]
    public async Task NumbersAsClasses_AreOneClassInAnySpelling()
    {
        MonitorDefinition monitor = new("m") { Task = ModelTask.Multiclass };

        PairedOutcome pairs = Total(await WalkAsync(
            monitor,
            "id,timestamp,prediction,label\n7,2026-03-02T00:10:00Z,1,1.0\n8,2026-03-02T00:10:00Z,2,3\n",
            "id,timestamp,prediction\n\" 7\",2026-03-02T00:10:00Z,1.00\n\"8 \",2026-03-02T00:10:00Z,x\n"));

        Assert.Equal((2, 1, 1), (pairs.Pairs, pairs.BothRight, pairs.BothWrong));
    }

    [Fact]
    public async Task NothingToPair_IsToldFromNothingYet()
    {
        const string Rows = "id,timestamp,prediction\na,2026-03-02T00:10:00Z,yes\nb,2026-03-02T00:10:00Z,no\n";

        PairTable unlabelled = await WalkAsync(Binary, Rows, Rows);
        PairTable apart = await WalkAsync(Binary, "id,timestamp,prediction,label\nc,2026-03-02T00:10:00Z,yes,yes\nd,2026-03-02T00:10:00Z,no,yes\n", Rows);
        PairTable otherTask = await WalkAsync(Binary, Rows, "id,timestamp,prediction,label\na,2026-03-02T00:10:00Z,5.5,4\nb,2026-03-02T00:10:00Z,2.25,4\n", new MonitorDefinition("m") { Task = ModelTask.Regression });

        Assert.Equal((true, false, false), (unlabelled.MayHavePairs, apart.MayHavePairs, otherTask.MayHavePairs));
        Assert.Equal((0, 0, 0), (unlabelled.Hours.Count, apart.Hours.Count, otherTask.Hours.Count));
    }

    [Fact]
    public async Task MissingLabel_GivesWayToOneThatCame()
    {
        MonitorDefinition monitor = Binary with { Labels = new LabelsDefinition { AbsentMeans = "negative", AbsentAfter = TimeSpan.FromDays(1) } };

        PairedOutcome pairs = Total(await WalkAsync(
            monitor,
            "id,timestamp,prediction\na,2026-03-02T00:10:00Z,yes\nb,2026-03-02T00:10:00Z,no\n",
            "id,timestamp,prediction,label\na,2026-03-02T00:10:00Z,no,yes\nb,2026-03-02T00:10:00Z,no,\n",
            absentCounts: true));

        Assert.Equal((2, 1, 1, 0), (pairs.Pairs, pairs.FirstRight, pairs.BothRight, pairs.Contradicting));
    }

    private static PairedOutcome Total(PairTable table)
    {
        var total = new PairedOutcome();
        foreach (PairedOutcome outcome in table.Hours.Values)
        {
            total.Merge(outcome);
        }

        return total;
    }

    private static async Task<PairTable> WalkAsync(MonitorDefinition monitor, string first, string second, MonitorDefinition? otherMonitor = null, bool absentCounts = false)
    {
        var files = new InMemoryKeptFiles();
        (BatchProfile one, byte[] oneKept) = await JoinWorld.KeepAsync(first, monitor);
        (BatchProfile other, byte[] otherKept) = await JoinWorld.KeepAsync(second, otherMonitor ?? monitor);
        await files.PutAsync("1", new MemoryStream(oneKept), CancellationToken.None);
        await files.PutAsync("2", new MemoryStream(otherKept), CancellationToken.None);
        await using IKeptFile oneFile = (await files.OpenAsync("1", CancellationToken.None))!;
        await using IKeptFile otherFile = (await files.OpenAsync("2", CancellationToken.None))!;
        return await PairWalk.ComputeAsync(
            new ScoredBatch(oneFile, [], one.Schema, absentCounts), new ScoredBatch(otherFile, [], other.Schema, absentCounts), monitor.Labels, CancellationToken.None);
    }
}
