using System.Text;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Runs the function for one message and settles the message: delete, try again, or poison.</summary>
internal sealed class QueueMessageProcessor
{
    private const string PoisonSuffix = "-poison";
    private const string Reason = "New queue message detected on '{0}'.";

    private readonly QueueFunction _function;
    private readonly QueueClient _queue;
    private readonly QueueClient? _poison;
    private readonly QueueSettings _settings;
    private readonly FunctionExecutor _executor;
    private readonly HostShutdown _shutdown;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly string _reason;

    public QueueMessageProcessor(
        QueueFunction function, QueueServiceClient service, QueueSettings settings, FunctionExecutor executor, HostShutdown shutdown, TimeProvider time, ILogger log)
    {
        _function = function;
        _queue = service.GetQueueClient(function.QueueName);
        _poison = function.QueueName.EndsWith(PoisonSuffix, StringComparison.Ordinal) ? null : service.GetQueueClient(function.QueueName + PoisonSuffix);
        _settings = settings;
        _executor = executor;
        _shutdown = shutdown;
        _time = time;
        _log = log;
        _reason = Reason.Replace("{0}", function.QueueName, StringComparison.Ordinal);
    }

    /// <summary>Processes a message. Nothing escapes: what goes wrong is logged, and the message comes back by itself.</summary>
    public async Task ProcessAsync(QueueMessage message)
    {
        try
        {
            if (message.DequeueCount > _settings.MaxDequeueCount)
            {
                // It was tried often enough, and the host that tried it last did not live to say so.
                await PoisonAsync(message, message.PopReceipt);
                return;
            }

            if (!TryDecode(message, out var body))
            {
                Log.NotBase64(_log, message.MessageId, _queue.Name);
                await PoisonAsync(message, message.PopReceipt);
                return;
            }

            await RunAsync(message, body);
        }
        catch (Exception error)
        {
            Log.SettleFailed(_log, message.MessageId, _queue.Name, StorageError.Describe(error));
        }
    }

    private async Task RunAsync(QueueMessage message, byte[] body)
    {
        var renewal = new MessageRenewal(_queue, message, _time, _log);
        Outcome outcome;
        await using (renewal)
        {
            outcome = await ExecuteAsync(message, body);
        }

        await SettleAsync(message, renewal.Receipt, outcome);
    }

    private async Task<Outcome> ExecuteAsync(QueueMessage message, byte[] body)
    {
        try
        {
            var input = new TriggerInput(new BinaryData(body), QueueBindingData.Of(message, Encoding.UTF8.GetString(body)), _reason);
            await _executor.ExecuteAsync(_function.Function, input, onResult: null, CancellationToken.None);
            return Outcome.Succeeded;
        }
        catch (OperationCanceledException) when (_shutdown.GraceOver.IsCancellationRequested)
        {
            return Outcome.Released;
        }
        catch (Exception)
        {
            // Logged by the executor; what happens to the message is decided by the caller.
            return Outcome.Failed;
        }
    }

    private async Task SettleAsync(QueueMessage message, string receipt, Outcome outcome)
    {
        // Settled even when the grace is over: a message whose work is done must not be done again.
        if (outcome == Outcome.Succeeded)
        {
            await DeleteAsync(message, receipt);
        }
        else if (outcome == Outcome.Released)
        {
            Log.Released(_log, message.MessageId, _queue.Name);
            await ReleaseAsync(message, receipt, TimeSpan.Zero);
        }
        else if (message.DequeueCount >= _settings.MaxDequeueCount && _poison is not null)
        {
            await PoisonAsync(message, receipt);
        }
        else
        {
            await ReleaseAsync(message, receipt, _settings.VisibilityTimeout);
        }
    }

    private async Task PoisonAsync(QueueMessage message, string receipt)
    {
        if (_poison is null)
        {
            Log.StaysPoison(_log, message.MessageId, _queue.Name, message.DequeueCount);
            return;
        }

        Log.Poisoned(_log, message.MessageId, _queue.Name, message.DequeueCount, _poison.Name);

        // Copied before it is deleted: a crash in between gives two poison messages rather than none.
        await _poison.CreateIfNotExistsAsync(cancellationToken: CancellationToken.None);
        await _poison.SendMessageAsync(message.MessageText, CancellationToken.None);
        await DeleteAsync(message, receipt);
    }

    private async Task DeleteAsync(QueueMessage message, string receipt)
    {
        try
        {
            await _queue.DeleteMessageAsync(message.MessageId, receipt, CancellationToken.None);
        }
        catch (RequestFailedException error) when (IsGone(error))
        {
            // Another host has it now, or has finished it.
        }
    }

    private async Task ReleaseAsync(QueueMessage message, string receipt, TimeSpan visibility)
    {
        try
        {
            await _queue.UpdateMessageAsync(message.MessageId, receipt, (string?)null, visibility, CancellationToken.None);
        }
        catch (RequestFailedException error) when (IsGone(error))
        {
            // Another host has it now, or has finished it.
        }
    }

    private static bool IsGone(RequestFailedException error) => error.Status == 404 || error.ErrorCode == QueueErrorCode.PopReceiptMismatch;

    private bool TryDecode(QueueMessage message, out byte[] body)
    {
        if (!_settings.Base64)
        {
            body = Encoding.UTF8.GetBytes(message.MessageText);
            return true;
        }

        var buffer = new byte[message.MessageText.Length];
        var ok = Convert.TryFromBase64String(message.MessageText, buffer, out var written);
        body = ok ? buffer[..written] : [];
        return ok;
    }

    private enum Outcome
    {
        Failed,
        Succeeded,
        Released,
    }
}
