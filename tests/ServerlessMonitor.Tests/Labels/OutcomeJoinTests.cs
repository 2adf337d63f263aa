using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Profile;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Tests.Labels;

public sealed class OutcomeJoinTests
{
    private const string Head = "id,timestamp,prediction,score\n";
    private const string Time = "2026-03-02T00:00:00Z";

    private static readonly MonitorDefinition Binary = new("m") { Task = ModelTask.Binary, Columns = new MonitorColumns { Positive = "1" } };

    [Fact]
    public async Task Join_SeveralFiles_TheLastWins_AndEachIsCounted()
    {
        JoinWorld world = await WorldAsync(Binary, $"id,timestamp,prediction,score,label\na,{Time},1,0.9,0\nb,{Time},1,0.8,\nc,{Time},0,0.1,\n", "id,label\na,0\nb,1\n", "id,label\na,1\nb,1\nx,1\n");

        JoinedOutcome joined = await world.JoinAsync(0);

        Assert.Equal([new LinkStatistics(2, 0, 2, 0, 0), new LinkStatistics(2, 1, 0, 0, 0)], joined.Links);
        Assert.Equal((3, 3, 2, 2, 0), (joined.Rows, joined.RowsWithId, joined.Labelled, joined.LabelledLate, joined.LabelledByAbsence));
        BinaryOutcome binary = joined.Hours[0].Outcome.Binary!;
        Assert.Equal((2, 0), (binary.TruePositives, binary.FalsePositives));
    }

    [Theory]
    [InlineData(DuplicateIdPolicy.Last, 0, 1, 1)]
    [InlineData(DuplicateIdPolicy.First, 1, 0, 1)]
    [InlineData(DuplicateIdPolicy.Reject, 0, 0, 0)]
    public async Task Join_DuplicateIds_GoByThePolicy(DuplicateIdPolicy policy, long truePositives, long falseNegatives, long matched)
    {
        JoinWorld world = await WorldAsync(Binary, $"{Head}a,{Time},1,0.9\nb,{Time},1,0.9\na,{Time},0,0.1\n", "id,label\na,1\n");

        JoinedOutcome joined = await world.JoinAsync(0, new LabelsDefinition { DuplicateIds = policy, AbsentMeans = "0" });

        BinaryOutcome binary = joined.Hours[0].Outcome.Binary!;
        Assert.Equal((truePositives, falseNegatives, 1), (binary.TruePositives, binary.FalseNegatives, joined.DuplicateIds));
        Assert.Equal((matched, 1 - matched), (joined.Links[0].Matched, joined.Links[0].Rejected));
    }

    [Theory]
    [InlineData(DuplicateIdPolicy.Last)]
    [InlineData(DuplicateIdPolicy.First)]
    public async Task Join_DuplicatesInSeveralRuns_GoByThePolicy(DuplicateIdPolicy policy)
    {
        const int Rows = 10_000;
        var text = new StringBuilder("id,timestamp,prediction\n");
        for (int row = 0; row < Rows; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(row % 5000 == 0 ? "again" : $"r{row}")},{Time},{(row == (policy == DuplicateIdPolicy.First ? 0 : 5000) ? 1 : 0)}\n");
        }

        (BatchProfile profile, JoinedOutcome joined) = await JoinRunsAsync(text.ToString(), "id,label\nagain,1\nr7777,0\n", policy);

