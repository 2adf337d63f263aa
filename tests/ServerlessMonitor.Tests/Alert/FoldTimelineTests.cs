using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using static ServerlessMonitor.Tests.Alert.AlertData;

namespace ServerlessMonitor.Tests.Alert;

public sealed class FoldTimelineTests
{
    [Theory]
    [InlineData("", AlertPhase.Inactive)]
    [InlineData("o", AlertPhase.Inactive)]
    [InlineData("n", AlertPhase.Inactive)]
    [InlineData("b", AlertPhase.Pending)]
    [InlineData("bo", AlertPhase.Inactive)]
    [InlineData("bb", AlertPhase.Firing)]
    [InlineData("bnb", AlertPhase.Firing)]
    [InlineData("bob", AlertPhase.Pending)]
    [InlineData("bbn", AlertPhase.Firing)]
    [InlineData("bbo", AlertPhase.Resolved)]
    [InlineData("bboo", AlertPhase.Resolved)]
    [InlineData("bbon", AlertPhase.Resolved)]
    [InlineData("bbob", AlertPhase.Pending)]
    [InlineData("bbobo", AlertPhase.Inactive)]
    [InlineData("bbobb", AlertPhase.Firing)]
    public void Insert_ForTwoWindows_ReachesPhase(string history, AlertPhase expected)
    {
        AlertTimeline timeline = Play(history, @for: 2);

        Assert.Equal(expected, timeline.State.Phase);
    }

    [Fact]
    public void Insert_SecondEpisode_HasItsOwnTimes()
    {
        AlertState state = Play("nbbboobb", @for: 2).State;

        Assert.Equal(Day(6).Start, state.ActiveSince);
        Assert.Equal(Day(7).End, state.FiredAt);
        Assert.Equal(Day(4).End, state.ResolvedAt);
        Assert.Equal(2, state.Streak);
        Assert.Equal(Day(7), state.Latest!.Window);
    }

    [Fact]
    public void Insert_AnyOrder_GivesTheSameState()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            string history = RandomHistory(random, random.Next(1, AlertTimeline.Capacity + 1));
            WindowOutcome[] shuffled = Outcomes(history, @for: random.Next(1, 4));
            AlertTimeline inOrder = Insert(shuffled);
            random.Shuffle(shuffled);

            AlertTimeline outOfOrder = Insert(shuffled);

