using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Runs a timer function when its schedule says so, one run at a time, on one host at a time.</summary>
internal sealed class TimerListener(
    TimerFunction timer, ITimerLock timerLock, TimerStatusStore? store, FunctionExecutor executor, HostShutdown shutdown, TimeProvider time, ILogger log)
    : IFunctionListener
{
    /// <summary>Waits are cut into pieces: a timer of the runtime takes no more than 49 days.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(24);

    private bool _startedUp;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task RunAsync()
    {
        try
        {
            while (!shutdown.Stopping.IsCancellationRequested)
            {
                await using var lease = await timerLock.AcquireAsync(shutdown.Stopping);
                using var held = CancellationTokenSource.CreateLinkedTokenSource(shutdown.Stopping, lease.Lost);
                try
                {
                    await RunHeldAsync(held.Token);
                }
                catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested)
                {
                    // Another host may have it now; ask again.
                }
            }
        }
        catch (OperationCanceledException) when (shutdown.Stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task RunHeldAsync(CancellationToken held)
    {
        var monitored = store is not null && timer.UseMonitor && !timer.Schedule.IsFrequent(Now);
        var (pastDue, status) = monitored ? await CheckAsync(held) : (false, null);
        if (pastDue || (timer.RunOnStartup && !_startedUp))
        {
            status = await RunOnceAsync(status, pastDue, monitored, held);
        }

        _startedUp = true;
        while (true)
        {
            await WaitUntilAsync(timer.Schedule.GetNext(Now), held);
            status = await RunOnceAsync(status, pastDue: false, monitored, held);
        }
    }

    private async Task WaitUntilAsync(DateTime next, CancellationToken held)
    {
        while (next - Now is var left && left > TimeSpan.Zero)
        {
            // Rounded up: a wait of less than a millisecond would come back at once, early.
            var wait = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
            await Task.Delay(wait < LongestWait ? wait : LongestWait, time, held);
        }

        held.ThrowIfCancellationRequested();
    }

    /// <returns>The record as it is after the run.</returns>
    private async Task<ScheduleStatus?> RunOnceAsync(ScheduleStatus? status, bool pastDue, bool monitored, CancellationToken held)
    {
        var started = Now;
        var info = new TimerInfo { IsPastDue = pastDue, ScheduleStatus = monitored ? status : null };
        await RunWithRetriesAsync(info, held);
        return monitored ? await RecordAsync(ScheduleMonitor.After(timer.Schedule, started, Now)) : null;
    }

    private async Task RunWithRetriesAsync(TimerInfo info, CancellationToken held)
    {
        var policy = RetryPolicy.Of(timer.Function.Retry);
        var reason = info.IsPastDue ? "Timer fired, past due" : "Timer fired";
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var input = new TriggerInput(info, BindingDataDictionary.Empty, $"{reason} at {Now:O}")
                {
                    Retry = policy is null ? null : new EmbeddedRetryContext(attempt, policy.MaxRetries),
                };
                await executor.ExecuteAsync(timer.Function, input, onResult: null, CancellationToken.None);
                return;
            }
            catch (Exception)
            {
                // Logged by the executor. A failure never ends a schedule.
                if (policy is null || policy.IsOver(attempt))
                {
                    return;
                }
            }

            var pause = policy.DelayAfter(attempt);
            Log.Retrying(log, timer.Function.LogName, attempt + 1, policy.MaxRetries, pause);
            await Task.Delay(pause, time, held);
        }
    }

    private async Task<(bool PastDue, ScheduleStatus? Status)> CheckAsync(CancellationToken held)
    {
        try
        {
            var (pastDue, status, changed) = ScheduleMonitor.Check(await store!.ReadAsync(held), timer.Schedule, Now);
            if (changed)
            {
                await store.WriteAsync(status, held);
            }

            return (pastDue, status);
        }
        catch (Exception error) when (!held.IsCancellationRequested)
        {
            Log.StatusFailed(log, timer.Function.LogName, "read", StorageError.Describe(error));
            return (false, null);
        }
    }

    private async Task<ScheduleStatus> RecordAsync(ScheduleStatus status)
    {
        try
        {
            await store!.WriteAsync(status, shutdown.GraceOver);
        }
        catch (Exception error)
        {
            Log.StatusFailed(log, timer.Function.LogName, "written", StorageError.Describe(error));
        }

        return status;
    }
}
