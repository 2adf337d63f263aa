namespace ServerlessMonitor.Runs;

/// <summary>Where the host puts messages that could not be handled however often they were tried.</summary>
public interface IPoisonQueues
{
    /// <summary>How many messages each queue of work has in its poison queue, roughly; queues that have none included.</summary>
    Task<IReadOnlyList<PoisonCount>> CountAsync(CancellationToken cancellationToken);

    /// <summary>The messages at the front of every poison queue, at most 32 of each.</summary>
    Task<IReadOnlyList<PoisonMessage>> PeekAsync(CancellationToken cancellationToken);

    /// <summary>Puts messages back to where they came from. Each is copied first and deleted then: a crash repeats one and loses none.</summary>
    /// <param name="queue">The queue of work, without <c>-poison</c>.</param>
    /// <param name="ids">Values of <see cref="PoisonMessage.Id"/>; null: every message that is there now.</param>
    /// <param name="cancellationToken">Ends it between two messages.</param>
    /// <returns>How many were put back.</returns>
    Task<int> PutBackAsync(string queue, IReadOnlySet<string>? ids, CancellationToken cancellationToken);
}
