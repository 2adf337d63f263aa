using Microsoft.Extensions.Logging.Abstractions;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.TestKit;
using ServerlessMonitor.TestKit.InMemory;
using static ServerlessMonitor.Tests.Alert.AlertData;

namespace ServerlessMonitor.Tests.Alert;

public sealed class RaiseAlertsTests
{
    private static readonly MonitorDefinition Monitor = new("flight-delay")
    {
        Owner = "growth-ml",
        Runbook = new Uri("https://example.com/runbook"),
        Features = new Dictionary<string, FeatureDefinition>(StringComparer.Ordinal) { ["distance"] = new() { Importance = 0.4 } },
    };

    private readonly InMemoryAlertStore _store = new();
    private readonly FakeReports _reports = new();
    private readonly ManualTimeProvider _time = new(Monday.AddDays(30));
    private readonly RaiseAlerts _raise;

    public RaiseAlertsTests()
    {
        _raise = new RaiseAlerts(_store, _reports, _time, NullLogger<RaiseAlerts>.Instance);
    }

    [Fact]
    public async Task Raise_Breach_ReturnsTheFiringAlertWithWhatTheMonitorSays()
    {
        IReadOnlyList<AlertTimeline> due = await RaiseAsync(Report(0, Verdict(VerdictOutcome.Breach)));

        AlertTimeline alert = Assert.Single(due);
        Assert.Equal(AlertPhase.Firing, alert.State.Phase);
        Assert.Equal("growth-ml", alert.Owner);
        Assert.Equal(Monitor.Runbook, alert.Runbook);
        Assert.Equal(0.4, alert.Importance);
        Assert.Equal("upload of 2026-01-01", alert.BaselineName);
        Assert.Equal(_time.GetUtcNow(), alert.ChangedAt);
        Assert.Equal([AlertPhase.Firing], (await HistoryAsync()).Select(entry => entry.To));
    }

    [Fact]
    public async Task Raise_OkForAnAlertThatNeverExisted_WritesNothing()
    {
        await RaiseAsync(Report(0, Verdict(VerdictOutcome.Ok), Verdict(VerdictOutcome.NotEnoughData, rule: "quality/other")));

        Assert.Equal(0, _store.Puts);
    }

    [Fact]
    public async Task Raise_ProvisionalReport_WritesNothing()
    {
        IReadOnlyList<AlertTimeline> due = await RaiseAsync(Report(0, Verdict(VerdictOutcome.Breach)) with { Provisional = true });

        Assert.Empty(due);
        Assert.Equal(0, _store.Puts);
    }

    [Fact]
    public async Task Raise_SameReportTwice_ReturnsTheDueAlertAndWritesOnce()
    {
        EvaluationReport report = Report(0, Verdict(VerdictOutcome.Breach));
        await RaiseAsync(report);

        IReadOnlyList<AlertTimeline> due = await RaiseAsync(report);

        Assert.Single(due);
        Assert.Equal(1, _store.Puts);
        Assert.Single(await HistoryAsync());
    }

    [Fact]
    public async Task ClearDue_AfterAsking_NothingIsDue()
    {
        EvaluationReport report = Report(0, Verdict(VerdictOutcome.Breach));
        await _raise.ClearDueAsync(await RaiseAsync(report), CancellationToken.None);

        Assert.Empty(await RaiseAsync(report));
    }

    [Fact]
    public async Task ClearDue_AlertChangedSince_StaysDue()
    {
        IReadOnlyList<AlertTimeline> firing = await RaiseAsync(Report(0, Verdict(VerdictOutcome.Breach)));
        _time.Advance(TimeSpan.FromMinutes(1));
        await RaiseAsync(Report(1, Verdict(VerdictOutcome.Ok)));

        await _raise.ClearDueAsync(firing, CancellationToken.None);

        Assert.True((await GetAsync()).NotificationDue);
    }