            Assert.Equal(inOrder.State, outOfOrder.State);
            Assert.Equal(inOrder.Outcomes, outOfOrder.Outcomes);
        }
    }

    [Fact]
    public void Insert_RestatedHistory_IsAsIfItHadBeenSoFromTheStart()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            int length = random.Next(1, AlertTimeline.Capacity + 1);
            WindowOutcome[] first = Outcomes(RandomHistory(random, length), @for: 2);
            WindowOutcome[] second = [.. Outcomes(RandomHistory(random, length), @for: 2).Select(outcome => outcome with { ReportRevision = 2 })];
            WindowOutcome[] interleaved = [.. first, .. second];
            random.Shuffle(interleaved);

            AlertTimeline restated = Insert(interleaved);

            Assert.Equal(Insert(second).State, restated.State);
        }
    }

    [Fact]
    public void Insert_MoreThanCapacity_FoldsTheOldestIntoTheCarry()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            WindowOutcome[] outcomes = Outcomes(RandomHistory(random, AlertTimeline.Capacity * 3), @for: 2);

            AlertTimeline timeline = Insert(outcomes);

            Assert.Equal(AlertTimeline.Capacity, timeline.Outcomes.Count);
            Assert.Equal(FoldTimeline.Fold(AlertState.Initial, outcomes), timeline.State);
            Assert.Equal(FoldTimeline.Fold(AlertState.Initial, outcomes[..^AlertTimeline.Capacity]), timeline.Carry);
        }
    }

    [Fact]
    public void Insert_OlderThanTheCarry_IsIgnored()
    {
        AlertTimeline timeline = Play(new string('o', AlertTimeline.Capacity + 5));

        (AlertTimeline after, AlertTransition? transition) = FoldTimeline.Insert(timeline, Outcome(2, VerdictOutcome.Breach, revision: 9), Monday);

        Assert.Same(timeline, after);
        Assert.Null(transition);
    }

    [Fact]
    public void Insert_OlderRevision_IsIgnored()
    {
        AlertTimeline timeline = Insert(Outcome(0, VerdictOutcome.Ok, revision: 2));

        (AlertTimeline after, _) = FoldTimeline.Insert(timeline, Outcome(0, VerdictOutcome.Breach, revision: 1), Monday);

        Assert.Same(timeline, after);
    }

    [Fact]
    public void Insert_Firing_SetsDueAndGivesTheTransition()
    {
        AlertTimeline pending = Play("b", @for: 2);

        (AlertTimeline firing, AlertTransition? transition) = FoldTimeline.Insert(pending, Outcome(1, VerdictOutcome.Breach, @for: 2), Monday.AddDays(9));

        Assert.False(pending.NotificationDue);
        Assert.True(firing.NotificationDue);
        Assert.Equal(Monday.AddDays(9), firing.ChangedAt);
        Assert.Equal(new AlertTransition(pending.Identity, AlertPhase.Pending, AlertPhase.Firing, firing.State, Monday.AddDays(9)), transition);
        Assert.Equal(Day(1).End, transition!.WindowEnd);
    }

    [Fact]
    public void Insert_Resolved_SetsDue()
    {
        AlertTimeline firing = Play("b") with { NotificationDue = false };

        (AlertTimeline resolved, AlertTransition? transition) = FoldTimeline.Insert(firing, Outcome(1, VerdictOutcome.Ok), Monday);

        Assert.True(resolved.NotificationDue);
        Assert.Equal(AlertPhase.Resolved, transition!.To);
        Assert.Equal(Day(1).End, transition.WindowEnd);
    }

    [Fact]
    public void Insert_FiringTakenBackByARestatement_SetsDue()
    {
        // People were told that it fires; they have to hear that it does not.
        AlertTimeline firing = Play("bb", @for: 2) with { NotificationDue = false };

        (AlertTimeline after, _) = FoldTimeline.Insert(firing, Outcome(0, VerdictOutcome.Ok, @for: 2, revision: 2), Monday);

        Assert.Equal(AlertPhase.Pending, after.State.Phase);
        Assert.True(after.NotificationDue);
    }

    [Fact]
    public void Insert_RestatementThatLeavesThePhase_SetsNothing()
    {
        AlertTimeline firing = Play("bbb") with { NotificationDue = false };

        (AlertTimeline after, AlertTransition? transition) = FoldTimeline.Insert(firing, Outcome(1, VerdictOutcome.Ok, revision: 2), Monday.AddDays(9));

        Assert.Equal(AlertPhase.Firing, after.State.Phase);
        Assert.Equal(Day(2).End, after.State.FiredAt);
        Assert.False(after.NotificationDue);
        Assert.Equal(firing.ChangedAt, after.ChangedAt);
        Assert.Null(transition);
    }

    [Fact]
    public void Insert_EpisodeOfThePast_TellsNobody()
    {
        (AlertTimeline timeline, AlertTransition? transition) = FoldTimeline.Insert(new AlertTimeline(Identity()), Outcomes("boo", @for: 1), Monday);

        Assert.Equal(AlertPhase.Resolved, timeline.State.Phase);
        Assert.False(timeline.NotificationDue);
        Assert.Equal(AlertPhase.Resolved, transition!.To);
    }

    [Fact]
    public void Insert_PendingAndBack_TellsNobody()
    {
        AlertTimeline timeline = Play("bobo", @for: 2);

        Assert.False(timeline.NotificationDue);
    }

    private static string RandomHistory(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "obbn"[random.Next(4)]));

    private static AlertTimeline Play(string history, int @for = 1) => Insert(Outcomes(history, @for));

    private static AlertTimeline Insert(params WindowOutcome[] outcomes) =>
        outcomes.Aggregate(new AlertTimeline(Identity()), (timeline, outcome) => FoldTimeline.Insert(timeline, outcome, Monday).Timeline);

    private static WindowOutcome[] Outcomes(string history, int @for) => [.. history.Select((letter, day) => Outcome(
        day,
        letter switch { 'o' => VerdictOutcome.Ok, 'b' => VerdictOutcome.Breach, _ => VerdictOutcome.NotEnoughData },
        @for))];
}
