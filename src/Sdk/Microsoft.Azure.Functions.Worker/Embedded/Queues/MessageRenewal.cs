using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Keeps a message invisible to others while its function runs, from construction until disposed.</summary>
internal sealed class MessageRenewal : IAsyncDisposable
{
    private readonly QueueClient _queue;
    private readonly QueueMessage _message;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public MessageRenewal(QueueClient queue, QueueMessage message, TimeProvider time, ILogger log)
    {
        _queue = queue;
        _message = message;
        _time = time;
        _log = log;
        Receipt = message.PopReceipt;
        _loop = RenewAsync();
    }

    /// <summary>The receipt to settle the message with; final once this is disposed.</summary>
    public string Receipt { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RenewAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(QueueListener.Visibility / 2, _time, _stop.Token);
                try
                {
                    // Not cut short: a renewal that the service made and we did not hear of would leave us with a dead receipt.
                    var renewed = await _queue.UpdateMessageAsync(
                        _message.MessageId, Receipt, (string?)null, QueueListener.Visibility, CancellationToken.None);
                    Receipt = renewed.Value.PopReceipt;
                }
                catch (Exception error)
                {
                    Log.RenewalFailed(_log, _message.MessageId, _queue.Name, StorageError.Describe(error));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