    [Fact]
    public async Task Raise_LeftOverOfACrash_IsReturnedByTheNextReportOfTheModel()
    {
        _store.BeforeAppend = _ => throw new IOException("the process died");
        await Assert.ThrowsAsync<IOException>(() => RaiseAsync(Report(0, Verdict(VerdictOutcome.Breach))));
        _store.BeforeAppend = null;

        IReadOnlyList<AlertTimeline> due = await RaiseAsync(Report(0) with { Families = [EvaluationFamily.Drift] });

        Assert.Equal(Identity(), Assert.Single(due).Identity);
        Assert.Equal(AlertPhase.Firing, Assert.Single(await HistoryAsync()).To);
    }

    [Fact]
    public async Task Raise_LeftOverOfACrashThatEndsAtOnce_HistoryHasBoth()
    {
        _store.BeforeAppend = _ => throw new IOException("the process died");
        await Assert.ThrowsAsync<IOException>(() => RaiseAsync(Report(0, Verdict(VerdictOutcome.Breach))));
        _store.BeforeAppend = null;

        await RaiseAsync(Report(1, Verdict(VerdictOutcome.Ok)));

        Assert.Equal([AlertPhase.Firing, AlertPhase.Resolved], (await HistoryAsync()).Select(entry => entry.To).Order());
    }

    [Fact]
    public async Task Raise_PendingLeftOverOfACrash_IsInTheHistoryOnceItGoesOn()
    {
        _store.BeforeAppend = _ => throw new IOException("the process died");
        await Assert.ThrowsAsync<IOException>(() => RaiseAsync(Report(0, Verdict(VerdictOutcome.Breach, @for: 2))));
        _store.BeforeAppend = null;

        await RaiseAsync(Report(1, Verdict(VerdictOutcome.Breach, @for: 2)));

        Assert.Equal([(AlertPhase.Inactive, AlertPhase.Pending), (AlertPhase.Pending, AlertPhase.Firing)], (await HistoryAsync()).Select(entry => (entry.From, entry.To)).Order());
    }

    [Fact]
    public async Task Raise_SomebodyFaster_FoldsAgainOntoTheirs()
    {
        AlertTimeline theirs = FoldTimeline.Insert(new AlertTimeline(Identity()), Outcome(0, VerdictOutcome.Breach, @for: 2), Monday).Timeline;
        _store.BeforePut = async _ =>
        {
            _store.BeforePut = null;
            await _store.TryPutAsync(theirs, expectedTag: null, CancellationToken.None);
        };

        IReadOnlyList<AlertTimeline> due = await RaiseAsync(Report(1, Verdict(VerdictOutcome.Breach, @for: 2)));

        Assert.Equal(AlertPhase.Firing, Assert.Single(due).State.Phase);
        Assert.Equal(2, (await GetAsync()).Outcomes.Count);
    }

    [Fact]
    public async Task Raise_SomebodyAlwaysFaster_GivesUpByName()
    {
        int day = -50;
        _store.BeforePut = async mine =>
        {
            Func<AlertTimeline, Task>? hook = _store.BeforePut;
            _store.BeforePut = null;
            Versioned<AlertTimeline>? current = await _store.GetAsync(mine.Identity, CancellationToken.None);
            AlertTimeline other = FoldTimeline.Insert(current?.Value ?? new AlertTimeline(mine.Identity), Outcome(day++, VerdictOutcome.Ok), Monday).Timeline;
            await _store.TryPutAsync(other, current?.Tag, CancellationToken.None);
            _store.BeforePut = hook;
        };

        AlertContentionException failure = await Assert.ThrowsAsync<AlertContentionException>(() => RaiseAsync(Report(0, Verdict(VerdictOutcome.Breach))));

        Assert.Equal(Identity(), failure.Identity);
    }

    [Fact]
    public async Task Raise_FirstBreachLiesInThePast_LaterReportsCount()
    {
        // Labels of day 0 come late and show a breach; days 1 and 2 were fine and left no trace.
        _reports.Reports.AddRange([Report(1, Verdict(VerdictOutcome.Ok)), Report(2, Verdict(VerdictOutcome.Ok))]);

        IReadOnlyList<AlertTimeline> due = await RaiseAsync(Report(0, Verdict(VerdictOutcome.Breach)) with { Revision = 2 });

        Assert.Empty(due);
        AlertTimeline alert = await GetAsync();
        Assert.Equal(AlertPhase.Resolved, alert.State.Phase);
        Assert.Equal(Day(1).End, alert.State.ResolvedAt);
    }

