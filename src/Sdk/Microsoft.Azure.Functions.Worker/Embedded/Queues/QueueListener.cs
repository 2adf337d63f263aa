using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Polls a queue and runs its function for each message.</summary>
internal sealed class QueueListener : IFunctionListener
{
    /// <summary>How long a message is ours unless renewed.</summary>
    internal static readonly TimeSpan Visibility = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LongestErrorPause = TimeSpan.FromMinutes(1);

    private readonly QueueClient _queue;
    private readonly QueueSettings _settings;
    private readonly QueueMessageProcessor _processor;
    private readonly HostShutdown _shutdown;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly PollingBackoff _empty;
    private readonly PollingBackoff _errors;
    private readonly List<Task> _running = [];
    private bool _exists;

    public QueueListener(
        QueueFunction function, QueueServiceClient service, QueueSettings settings, FunctionExecutor executor, HostShutdown shutdown, TimeProvider time, ILogger log)
    {
        _queue = service.GetQueueClient(function.QueueName);
        _settings = settings;
        _shutdown = shutdown;
        _time = time;
        _log = log;
        _empty = new PollingBackoff(settings.MaxPollingInterval, Random.Shared.NextDouble);
        _errors = new PollingBackoff(LongestErrorPause, Random.Shared.NextDouble);
        _processor = new QueueMessageProcessor(function, service, settings, executor, shutdown, time, log);
    }

    public async Task RunAsync()
    {
        while (!_shutdown.Stopping.IsCancellationRequested)
        {
            var pause = await PollAsync();
            if (pause > TimeSpan.Zero && !await WaitAsync(pause))
            {
                break;
            }
        }

        await Task.WhenAll(_running);
    }

    /// <summary>Looks at the queue once and starts what is there.</summary>
    /// <returns>How long to pause.</returns>
    private async Task<TimeSpan> PollAsync()
    {
        _running.RemoveAll(task => task.IsCompleted);
        if (_running.Count > _settings.NewBatchThreshold)
        {
            await Task.WhenAny(_running);
            return TimeSpan.Zero;
        }

        try
        {
            if (!_exists)
            {
                await _queue.CreateIfNotExistsAsync(cancellationToken: _shutdown.Stopping);
                _exists = true;
            }

            // Not cut short by a stop: messages of a reply that nobody reads would stay invisible for ten minutes.
            QueueMessage[] messages = await _queue.ReceiveMessagesAsync(_settings.BatchSize, Visibility, _shutdown.GraceOver);
            _errors.Reset();
            if (messages.Length == 0)
            {
                return _empty.Next();
            }

            _empty.Reset();
            _running.AddRange(messages.Select(message => Task.Run(() => _processor.ProcessAsync(message), CancellationToken.None)));
            return TimeSpan.Zero;
        }
        catch (OperationCanceledException) when (_shutdown.Stopping.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
        catch (Exception error)
        {
            _exists = _exists && error is not RequestFailedException { Status: 404 };
            var pause = _errors.Next();
            Log.PollFailed(_log, _queue.Name, StorageError.Describe(error), pause);
            return pause;
        }
    }

    private async Task<bool> WaitAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, _time, _shutdown.Stopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
