using ServerlessMonitor.Contracts;
using ServerlessMonitor.Runs;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Tests.Runs;

public sealed class EvaluationSenderTests
{
    private const int Burst = 20;
    private static readonly ModelVersion Model = new("churn", "7");
    private static readonly DateTimeOffset Monday = new(2026, 2, 23, 0, 0, 0, TimeSpan.Zero);
    private readonly ManualTimeProvider _clock = new();
    private readonly List<(EvaluateRequest Request, TimeSpan Delay)> _sent = [];
    private readonly EvaluationSender _sender;
    private Func<Task> _send = () => Task.CompletedTask;
    private long _sequence = Monday.UtcTicks;

    public EvaluationSenderTests() => _sender = new EvaluationSender(
        async (request, delay, _) =>
        {
            await _send();
            _sent.Add((request, delay));
        },
        _clock);

    [Fact]
    public async Task Send_OneNowAndThen_GoesAtOnceAsItIs()
    {
        for (int hour = 0; hour < 2 * Burst; hour++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            EvaluateRequest request = Request(hour);
            await _sender.SendAsync(request, CancellationToken.None);
            Assert.Equal((request, TimeSpan.Zero), _sent[^1]);
        }
    }

    [Fact]
    public async Task Send_Burst_OneDelayedRequestForTheWholeDayTakesAll()
    {
        await BeginBurstAsync();
        long last = 0;
        for (int hour = 0; hour < 24; hour++)
        {
            EvaluateRequest request = Request(hour);
            last = request.Sequence!.Value;
            await _sender.SendAsync(request, CancellationToken.None);
        }

        (EvaluateRequest sent, TimeSpan delay) = Assert.Single(_sent);
        Assert.Equal((Model, new TimeWindow(Monday, Monday.AddDays(1)), EvaluationSender.Delay), (sent.Model, sent.Range, delay));
        Assert.True(sent.Sequence >= last, "an evaluation that saw the first batch only would answer the request");
    }

    [Fact]
    public async Task Send_BurstGoesOn_NothingRidesOnARequestThatMayBeTakenByNow()
    {
        await BeginBurstAsync();
        await _sender.SendAsync(Request(0), CancellationToken.None);
        _clock.Advance(EvaluationSender.Delay - TimeSpan.FromMilliseconds(100));
        await BeginBurstAsync("other");
        _sent.Clear();

        await _sender.SendAsync(Request(1), CancellationToken.None);

        Assert.Single(_sent);
    }

    [Fact]
    public async Task Send_BurstOverTwoDaysAndModels_EachHasItsOwn()
    {
        await BeginBurstAsync();
        await _sender.SendAsync(Request(0), CancellationToken.None);
        await _sender.SendAsync(Request(24), CancellationToken.None);
        await _sender.SendAsync(Request(0) with { Model = new ModelVersion("churn", "8") }, CancellationToken.None);
        await _sender.SendAsync(Request(23), CancellationToken.None);

        Assert.Equal(3, _sent.Count);
    }

    [Fact]
    public async Task Send_SequenceFarAhead_DoesNotRide()
    {
        await BeginBurstAsync();
        await _sender.SendAsync(Request(0), CancellationToken.None);

        // A host whose clock is ahead has noted a batch: an evaluation that sees it answers the request before.
        _sequence += TimeSpan.FromMinutes(10).Ticks;
        await _sender.SendAsync(Request(1), CancellationToken.None);

        Assert.Equal(2, _sent.Count);
    }

    [Fact]
    public async Task Send_MessageIsNotThereYet_RidersWaitAndFailWithIt()
    {
        await BeginBurstAsync();
        var sending = new TaskCompletionSource();
        _send = () => sending.Task;
        Task leader = _sender.SendAsync(Request(0), CancellationToken.None);
        Task rider = _sender.SendAsync(Request(1), CancellationToken.None);
        Assert.False(rider.IsCompleted);

        sending.SetException(new IOException("storage"));

        await Assert.ThrowsAsync<IOException>(() => leader);
        await Assert.ThrowsAsync<IOException>(() => rider);
        _send = () => Task.CompletedTask;
        await _sender.SendAsync(Request(1), CancellationToken.None);
        Assert.Single(_sent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Send_NoSequenceOrNoRange_NeverRides(bool hasRange)
    {
        await BeginBurstAsync();
        await _sender.SendAsync(Request(0), CancellationToken.None);
        EvaluateRequest request = hasRange ? Request(0) with { Sequence = null } : new EvaluateRequest(Model, null);

        await _sender.SendAsync(request, CancellationToken.None);

        Assert.Equal((request, TimeSpan.Zero), _sent[^1]);
    }

    private EvaluateRequest Request(int hour) =>
        new(Model, new TimeWindow(Monday.AddHours(hour), Monday.AddHours(hour + 1))) { Sequence = ++_sequence };

    private async Task BeginBurstAsync(string of = "burst")
    {
        for (int request = 0; request < Burst; request++)
        {
            await _sender.SendAsync(Request(0) with { Model = new ModelVersion(of, $"{request}") }, CancellationToken.None);
        }

        _sent.Clear();
    }
}
