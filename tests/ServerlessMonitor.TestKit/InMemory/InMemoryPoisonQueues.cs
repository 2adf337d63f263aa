using System.Globalization;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>Poison queues in memory.</summary>
public sealed class InMemoryPoisonQueues(params string[] queues) : IPoisonQueues
{
    private readonly Lock _lock = new();
    private readonly List<PoisonMessage> _messages = [];
    private int _lastId;

    /// <summary>Called with what is put back.</summary>
    public Action<PoisonMessage>? OnPutBack { get; set; }

    /// <summary>Puts a message there, as the host does.</summary>
    public void Add(string queue, string body, DateTimeOffset insertedAt)
    {
        lock (_lock)
        {
            _messages.Add(new PoisonMessage(queue, (++_lastId).ToString(CultureInfo.InvariantCulture), insertedAt, body));
        }
    }

    public Task<IReadOnlyList<PoisonCount>> CountAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<PoisonCount>>([.. queues.Select(queue => new PoisonCount(queue, _messages.Count(message => message.Queue == queue)))]);
        }
    }

    public Task<IReadOnlyList<PoisonMessage>> PeekAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<PoisonMessage>>([.. _messages]);
        }
    }

    public Task<int> PutBackAsync(string queue, IReadOnlySet<string>? ids, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            PoisonMessage[] chosen = [.. _messages.Where(message => message.Queue == queue && ids?.Contains(message.Id) != false)];
            foreach (PoisonMessage message in chosen)
            {
                OnPutBack?.Invoke(message);
                _messages.Remove(message);
            }

            return Task.FromResult(chosen.Length);
        }
    }
}
