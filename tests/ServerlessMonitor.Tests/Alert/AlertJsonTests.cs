using System.Text;
using System.Text.Json;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using static ServerlessMonitor.Tests.Alert.AlertData;

namespace ServerlessMonitor.Tests.Alert;

public sealed class AlertJsonTests
{
    [Fact]
    public void Timeline_RoundTrip_KeepsEverything()
    {
        AlertTimeline written = new AlertTimeline(Identity()) with
        {
            Owner = "growth-ml",
            Runbook = new Uri("https://example.com/runbook"),
            Importance = 0.5,
            BaselineName = "upload",
        };
        for (int day = 0; day < AlertTimeline.Capacity + 20; day++)
        {
            written = FoldTimeline.Insert(written, Outcome(day, (VerdictOutcome)(day % 3)), Monday.AddTicks(day)).Timeline;
        }

        AlertTimeline read = AlertJson.ReadTimeline(AlertJson.Serialize(written));

        Assert.Equal(AlertJson.Serialize(written), AlertJson.Serialize(read));
        Assert.Equal(written.Identity, read.Identity);
        Assert.Equal(written.Outcomes.Select(outcome => outcome.Window), read.Outcomes.Select(outcome => outcome.Window));
        Assert.Equal(written.State.FiredAt, read.State.FiredAt);
        Assert.Equal(written.State.Latest!.Window, read.State.Latest!.Window);
        Assert.Equal(written.Carry.Phase, read.Carry.Phase);
        Assert.Equal(written.ChangedAt, read.ChangedAt);
        Assert.True(read.NotificationDue);
    }

    [Fact]
    public void Timeline_Text_IsCamelCaseWithNames()
    {
        AlertTimeline timeline = FoldTimeline.Insert(new AlertTimeline(Identity()), Outcome(0, VerdictOutcome.Breach), Monday).Timeline;

        string text = Encoding.UTF8.GetString(AlertJson.Serialize(timeline));

        Assert.Contains("\"phase\":\"firing\"", text, StringComparison.Ordinal);
        Assert.Contains("\"severity\":\"warning\"", text, StringComparison.Ordinal);
        Assert.Contains("\"family\":\"quality\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ingerprint", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Timeline_ContributionWithoutEnd_RoundTrips()
    {
        WindowOutcome outcome = Outcome(0, VerdictOutcome.Breach);
        outcome = outcome with { Verdict = outcome.Verdict with { Value = double.PositiveInfinity } };
        AlertTimeline written = FoldTimeline.Insert(new AlertTimeline(Identity()), outcome, Monday).Timeline;

        Assert.Equal(double.PositiveInfinity, AlertJson.ReadTimeline(AlertJson.Serialize(written)).State.Latest!.Verdict.Value);
    }

    [Fact]
    public void Transition_RoundTrip_KeepsEverything()
    {
        AlertTransition written = FoldTimeline.Insert(new AlertTimeline(Identity()), Outcome(0, VerdictOutcome.Breach), Monday).Transition!;

        AlertTransition read = AlertJson.ReadTransition(AlertJson.Serialize(written));

        Assert.Equal(AlertJson.Serialize(written), AlertJson.Serialize(read));
        Assert.Equal(written.WindowEnd, read.WindowEnd);
        Assert.Equal(written.From, read.From);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{\"identity\":{\"model\":{\"model\":\"a\",\"version\":\"1\"},\"alertName\":\"x\",\"ruleId\":\"y\",\"windows\":\"1d\"},\"outcomes\":[{\"window\":{\"start\":\"2026-01-05T00:00:00Z\"}}]}")]
    public void ReadTimeline_NotAnAlert_Throws(string text)
    {
        Assert.Throws<JsonException>(() => AlertJson.ReadTimeline(Encoding.UTF8.GetBytes(text)));
    }
}
