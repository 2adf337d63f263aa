namespace ServerlessMonitor.TestKit;

/// <summary>A clock that stands still until the test moves it; timers fire when it passes their due time.</summary>
/// <remarks>Thread-safe. Timer callbacks run on the thread that moves the clock, in the order of their due times, and see the clock at their due time.</remarks>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now;
    private long _order;

    /// <summary>A clock that stands at 2026-01-05T00:00:00Z, a Monday.</summary>
    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>A clock that stands at <paramref name="now"/>.</summary>
    public ManualTimeProvider(DateTimeOffset now) => _now = now.ToUniversalTime();

    /// <summary>How many timers wait to fire: wait for one before moving the clock past the delay under test.</summary>
    public int ActiveTimers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <summary>Moves the clock on by <paramref name="by"/>, which may be zero: timers that are due fire.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        FireUntil(GetUtcNow() + by);
    }

    /// <summary>Moves the clock to <paramref name="now"/>, firing the timers on the way.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="now"/> lies in the past of this clock.</exception>
    public void SetUtcNow(DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(now, GetUtcNow());
        FireUntil(now);
    }

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void FireUntil(DateTimeOffset target)
    {
        while (TakeDue(target) is { } due)
        {
            due.Fire();
        }
    }

    private ManualTimer? TakeDue(DateTimeOffset target)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= target).OrderBy(timer => timer.Due).ThenBy(timer => timer.Order).FirstOrDefault();
            if (next is null)
            {
                _now = target > _now ? target : _now;
                return null;
            }

            _now = next.Due > _now ? next.Due : _now;
            if (next.Period > TimeSpan.Zero)
            {
                next.Due += next.Period;
                next.Order = _order++;
            }
            else
            {
                _timers.Remove(next);
            }

            return next;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public long Order { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                if (_disposed)
                {
                    return false;
                }

                clock._timers.Remove(this);
                Period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    Order = clock._order++;
                    clock._timers.Add(this);
                }
            }

            // A due time of zero means at once; real timers do not wait for the clock to move.
            if (dueTime == TimeSpan.Zero)
            {
                clock.FireUntil(clock.GetUtcNow());
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                _disposed = true;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
