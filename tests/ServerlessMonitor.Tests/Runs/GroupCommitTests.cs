using ServerlessMonitor.Contracts;
using ServerlessMonitor.Runs;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Tests.Runs;

public sealed class GroupCommitTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 2, 23, 0, 0, 0, TimeSpan.Zero);
    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _runs = [];

    [Fact]
    public async Task Add_WhileARunIsUnderWay_GathersAndGoesAsOne()
    {
        var first = new TaskCompletionSource();
        var group = new GroupCommit<string, int>((key, requests, _) => NoteAsync(key, requests, _runs.Count == 0 ? first.Task : Task.CompletedTask), _clock);

        Task one = group.AddAsync("a", 1, CancellationToken.None);
        Task two = group.AddAsync("a", 2, CancellationToken.None);
        Task three = group.AddAsync("a", 3, CancellationToken.None);
        await group.AddAsync("b", 4, CancellationToken.None);
        Assert.False(two.IsCompleted);
        first.SetResult();
        await Task.WhenAll(one, two, three);

        Assert.Equal(["a 1", "b 4", "a 2 3"], _runs);
    }

    [Fact]
    public async Task Run_Fails_EveryRequestOfTheGroupFailsAndTheNextRuns()
    {
        var first = new TaskCompletionSource();
        var group = new GroupCommit<string, int>((key, requests, _) => NoteAsync(key, requests, _runs.Count == 0 ? first.Task : Task.CompletedTask), _clock);

        Task one = group.AddAsync("a", 1, CancellationToken.None);
        Task two = group.AddAsync("a", 2, CancellationToken.None);
        first.SetException(new InvalidOperationException("storage"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => one);
        await two;
        Assert.Equal(["a 1", "a 2"], _runs);

        var open = new TaskCompletionSource();
        var failing = new GroupCommit<string, int>((_, requests, _) => requests.Count > 1 ? throw new InvalidOperationException() : open.Task, _clock);
        Task[] all = [.. Enumerable.Range(0, 3).Select(request => failing.AddAsync("a", request, CancellationToken.None))];
        open.SetResult();
        await all[0];
        await Assert.ThrowsAsync<InvalidOperationException>(() => all[1]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => all[2]);
    }

    [Fact]
    public async Task Rest_RequestsFollowOneAnother_TheNextRunWaitsForIt()
    {
        var first = new TaskCompletionSource();
        var group = new GroupCommit<string, int>(
            (key, requests, _) => NoteAsync(key, requests, _runs.Count == 0 ? first.Task : Task.CompletedTask), _clock, _ => TimeSpan.FromSeconds(1));

        Task one = group.AddAsync("a", 1, CancellationToken.None);
        Task two = group.AddAsync("a", 2, CancellationToken.None);
        first.SetResult();
        await one;
        await Eventually.True(() => _clock.ActiveTimers == 1);
        Task three = group.AddAsync("a", 3, CancellationToken.None);
        Assert.False(two.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(two, three);

        Assert.Equal(["a 1", "a 2 3"], _runs);
    }

    [Fact]
    public void Join_OverlappingRanges_AreOneAndOthersStay()
    {
        var model = new ModelVersion("churn", "1");
        EvaluateRequest[] requests = [Of(30, 32), Of(0, 1), new(model, null), Of(1, 5), Of(2, 3), new(model, null), Of(6, 7)];

        Assert.Equal([new EvaluateRequest(model, null), Of(0, 7), Of(30, 32)], EvaluateRequest.Join(requests));

        EvaluateRequest Of(int from, int to) => new(model, new TimeWindow(Midnight.AddHours(from), Midnight.AddHours(to)));
    }

    private async Task NoteAsync(string key, IReadOnlyList<int> requests, Task until)
    {
        _runs.Add($"{key} {string.Join(' ', requests)}");
        await until;
    }
}
