using System.Globalization;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.TestKit.Contracts;

/// <summary>What every <see cref="IAlertStore"/> promises. Each test uses models of its own, so the suite can run on a shared store.</summary>
public abstract class AlertStoreContract
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private readonly string _model = $"m{Guid.NewGuid():N}";

    /// <summary>The store under test, empty or shared.</summary>
    protected abstract Task<IAlertStore> CreateAsync();

    [Fact]
    public async Task Get_NeverWritten_IsNull()
    {
        IAlertStore store = await CreateAsync();

        Assert.Null(await store.GetAsync(Identity("drift/a"), CancellationToken.None));
    }

    [Fact]
    public async Task TryPut_FullTimeline_ComesBackWhole()
    {
        IAlertStore store = await CreateAsync();
        AlertTimeline written = Timeline("drift/a", AlertTimeline.Capacity) with
        {
            Owner = "growth-ml",
            Runbook = new Uri("https://example.com/runbook?a=b#c"),
            Importance = 0.25,
            BaselineName = "upload 2026-01-01 \"é\u2028\"",
            ChangedAt = Monday.AddTicks(1234567),
            NotificationDue = true,
        };

        string? tag = await store.TryPutAsync(written, expectedTag: null, CancellationToken.None);
        Versioned<AlertTimeline>? read = await store.GetAsync(written.Identity, CancellationToken.None);

        Assert.NotNull(tag);
        Assert.NotNull(read);
        Assert.Equal(tag, read.Tag);
        Assert.Equal(AlertJson.Serialize(written), AlertJson.Serialize(read.Value));
    }

    [Fact]
    public async Task TryPut_StaleTag_LeavesTheWinner()
    {
        IAlertStore store = await CreateAsync();
        AlertTimeline first = Timeline("drift/a", 1);
        string? tag = await store.TryPutAsync(first, expectedTag: null, CancellationToken.None);
        Assert.NotNull(await store.TryPutAsync(first with { Owner = "winner" }, tag, CancellationToken.None));

        Assert.Null(await store.TryPutAsync(first with { Owner = "late" }, tag, CancellationToken.None));
        Assert.Null(await store.TryPutAsync(first with { Owner = "late" }, expectedTag: null, CancellationToken.None));

        Assert.Equal("winner", (await store.GetAsync(first.Identity, CancellationToken.None))!.Value.Owner);
    }

    [Fact]
    public async Task TryPut_TagButNothingThere_IsRefused()
    {
        IAlertStore store = await CreateAsync();
        string? tag = await store.TryPutAsync(Timeline("drift/a", 1), expectedTag: null, CancellationToken.None);

        Assert.Null(await store.TryPutAsync(Timeline("drift/b", 1), tag, CancellationToken.None));
    }

    [Fact]
    public async Task TryPut_Concurrently_OneWins()
    {
        IAlertStore store = await CreateAsync();

        string?[] tags = await Task.WhenAll(Enumerable.Range(0, 8).Select(index =>
            Task.Run(() => store.TryPutAsync(Timeline("drift/a", 1) with { Owner = $"{index}" }, expectedTag: null, CancellationToken.None))));

        Assert.Single(tags, tag => tag is not null);
    }

    [Fact]
    public async Task List_ByModel_GivesAllVersionsOfThatModelOnly()
    {
        IAlertStore store = await CreateAsync();
        string other = $"{_model}0";
        await store.TryPutAsync(Timeline("drift/a", 1), expectedTag: null, CancellationToken.None);
        await store.TryPutAsync(Timeline("drift/b", 1, version: "2"), expectedTag: null, CancellationToken.None);
        await store.TryPutAsync(Timeline("drift/c", 1, model: other), expectedTag: null, CancellationToken.None);

        List<Versioned<AlertTimeline>> own = await ToListAsync(store.ListAsync(_model, CancellationToken.None));
        List<Versioned<AlertTimeline>> all = await ToListAsync(store.ListAsync(model: null, CancellationToken.None));

        Assert.Equal(["drift/a", "drift/b"], own.Select(alert => alert.Value.Identity.RuleId).Order(StringComparer.Ordinal));
        Assert.Contains(all, alert => alert.Value.Identity.Model.Model == other);
        Assert.Equal((await store.GetAsync(own[0].Value.Identity, CancellationToken.None))!.Tag, own[0].Tag);
    }

    [Fact]
    public async Task AppendHistory_SameTransitionTwice_KeptOnce()
    {
        IAlertStore store = await CreateAsync();
        AlertTransition transition = Transition("drift/a", AlertPhase.Firing, day: 1, at: Monday);

        await store.AppendHistoryAsync(transition, CancellationToken.None);
        await store.AppendHistoryAsync(transition with { From = AlertPhase.Pending }, CancellationToken.None);
        await store.AppendHistoryAsync(Transition("drift/a", AlertPhase.Resolved, day: 2, at: Monday.AddDays(1)), CancellationToken.None);

        List<AlertTransition> history = await ToListAsync(store.HistoryAsync(_model, 10, CancellationToken.None));
        Assert.Equal([AlertPhase.Resolved, AlertPhase.Firing], history.Select(entry => entry.To));
    }

    [Fact]
    public async Task History_Limited_GivesTheNewestFirst()
    {
        IAlertStore store = await CreateAsync();
        for (int day = 0; day < 70; day++)
        {
            // Across months, in whatever partitions the store keeps them.
            await store.AppendHistoryAsync(Transition($"drift/{day}", AlertPhase.Firing, day, Monday.AddDays(day)), CancellationToken.None);
        }

        List<AlertTransition> history = await ToListAsync(store.HistoryAsync(_model, 50, CancellationToken.None));

        Assert.Equal(
            Enumerable.Range(0, 50).Select(back => $"drift/{69 - back}"),
            history.Select(entry => entry.Identity.RuleId));
    }

    private AlertIdentity Identity(string rule, string? model = null, string version = "1") =>
        new(new ModelVersion(model ?? _model, version), "FeatureDrift", rule, "7d.1d");

    private AlertTimeline Timeline(string rule, int outcomes, string? model = null, string version = "1")
    {
        AlertTimeline timeline = new(Identity(rule, model, version));
        for (int day = 0; day < outcomes; day++)
        {
            timeline = FoldTimeline.Insert(timeline, Outcome(rule, day), Monday).Timeline;
        }

        return timeline;
    }

    private AlertTransition Transition(string rule, AlertPhase to, int day, DateTimeOffset at)
    {
        DateTimeOffset end = Outcome(rule, day).Window.End;
        AlertState state = new(to) { FiredAt = end, ResolvedAt = to == AlertPhase.Resolved ? end : null, Latest = Outcome(rule, day) };
        return new AlertTransition(Identity(rule), AlertPhase.Inactive, to, state, at);
    }

    private static WindowOutcome Outcome(string rule, int day) => new(
        new TimeWindow(Monday.AddDays(day - 7), Monday.AddDays(day)),
        new RuleVerdict(rule, EvaluationFamily.Drift, day % 3 == 0 ? VerdictOutcome.Breach : VerdictOutcome.Ok, Severity.Warning, string.Create(
            CultureInfo.InvariantCulture,
            $"Jensen-Shannon distance of 'distance' is 0.{day:D3}; the threshold is 0.1. Largest contribution: [100, 200)."))
        {
            AlertName = "FeatureDrift",
            Column = "distance",
            Measure = "jensenShannon",
            Value = day / 1000.0,
            Threshold = 0.1,
            Contributions = [new DriftContribution("[100, 200)", 0.1, 0.2, 0.05)],
        },
        ReportRevision: 1);

    private static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> source)
    {
        List<T> items = [];
        await foreach (T item in source)
        {
            items.Add(item);
        }

        return items;
    }
}
