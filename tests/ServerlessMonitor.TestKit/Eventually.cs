using System.Diagnostics;

namespace ServerlessMonitor.TestKit;

/// <summary>Waits for what must become true, and fails when it has not by the deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Generous: it is only ever waited for in full by a test that fails.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Waits until <paramref name="condition"/> holds.</summary>
    /// <param name="condition">Asked every 20 ms; what it throws ends the wait.</param>
    /// <param name="deadline">Real time; 30 s when null.</param>
    /// <param name="because">What was expected, for the failure.</param>
    public static Task True(Func<bool> condition, TimeSpan? deadline = null, string because = "the condition must become true") =>
        True(() => Task.FromResult(condition()), deadline, because);

    /// <inheritdoc cref="True(Func{bool}, TimeSpan?, string)" />
    public static async Task True(Func<Task<bool>> condition, TimeSpan? deadline = null, string because = "the condition must become true")
    {
        var limit = deadline ?? DefaultDeadline;
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < limit, $"Not within {limit.TotalSeconds} s: {because}.");
            await Task.Delay(Poll, TimeProvider.System);
        }
    }
}