        Assert.Equal(Rows, profile.KeptPredictions!.Rows);
        BinaryOutcome binary = joined.Hours[0].Outcome.Binary!;
        Assert.Equal((1, 1, 0, 1), (binary.TruePositives, binary.TrueNegatives, binary.FalseNegatives, joined.DuplicateIds));
        Assert.Equal(Rows, joined.Hours[0].Outcome.Predicted);
    }

    [Theory]
    [InlineData("negative", "1", "0", 2)]
    [InlineData("negative", "churned", "stayed", 2)]
    [InlineData("0", "1", "0", 2)]
    [InlineData(null, "1", "0", 0)]
    public async Task Join_AbsentLabels_CountAsTheMonitorSays(string? means, string positive, string negative, long absent)
    {
        MonitorDefinition monitor = Binary with { Columns = new MonitorColumns { Positive = positive }, Labels = new LabelsDefinition { AbsentMeans = means } };
        JoinWorld world = await WorldAsync(monitor, $"id,timestamp,prediction\na,{Time},{positive}\nb,{Time},{negative}\nc,{Time},{positive}\n", $"id,label\na,{positive}\n");

        JoinedOutcome waiting = await world.JoinAsync(0, absentCounts: false);
        JoinedOutcome late = await world.JoinAsync(0, absentCounts: true);

        Assert.Equal((1, 0), (waiting.Labelled, waiting.LabelledByAbsence));
        Assert.Equal((1 + absent, absent), (late.Labelled, late.LabelledByAbsence));
        if (absent > 0)
        {
            Assert.Equal((1, 1, 1), (late.Hours[0].Outcome.Binary!.TruePositives, late.Hours[0].Outcome.Binary!.FalsePositives, late.Hours[0].Outcome.Binary!.TrueNegatives));
            Assert.Equal(2, late.Hours[0].Outcome.Classes!.Correct);
        }
    }

    [Fact]
    public async Task Join_TextWhereANumberIsExpected_IsUnusable_AndTheEarlierLabelStays()
    {
        var monitor = new MonitorDefinition("m") { Task = ModelTask.Regression };
        JoinWorld world = await WorldAsync(monitor, $"id,timestamp,prediction\na,{Time},1.5\nb,{Time},2\n", "id,label\na,2\nb,3\n", "id,label\na,unknown\nb,4.0\n");

        JoinedOutcome joined = await world.JoinAsync(0);

        Assert.Equal([new LinkStatistics(2, 0, 1, 0, 0), new LinkStatistics(1, 1, 0, 1, 0)], joined.Links);
        Assert.Equal(1.25, joined.Hours[0].Outcome.Regression!.AbsoluteError.Mean, 1e-12);
    }

    [Fact]
    public async Task Join_AClassNeverPredicted_IsCountedAsThatClass()
    {
        var monitor = new MonitorDefinition("m") { Task = ModelTask.Multiclass };
        JoinWorld world = await WorldAsync(monitor, $"id,timestamp,prediction\na,{Time},x\nb,{Time},y\n", "id,label\na,1.0\nb,y\n");

        JoinedOutcome joined = await world.JoinAsync(0);

        Assert.Equal(1, joined.Hours[0].Outcome.Classes!.Confusion[new ClassPair("1", "x")]);
        Assert.Equal(1, joined.Hours[0].Outcome.Classes!.Correct);
    }

    [Fact]
    public async Task ApplyTo_TheProfileOfTheHour_ReplacesOutcomeAndLabelColumn()
    {
        JoinWorld world = await WorldAsync(
            Binary with { Segments = [new SegmentDefinition("site")] },
            $"id,timestamp,site,prediction,score,label\na,{Time},x,1,0.9,\nb,{Time},y,0,0.4,0\n,{Time},y,0,0.3,1\n",
            "id,label\na,1\nb,1\n");
        DatasetProfile profile = world.Batches[0].Profile.Hours[0].Profile.Copy();

        JoinedOutcome joined = await world.JoinAsync(0);
        joined.Hours.Single().ApplyTo(profile);

        Assert.True(joined.HasLabelProfile);
        Assert.Equal((3, 3, 2), (profile.Outcome!.Predicted, profile.Outcome.Labelled, profile.Outcome.Binary!.FalseNegatives));
        Assert.Equal((3, 0), (profile.Columns["label"].Present, profile.Columns["label"].Missing));
        Assert.Equal(1, profile.Segments[new SegmentKey("site", "x")].Outcome!.Binary!.TruePositives);
        Assert.Equal(2, profile.Segments[new SegmentKey("site", "y")].Columns["label"].Present);

        // What is stored is what was put there.
        DatasetProfile read = ProfileCodec.FromBytes(ProfileCodec.ToBytes(profile));
        SameOutcome.Check(profile, read);
        Assert.Equal(profile.Columns["label"].Items!.Count, read.Columns["label"].Items!.Count);
    }

    [Fact]
    public async Task ApplyTo_AProfileOfOtherRows_IsRefused()
    {
        JoinWorld world = await WorldAsync(Binary, $"{Head}a,{Time},1,0.9\n", "id,label\na,1\n");
        await world.AddBatchAsync("1", $"{Head}a,{Time},1,0.9\nb,{Time},1,0.9\n");
        JoinedOutcome joined = await world.JoinAsync(0);

        Assert.Throws<ArgumentException>(() => joined.Hours[0].ApplyTo(world.Batches[1].Profile.Hours[0].Profile));
    }

    [Theory]
    [InlineData("UTC", 3000, 1)]
    [InlineData("Asia/Kolkata", 3000, 1)]
    [InlineData("America/New_York", 900, 2)]
    public async Task Join_AFileOfManyHours_HasTheCellsOfTheProfiler(string zone, int hours, int segmentsOf)
    {
        // More hours than a file may have, or more segments of them: days instead.
        MonitorDefinition monitor = Binary with
        {
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone),
            Segments = [new SegmentDefinition("site"), new SegmentDefinition("prediction") { Name = "yes", Values = ["1"] }],
        };
        var text = new StringBuilder("id,timestamp,site,prediction,score\n");
        var labels = new StringBuilder("id,label\n");
        for (int hour = 0; hour < hours; hour++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{hour},{JoinWorld.Start.AddHours(hour).AddMinutes(hour % 60):yyyy-MM-ddTHH:mm:ssZ},s{hour % (2 * segmentsOf)},{hour % 2},0.{hour % 10}\n");
            labels.Append(CultureInfo.InvariantCulture, $"{hour},{hour / 3 % 2}\n");
        }

        JoinWorld world = await WorldAsync(monitor, text.ToString(), labels.ToString());
        string[] lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string finished = $"{lines[0]},label\n{string.Join('\n', lines.Skip(1).Select((line, hour) => $"{line},{(hour / 3 % 2).ToString(CultureInfo.InvariantCulture)}"))}";
        BatchProfile expected = await new BatchProfiler(1).ProfileAsync(
            JoinWorld.Stream(finished), "f.csv", new BatchContext(monitor, EventTimeFallback.LastModified(JoinWorld.Start)) { SegmentValues = world.Batches[0].Profile.SegmentValues }, CancellationToken.None);

        SortedDictionary<DateTimeOffset, DatasetProfile> actual = await world.JoinAllAsync("1");

        Assert.True(world.Batches[0].Profile.Hours.Max(hour => hour.Profile.SegmentSpan) > TimeSpan.Zero, "The segments are folded.");
        Assert.Equal(expected.Hours.Select(hour => hour.Hour), actual.Keys);
        Assert.Equal(hours, actual.Values.Sum(profile => profile.Outcome!.Labelled));
        Assert.Equal(
            expected.Hours.Sum(hour => hour.Profile.Segments.Values.Sum(segment => segment.Outcome!.Binary!.TruePositives)),
            actual.Values.Sum(profile => profile.Segments.Values.Sum(segment => segment.Outcome!.Binary!.TruePositives)));
        foreach ((DateTimeOffset hour, DatasetProfile profile) in expected.Hours)
        {
            SameOutcome.Check(profile, actual[hour]);
        }
    }

    [Fact]
    public async Task Keep_AFileWithoutIds_KeepsNothing()
    {
        (BatchProfile none, byte[] nothing) = await JoinWorld.KeepAsync($"timestamp,prediction\n{Time},1\n", Binary);
        Assert.Null(none.KeptPredictions);
        Assert.Empty(nothing);
        Assert.Null((await JoinWorld.KeepAsync($"{Head},{Time},1,0.5\n", Binary)).Profile.KeptPredictions);
        Assert.Null((await JoinWorld.KeepAsync($"id,timestamp,amount\n1,{Time},1\n", Binary)).Profile.KeptPredictions);
    }

    private static async Task<JoinWorld> WorldAsync(MonitorDefinition monitor, string predictions, params string[] labels)
    {
        var world = new JoinWorld(monitor);
        await world.AddBatchAsync("1", predictions);
        for (int file = 0; file < labels.Length; file++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"l{file}");
            await world.AddLabelsAsync(name, labels[file]);
            await world.MatchAsync(name);
        }

        return world;
    }

    /// <summary>A batch of several runs.</summary>
    private static async Task<(BatchProfile Profile, JoinedOutcome Joined)> JoinRunsAsync(string predictions, string labels, DuplicateIdPolicy policy)
    {
        var files = new InMemoryKeptFiles();
        using var kept = new MemoryStream();
        var context = new BatchContext(Binary, EventTimeFallback.LastModified(JoinWorld.Start)) { KeptPredictions = kept, KeptRunRows = 4096 };
        BatchProfile profile = await new BatchProfiler(1).ProfileAsync(JoinWorld.Stream(predictions), "f.csv", context, CancellationToken.None);
        kept.Position = 0;
        await files.PutAsync("p", kept, CancellationToken.None);
        using var keptLabels = new MemoryStream();
        await LabelFileReader.ReadAsync(JoinWorld.Stream(labels), "l.csv", Binary, keptLabels, CancellationToken.None);
        keptLabels.Position = 0;
        await files.PutAsync("l", keptLabels, CancellationToken.None);
        MatchResult result = (await new LabelMatcher(files).MatchAsync("l", [new MatchCandidate("1", "p")], CancellationToken.None))!;
        await using IKeptFile file = (await files.OpenAsync("p", CancellationToken.None))!;
        return (profile, await OutcomeJoin.ComputeAsync(file, [result.Matches.Single().Matches], profile.Schema, new LabelsDefinition { DuplicateIds = policy }, absentCounts: false, CancellationToken.None));
    }
}
