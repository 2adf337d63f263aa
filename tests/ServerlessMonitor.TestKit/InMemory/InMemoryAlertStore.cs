using System.Globalization;
using System.Runtime.CompilerServices;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>Alerts in a dictionary, with the compare-and-swap of a real store.</summary>
public sealed class InMemoryAlertStore : IAlertStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<AlertIdentity, Versioned<AlertTimeline>> _alerts = [];
    private readonly List<AlertTransition> _history = [];
    private readonly HashSet<(AlertIdentity, AlertPhase, DateTimeOffset?)> _seen = [];
    private long _tag;

    /// <summary>Called before each write, outside the lock: throw to fail it, or write first to win a race.</summary>
    public Func<AlertTimeline, Task>? BeforePut { get; set; }

    /// <summary>Called before each addition to the history.</summary>
    public Func<AlertTransition, Task>? BeforeAppend { get; set; }

    /// <summary>How many writes were tried.</summary>
    public int Puts { get; private set; }

    public Task<Versioned<AlertTimeline>?> GetAsync(AlertIdentity identity, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_alerts.GetValueOrDefault(identity));
        }
    }

    public async Task<string?> TryPutAsync(AlertTimeline alert, string? expectedTag, CancellationToken cancellationToken)
    {
        if (BeforePut is { } before)
        {
            await before(alert);
        }

        lock (_gate)
        {
            Puts++;
            if (!string.Equals(_alerts.GetValueOrDefault(alert.Identity)?.Tag, expectedTag, StringComparison.Ordinal))
            {
                return null;
            }

            string tag = (++_tag).ToString(CultureInfo.InvariantCulture);
            _alerts[alert.Identity] = new Versioned<AlertTimeline>(alert, tag);
            return tag;
        }
    }

    public async IAsyncEnumerable<Versioned<AlertTimeline>> ListAsync(string? model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<Versioned<AlertTimeline>> found;
        lock (_gate)
        {
            found = [.. _alerts.Values.Where(alert => model is null || string.Equals(alert.Value.Identity.Model.Model, model, StringComparison.Ordinal))];
        }

        foreach (Versioned<AlertTimeline> alert in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return alert;
        }

        await Task.CompletedTask;
    }

    public async Task AppendHistoryAsync(AlertTransition transition, CancellationToken cancellationToken)
    {
        if (BeforeAppend is { } before)
        {
            await before(transition);
        }

        lock (_gate)
        {
            if (_seen.Add((transition.Identity, transition.To, transition.WindowEnd)))
            {
                _history.Add(transition);
            }
        }
    }

    public async IAsyncEnumerable<AlertTransition> HistoryAsync(string model, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<AlertTransition> found;
        lock (_gate)
        {
            found = [.. _history
                .Where(transition => string.Equals(transition.Identity.Model.Model, model, StringComparison.Ordinal))
                .Reverse()
                .OrderByDescending(transition => transition.At)
                .Take(limit)];
        }

        foreach (AlertTransition transition in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return transition;
        }

        await Task.CompletedTask;
    }
}
