using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ServerlessMonitor.Runs;

/// <summary>Sees to it that a message that could not be handled is not silent: an error in the log, and an alert until it is put back or removed.</summary>
public sealed class PoisonWatch(IPoisonQueues poison, AlertingRun alerting, TimeProvider clock, ILogger<PoisonWatch> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, int> _told = new(StringComparer.Ordinal);
    private DateTimeOffset _nextLook = DateTimeOffset.MinValue;

    /// <summary>Looks at every poison queue, at most once a minute.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (now < _nextLook)
        {
            return;
        }

        _nextLook = now + Pause;
        foreach (PoisonCount queue in await poison.CountAsync(cancellationToken))
        {
            if (_told.TryGetValue(queue.Queue, out int told) && told == queue.Messages)
            {
                continue;
            }

            if (queue.Messages > 0)
            {
                Log.WorkPoisoned(logger, queue.Queue, queue.Messages);
            }

            await alerting.NotePoisonAsync(queue, cancellationToken);
            _told[queue.Queue] = queue.Messages;
        }
    }
}
