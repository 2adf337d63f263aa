using System.Threading.Channels;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>
/// Takes filled blocks to groups of feeders that work side by side. Every group sees every block in the order of the file, so
/// the result does not depend on the timing of threads. A few blocks circulate: memory does not grow with the file.
/// </summary>
internal sealed class BlockPipeline
{
    private const int BlocksInFlight = 4;

    // A block of so many columns has 18 MB; of wider ones fewer circulate.
    private const int WideColumns = 500;

    private readonly Channel<ScatteredBlock> _free = Channel.CreateUnbounded<ScatteredBlock>();
    private readonly Channel<ScatteredBlock>[] _queues;
    private readonly Task[] _workers;

    public BlockPipeline(IReadOnlyList<IReadOnlyList<IBlockFeeder>> groups, Func<ScatteredBlock> create, int columns, CancellationToken cancellationToken)
    {
        for (int i = 0; i < (columns > WideColumns ? 2 : BlocksInFlight); i++)
        {
            _free.Writer.TryWrite(create());
        }

        _queues = [.. groups.Select(_ => Channel.CreateUnbounded<ScatteredBlock>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true }))];
        _workers = [.. groups.Select((group, i) => Task.Run(() => WorkAsync(group, _queues[i].Reader, cancellationToken), CancellationToken.None))];
    }

    /// <summary>A block to fill; waits for one that every group is done with.</summary>
    /// <exception cref="ChannelClosedException">A group failed; <see cref="CompleteAsync"/> tells why.</exception>
    public ValueTask<ScatteredBlock> RentAsync(CancellationToken cancellationToken) => _free.Reader.ReadAsync(cancellationToken);

    /// <summary>Hands a filled block to all groups.</summary>
    public void Publish(ScatteredBlock block)
    {
        block.Expect(_queues.Length);
        foreach (Channel<ScatteredBlock> queue in _queues)
        {
            queue.Writer.TryWrite(block);
        }
    }

    /// <summary>Waits until everything published has been fed; throws what a group threw.</summary>
    public Task CompleteAsync()
    {
        foreach (Channel<ScatteredBlock> queue in _queues)
        {
            queue.Writer.TryComplete();
        }

        return Task.WhenAll(_workers);
    }

    private async Task WorkAsync(IReadOnlyList<IBlockFeeder> feeders, ChannelReader<ScatteredBlock> queue, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (ScatteredBlock block in queue.ReadAllAsync(cancellationToken))
            {
                foreach (IBlockFeeder feeder in feeders)
                {
                    if (block.Fold is { } fold)
                    {
                        feeder.Fold(fold);
                    }

                    feeder.Feed(block);
                }

                if (block.Done())
                {
                    _free.Writer.TryWrite(block);
                }
            }
        }
        catch (Exception exception)
        {
            // Wakes the reader, which may be waiting for a block that will never come back.
            _free.Writer.TryComplete(exception);
            throw;
        }
    }
}
