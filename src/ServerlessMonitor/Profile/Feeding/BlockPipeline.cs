using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>
/// Takes filled blocks to feeders that work side by side. Every feeder sees every block in the order of the file, and one at a time, so the result does
/// not depend on the timing of threads. Whoever has nothing else to do, the reading thread included, feeds the next block to the feeder that is furthest
/// behind. A few blocks circulate: memory does not grow with the file.
/// </summary>
internal sealed class BlockPipeline : IDisposable
{
    private const int BlocksInFlight = 4;

    // A block of so many columns has 18 MB; of wider ones fewer circulate.
    private const int WideColumns = 500;

    private readonly Channel<ScatteredBlock> _free = Channel.CreateUnbounded<ScatteredBlock>();
    private readonly SemaphoreSlim _ready = new(0);
    private readonly Lock _lock = new();
    private readonly Lane[] _lanes;
    private readonly Task[] _workers;
    private readonly CancellationToken _cancellation;
    private Exception? _failure;
    private volatile bool _ended;

    /// <summary>Starts the threads.</summary>
    /// <param name="feeders">The feeders.</param>
    /// <param name="workers">Threads beside the calling one, 0 or more.</param>
    /// <param name="create">Makes an empty block.</param>
    /// <param name="columns">How many columns a block has.</param>
    /// <param name="cancellationToken">Ends the threads.</param>
    public BlockPipeline(IEnumerable<IBlockFeeder> feeders, int workers, Func<ScatteredBlock> create, int columns, CancellationToken cancellationToken)
    {
        for (int i = 0; i < (columns > WideColumns ? 2 : BlocksInFlight); i++)
        {
            _free.Writer.TryWrite(create());
        }

        _cancellation = cancellationToken;
        _lanes = [.. feeders.Select(feeder => new Lane(feeder))];
        _workers = [.. Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync, CancellationToken.None))];
    }

    /// <summary>A block to fill; helps feeding until there is one that every feeder is done with.</summary>
    /// <exception cref="ChannelClosedException">A feeder failed; <see cref="CompleteAsync"/> tells why.</exception>
    public async ValueTask<ScatteredBlock> RentAsync(CancellationToken cancellationToken)
    {
        ScatteredBlock? block;
        while (!_free.Reader.TryRead(out block) && !cancellationToken.IsCancellationRequested && TryFeedOne())
        {
        }

        return block ?? await _free.Reader.ReadAsync(cancellationToken);
    }

    /// <summary>Hands a filled block to all feeders.</summary>
    public void Publish(ScatteredBlock block)
    {
        block.Expect(_lanes.Length);
        lock (_lock)
        {
            foreach (Lane lane in _lanes)
            {
                lane.Blocks.Enqueue(block);
            }
        }

        WakeWorkers();
    }

    /// <summary>Helps until everything published has been fed; throws what a feeder threw.</summary>
    public async Task CompleteAsync()
    {
        _ended = true;
        WakeWorkers();
        while (!_cancellation.IsCancellationRequested && TryFeedOne())
        {
        }

        await Task.WhenAll(_workers);
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ready.Dispose();

    private void WakeWorkers()
    {
        if (_workers.Length > 0)
        {
            _ready.Release(_workers.Length);
        }
    }

    private async Task WorkAsync()
    {
        do
        {
            await _ready.WaitAsync(_cancellation);
            while (TryFeedOne())
            {
                _cancellation.ThrowIfCancellationRequested();
            }
        }
        while (!_ended);
    }

    private bool TryFeedOne()
    {
        Lane? lane = Take(out ScatteredBlock? block);
        if (lane is null)
        {
            return false;
        }

        try
        {
            if (block!.Fold is { } fold)
            {
                lane.Feeder.Fold(fold);
            }

            lane.Feeder.Feed(block);
        }
        catch (Exception exception)
        {
            // Wakes the reader, which may be waiting for a block that will never come back.
            Interlocked.CompareExchange(ref _failure, exception, null);
            _free.Writer.TryComplete(exception);
            return false;
        }

        if (GiveBack(lane))
        {
            _ready.Release();
        }

        if (block.Done())
        {
            _free.Writer.TryWrite(block);
        }

        return true;
    }

    /// <summary>The feeder with the most blocks before it, of those that nobody feeds.</summary>
    private Lane? Take(out ScatteredBlock? block)
    {
        lock (_lock)
        {
            Lane? behind = null;
            foreach (Lane lane in _lanes)
            {
                if (!lane.IsTaken && lane.Blocks.Count > (behind?.Blocks.Count ?? 0))
                {
                    behind = lane;
                }
            }

            block = _failure is null ? behind?.Blocks.Dequeue() : null;
            if (block is null)
            {
                return null;
            }

            behind!.IsTaken = true;
            return behind;
        }
    }

    /// <summary>Lets others feed the feeder.</summary>
    /// <returns>Whether there is something to feed.</returns>
    private bool GiveBack(Lane lane)
    {
        lock (_lock)
        {
            lane.IsTaken = false;
            return lane.Blocks.Count > 0;
        }
    }

    private sealed class Lane(IBlockFeeder feeder)
    {
        public IBlockFeeder Feeder { get; } = feeder;

        public Queue<ScatteredBlock> Blocks { get; } = [];

        public bool IsTaken { get; set; }
    }
}
