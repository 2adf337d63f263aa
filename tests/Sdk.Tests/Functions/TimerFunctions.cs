using System.Globalization;
using Microsoft.Azure.Functions.Worker;

namespace Sdk.Tests.Functions;

/// <summary>Every ten seconds; its first run may wait or fail.</summary>
public sealed class FrequentTimer(Recorder recorder, TimeProvider time)
{
    [Function("Frequent")]
    public async Task Run([TimerTrigger("%FrequentSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        recorder.Add(time.GetUtcNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture) + (timer.ScheduleStatus is null ? string.Empty : " monitored"));
        await recorder.Gate.Task.WaitAsync(cancellationToken);
    }
}

/// <summary>Daily at two.</summary>
public sealed class DailyTimer(Recorder recorder, TimeProvider time)
{
    [Function("Daily")]
    public void Run([TimerTrigger("0 0 2 * * *")] TimerInfo timer) =>
        recorder.Add(string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():dd HH:mm:ss}{(timer.IsPastDue ? " past due" : "")} next {timer.ScheduleStatus?.Next:dd HH:mm}"));
}

/// <summary>As a setting says, with the record of its schedule.</summary>
public sealed class ScheduledTimer(Recorder recorder, TimeProvider time)
{
    [Function("Daily")]
    public void Run([TimerTrigger("%Schedule%")] TimerInfo timer) =>
        recorder.Add(string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():dd HH:mm:ss}{(timer.IsPastDue ? " past due" : "")}"));
}

/// <summary>At start, then daily at two.</summary>
public sealed class StartupTimer(Recorder recorder)
{
    [Function("Startup")]
    public void Run([TimerTrigger("0 0 2 * * *", RunOnStartup = true, UseMonitor = false)] TimerInfo timer) => recorder.Add("ran");
}

/// <summary>Fails; two retries.</summary>
public sealed class RetriedTimer(Recorder recorder)
{
    [Function("Retried")]
    [ExponentialBackoffRetry(2, "00:00:10", "00:00:15")]
    public void Run([TimerTrigger("0 0 2 * * *")] TimerInfo timer, FunctionContext context)
    {
        recorder.Add($"{context.RetryContext.RetryCount} of {context.RetryContext.MaxRetryCount}");
        throw new InvalidOperationException("failed on purpose");
    }
}