    [Fact]
    public async Task Raise_LaterReportStoredWhileTheAlertWasCreated_IsNotMissed()
    {
        // The later window's run stored its report, and looked for the alert just before it was created.
        _store.BeforePut = _ =>
        {
            _store.BeforePut = null;
            _reports.Reports.Add(Report(1, Verdict(VerdictOutcome.Ok)));
            return Task.CompletedTask;
        };

        await RaiseAsync(Report(0, Verdict(VerdictOutcome.Breach)));

        Assert.Equal(AlertPhase.Resolved, (await GetAsync()).State.Phase);
    }

    [Fact]
    public async Task Raise_AnyOrderOfReports_GivesTheSameAlert()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            EvaluationReport[] reports = [.. Enumerable.Range(0, 12).Select(day =>
                Report(day, Verdict((VerdictOutcome)random.Next(3), @for: 2)))];
            AlertState expected = FoldTimeline.Fold(AlertState.Initial, reports.Select(report => new WindowOutcome(report.Window, report.Rules[0], 1)));
            random.Shuffle(reports);
            var store = new InMemoryAlertStore();
            var known = new FakeReports();
            var raise = new RaiseAlerts(store, known, _time, NullLogger<RaiseAlerts>.Instance);

            foreach (EvaluationReport report in reports)
            {
                known.Reports.Add(report);
                await raise.RaiseAsync(report, Monitor, CancellationToken.None);
            }

