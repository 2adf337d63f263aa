using ServerlessMonitor.Runs;

namespace ServerlessMonitor.TestKit.Contracts;

/// <summary>What poison queues must do.</summary>
public abstract class PoisonQueuesContract
{
    [Fact]
    public async Task PutBack_Chosen_MovesThoseOnly_AndThenTheRest()
    {
        IPoisonQueues poison = await CreateAsync();
        foreach (string body in (string[])["one", "two", "three"])
        {
            await PoisonAsync(body);
        }

        PoisonMessage[] messages = [.. (await poison.PeekAsync(CancellationToken.None)).Where(message => message.Queue == Queue)];
        Assert.Equal(["one", "three", "two"], messages.Select(message => message.Body).Order(StringComparer.Ordinal));
        Assert.Equal(3, (await poison.CountAsync(CancellationToken.None)).Single(count => count.Queue == Queue).Messages);

        string chosen = messages.Single(message => message.Body == "two").Id;
        Assert.Equal(1, await poison.PutBackAsync(Queue, new HashSet<string>(StringComparer.Ordinal) { chosen }, CancellationToken.None));
        Assert.Equal(["two"], await WorkAsync());

        Assert.Equal(2, await poison.PutBackAsync(Queue, ids: null, CancellationToken.None));
        Assert.Equal(["one", "three"], (await WorkAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(0, (await poison.CountAsync(CancellationToken.None)).Single(count => count.Queue == Queue).Messages);
    }

    [Fact]
    public async Task PutBack_QueueWithoutPoison_MovesNothing()
    {
        IPoisonQueues poison = await CreateAsync();
        Assert.Equal(0, await poison.PutBackAsync("monitors-events", ids: null, CancellationToken.None));
    }

    /// <summary>The queue of work that is tried.</summary>
    protected abstract string Queue { get; }

    protected abstract Task<IPoisonQueues> CreateAsync();

    /// <summary>Puts a message into the poison queue, as the host does.</summary>
    protected abstract Task PoisonAsync(string body);

    /// <summary>Takes what is in the queue of work.</summary>
    protected abstract Task<IReadOnlyList<string>> WorkAsync();
}
