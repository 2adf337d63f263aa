using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Runs;

/// <summary>
/// Sends requests for evaluation, few for many batches. Those that meet go as one. In a burst one is sent that nobody gets for a while, and the batches of the same days that
/// are noted until then need none of their own: whoever gets it begins after them.
/// </summary>
public sealed class EvaluationSender
{
    /// <summary>How long a request of a burst is held back.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    // What comes this soon after a message goes as one.
    private static readonly TimeSpan BetweenMessages = TimeSpan.FromMilliseconds(200);

    // Storage counts the delay from when it has the message, which is later than we do; this is for its rounding.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    // A burst: as many requests of this process in as short a time.
    private const int BurstSize = 20;
    private static readonly TimeSpan BurstSpan = TimeSpan.FromSeconds(4);

    // Sequences grow with time. A request is done without if an evaluation has seen its sequence: no batch may ride on it whose own is later.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    private readonly Func<EvaluateRequest, TimeSpan, CancellationToken, Task> _send;
    private readonly TimeProvider _clock;
    private readonly GroupCommit<ModelVersion, EvaluateRequest> _groups;
    private readonly Lock _gate = new();
    private readonly Queue<long> _latest = new();
    private readonly List<Departure> _departures = [];

    /// <summary>A sender.</summary>
    /// <param name="send">Sends a request that nobody gets before the delay has passed, and returns when it is sure to arrive.</param>
    /// <param name="clock">Measures the delay.</param>
    public EvaluationSender(Func<EvaluateRequest, TimeSpan, CancellationToken, Task> send, TimeProvider clock)
    {
        _send = send;
        _clock = clock;
        _groups = new GroupCommit<ModelVersion, EvaluateRequest>(SendGroupAsync, clock, _ => BetweenMessages);
    }

    /// <summary>Returns when a message is sure to arrive that has the request evaluated.</summary>
    public async Task SendAsync(EvaluateRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Range: { } range, Sequence: { } sequence })
        {
            await _groups.AddAsync(request.Model, request, cancellationToken);
            return;
        }

        Departure? departure = null;
        bool leads = false;
        lock (_gate)
        {
            if (IsBurst())
            {
                _departures.RemoveAll(gone => _clock.GetElapsedTime(gone.Began) >= Delay - Margin);
                departure = _departures.Find(waiting => waiting.Takes(request.Model, range, sequence));
                if (departure is null)
                {
                    departure = new Departure(request with { Range = WholeDays(range), Sequence = sequence + Ahead.Ticks }, _clock.GetTimestamp());
                    _departures.Add(departure);
                    leads = true;
                }
            }
        }

        await (departure is null ? _groups.AddAsync(request.Model, request, cancellationToken)
            : leads ? LeadAsync(departure, cancellationToken)
            : departure.Sent.Task.WaitAsync(cancellationToken));
    }

    private async Task LeadAsync(Departure departure, CancellationToken cancellationToken)
    {
        try
        {
            await _send(departure.Request, Delay, cancellationToken);
            departure.Sent.SetResult();
        }
        catch (Exception exception)
        {
            lock (_gate)
            {
                _departures.Remove(departure);
            }

            departure.Sent.SetException(exception);

            // Seen by the leader at least.
            _ = departure.Sent.Task.Exception;
            throw;
        }
    }

    private bool IsBurst()
    {
        _latest.Enqueue(_clock.GetTimestamp());
        if (_latest.Count <= BurstSize)
        {
            return false;
        }

        return _clock.GetElapsedTime(_latest.Dequeue()) < BurstSpan;
    }

    private async Task SendGroupAsync(ModelVersion model, IReadOnlyList<EvaluateRequest> requests, CancellationToken cancellationToken)
    {
        foreach (EvaluateRequest request in EvaluateRequest.Join(requests))
        {
            await _send(request, TimeSpan.Zero, cancellationToken);
        }
    }

    private static TimeWindow WholeDays(TimeWindow range)
    {
        DateTimeOffset start = new(range.Start.UtcDateTime.Date, TimeSpan.Zero);
        DateTimeOffset end = new(range.End.UtcDateTime.Date, TimeSpan.Zero);
        return new TimeWindow(start, end < range.End ? end.AddDays(1) : end);
    }

    /// <summary>A request that was sent with a delay, or is being sent.</summary>
    private sealed record Departure(EvaluateRequest Request, long Began)
    {
        public TaskCompletionSource Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Takes(ModelVersion model, TimeWindow range, long sequence) =>
            Request.Model == model && Request.Range is { } days && days.Start <= range.Start && range.End <= days.End && sequence <= Request.Sequence;
    }
}