            AlertState state = (await store.GetAsync(Identity(), CancellationToken.None))?.Value.State ?? AlertState.Initial;
            Assert.Equal(expected.Phase, state.Phase);
            if (expected.Streak > 0)
            {
                Assert.Equal(expected.ActiveSince, state.ActiveSince);
                Assert.Equal(expected.Streak, state.Streak);
            }
        }
    }

    [Fact]
    public async Task Raise_RuleGone_ResolvesItsAlert()
    {
        await RaiseAsync(Report(0, Verdict(VerdictOutcome.Breach)));

        IReadOnlyList<AlertTimeline> due = await RaiseAsync(Report(1));

        AlertTimeline alert = Assert.Single(due);
        Assert.Equal(AlertPhase.Resolved, alert.State.Phase);
        Assert.Equal(RaiseAlerts.NotEvaluatedSummary, alert.State.Latest!.Verdict.Summary);
    }

    [Fact]
    public async Task Raise_RuleOfAnotherFamilyOrWindow_IsLeftAlone()
    {
        await RaiseAsync(Report(0, Verdict(VerdictOutcome.Breach)));

        await RaiseAsync(Report(1) with { Families = [EvaluationFamily.Drift] });
        await RaiseAsync(Report(1) with { Spec = WindowSpec.Tumbling("1h") });

        Assert.Equal(AlertPhase.Firing, (await GetAsync()).State.Phase);
    }

    [Fact]
    public async Task Raise_MonitorNoLongerLooksAtSuchWindows_ResolvesTheAlert()
    {
        await RaiseAsync(Report(0, Verdict(VerdictOutcome.Breach)));
        MonitorDefinition hourly = Monitor with { QualityWindows = WindowSpec.Tumbling("1h") };

        await _raise.RaiseAsync(Report(1) with { Spec = WindowSpec.Tumbling("1h") }, hourly, CancellationToken.None);

        Assert.Equal(AlertPhase.Resolved, (await GetAsync()).State.Phase);
    }

    [Fact]
    public async Task Raise_AlertLongOverAndRuleGone_WritesNothingMore()
    {
        await RaiseAsync(Report(0, Verdict(VerdictOutcome.Breach)));
        await RaiseAsync(Report(1, Verdict(VerdictOutcome.Ok)));
        int puts = _store.Puts;

        await RaiseAsync(Report(2));

        Assert.Equal(puts, _store.Puts);
    }

    [Fact]
    public async Task Raise_SensitiveColumn_KeepsItsValuesOut()
    {
        MonitorDefinition monitor = Monitor with { Columns = new MonitorColumns { Sensitive = ["distance"] } };

        await _raise.RaiseAsync(Report(0, Verdict(VerdictOutcome.Breach)), monitor, CancellationToken.None);

        Assert.Empty((await GetAsync()).State.Latest!.Verdict.Contributions);
    }

    [Fact]
    public async Task RaiseEvent_QuarantinedBatch_FiresAtOnceAndOnce()
    {
        AlertEvent quarantined = Quarantined(Model, Monday);

        AlertTimeline alert = Assert.Single(await _raise.RaiseEventAsync(quarantined, CancellationToken.None));
        await _raise.ClearDueAsync([alert], CancellationToken.None);

        Assert.Equal(AlertPhase.Firing, alert.State.Phase);
        Assert.Equal(Severity.Critical, alert.State.Severity);
        Assert.Contains("predictions/a/7/bad.csv", alert.State.Latest!.Verdict.Summary, StringComparison.Ordinal);
        Assert.Empty(await _raise.RaiseEventAsync(quarantined, CancellationToken.None));
    }

    [Fact]
    public async Task RaiseEvent_StrayFile_IsAWarningOfNoModel()
    {
        AlertTimeline alert = Assert.Single(await _raise.RaiseEventAsync(Quarantined(model: null, Monday), CancellationToken.None));

        Assert.Equal(AlertEvent.Unassigned, alert.Identity.Model);
        Assert.False(ModelVersion.IsValidName(alert.Identity.Model.Model));
        Assert.Equal(Severity.Warning, alert.State.Severity);
    }

    [Fact]
    public async Task ResolveEvent_LaterThanTheEvent_Resolves()
    {
        AlertEvent quarantined = Quarantined(Model, Monday);
        await _raise.RaiseEventAsync(quarantined, CancellationToken.None);

        IReadOnlyList<AlertTimeline> due = await _raise.ResolveEventAsync(quarantined.Identity, Monday.AddHours(1), "It was read.", CancellationToken.None);

        Assert.Equal(AlertPhase.Resolved, Assert.Single(due).State.Phase);
    }

    [Fact]
    public async Task ResolveEvent_ToldBeforeANewerEvent_LeavesItFiring()
    {
        await _raise.RaiseEventAsync(Quarantined(Model, Monday.AddHours(2)), CancellationToken.None);

        await _raise.ResolveEventAsync(Quarantined(Model, Monday).Identity, Monday.AddHours(1), "It was read.", CancellationToken.None);

        Assert.Equal(AlertPhase.Firing, (await GetAsync(Quarantined(Model, Monday).Identity)).State.Phase);
    }

    [Fact]
    public async Task ResolveEvent_NeverRaised_WritesNothing()
    {
        Assert.Empty(await _raise.ResolveEventAsync(Quarantined(Model, Monday).Identity, Monday, "It was read.", CancellationToken.None));
        Assert.Equal(0, _store.Puts);
    }

    [Fact]
    public async Task Raise_ReportsOfAModelWithAQuarantinedBatch_LeaveThatAlertAlone()
    {
        await _raise.RaiseEventAsync(Quarantined(Model, Monday), CancellationToken.None);

        await RaiseAsync(Report(3));

        Assert.Equal(AlertPhase.Firing, (await GetAsync(Quarantined(Model, Monday).Identity)).State.Phase);
    }

    private static AlertEvent Quarantined(ModelVersion? model, DateTimeOffset at) =>
        AlertEvent.BatchQuarantined(model, "00ff", "predictions/a/7/bad.csv", "no header in line 1", at);

    private Task<IReadOnlyList<AlertTimeline>> RaiseAsync(EvaluationReport report) => _raise.RaiseAsync(report, Monitor, CancellationToken.None);

    private async Task<AlertTimeline> GetAsync(AlertIdentity? identity = null) =>
        (await _store.GetAsync(identity ?? Identity(), CancellationToken.None))!.Value;

    private async Task<List<AlertTransition>> HistoryAsync()
    {
        List<AlertTransition> history = [];
        await foreach (AlertTransition transition in _store.HistoryAsync(Model.Model, 100, CancellationToken.None))
        {
            history.Add(transition);
        }

        return history;
    }
}
