namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Pauses that double with jitter while there is nothing, from 100 ms to a longest.</summary>
/// <param name="longest">The longest pause.</param>
/// <param name="jitter">Random numbers from 0 to 1.</param>
internal sealed class PollingBackoff(TimeSpan longest, Func<double> jitter)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private int _misses;

    /// <summary>The next pause.</summary>
    public TimeSpan Next()
    {
        // Twenty doublings pass the longest interval that host.json accepts.
        var pause = Shortest * Math.Pow(2, Math.Min(_misses++, 23)) * (0.8 + (0.4 * jitter()));
        return pause < Shortest ? Shortest : pause > longest ? longest : pause;
    }

    /// <summary>Starts again, because something came.</summary>
    public void Reset() => _misses = 0;
}
