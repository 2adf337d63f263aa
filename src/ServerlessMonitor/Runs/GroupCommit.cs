namespace ServerlessMonitor.Runs;

/// <summary>
/// Collapses requests of one process: while a run for a key is under way, what else is asked for the key gathers and then goes as one run. A request ends
/// when a run that began after it, and had it, has ended; so nothing is promised that is not done, and a crash loses nothing.
/// </summary>
/// <param name="run">Runs a group, in the order of arrival. What it throws every request of the group throws.</param>
/// <param name="clock">Measures runs.</param>
/// <param name="rest">How long to gather after a run of some length before the next one begins; null: not at all. The first request after a rest never waits.</param>
/// <typeparam name="TKey">What groups are apart by.</typeparam>
/// <typeparam name="TRequest">The requests.</typeparam>
public sealed class GroupCommit<TKey, TRequest>(
    Func<TKey, IReadOnlyList<TRequest>, CancellationToken, Task> run, TimeProvider clock, Func<TimeSpan, TimeSpan>? rest = null)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Lane> _lanes = [];

    /// <summary>Returns when the request has had its run.</summary>
    public async Task AddAsync(TKey key, TRequest request, CancellationToken cancellationToken)
    {
        Lane? lane;
        Group group;
        bool leads;
        lock (_gate)
        {
            if (!_lanes.TryGetValue(key, out lane))
            {
                _lanes[key] = lane = new Lane();
            }

            lane.Users++;
            leads = lane.Gathering is null;
            group = lane.Gathering ??= new Group();
            group.Requests.Add(request);
        }

        try
        {
            await (leads ? LeadAsync(key, lane, group, cancellationToken) : group.Done.Task.WaitAsync(cancellationToken));
        }
        finally
        {
            lock (_gate)
            {
                if (--lane.Users == 0)
                {
                    _lanes.Remove(key);
                    lane.Turn.Dispose();
                }
            }
        }
    }

    private async Task LeadAsync(TKey key, Lane lane, Group group, CancellationToken cancellationToken)
    {
        bool hasTurn = false;
        try
        {
            await lane.Turn.WaitAsync(cancellationToken);
            hasTurn = true;
            TimeSpan pause = lane.RestsUntil - clock.GetElapsedTime(0);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, clock, cancellationToken);
            }

            Close(lane, group);
            long started = clock.GetTimestamp();
            await run(key, group.Requests, cancellationToken);
            TimeSpan length = clock.GetElapsedTime(started);
            lane.RestsUntil = clock.GetElapsedTime(0) + (rest?.Invoke(length) ?? TimeSpan.Zero);
            group.Done.SetResult();
        }
        catch (Exception exception)
        {
            Close(lane, group);
            group.Done.SetException(exception);

            // Seen by the leader at least.
            _ = group.Done.Task.Exception;
            throw;
        }
        finally
        {
            if (hasTurn)
            {
                lane.Turn.Release();
            }
        }
    }

    private void Close(Lane lane, Group group)
    {
        lock (_gate)
        {
            lane.Gathering = lane.Gathering == group ? null : lane.Gathering;
        }
    }

    /// <summary>The requests for one key.</summary>
    private sealed class Lane
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public Group? Gathering { get; set; }

        public int Users { get; set; }

        public TimeSpan RestsUntil { get; set; }
    }

    /// <summary>Requests that go together.</summary>
    private sealed class Group
    {
        public List<TRequest> Requests { get; } = [];

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
