using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Embedded;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Executing '{Function}' (Reason='{Reason}', Id={InvocationId})")]
    public static partial void Executing(ILogger logger, string function, string reason, string invocationId);

    [LoggerMessage(2, LogLevel.Information, "Executed '{Function}' (Succeeded, Id={InvocationId}, Duration={Milliseconds}ms)")]
    public static partial void Succeeded(ILogger logger, string function, string invocationId, long milliseconds);

    [LoggerMessage(3, LogLevel.Error, "Executed '{Function}' (Failed, Id={InvocationId}, Duration={Milliseconds}ms)")]
    public static partial void Failed(ILogger logger, string function, string invocationId, long milliseconds, Exception error);

    [LoggerMessage(4, LogLevel.Error, "'{Function}' ran longer than the functionTimeout of host.json, {Timeout}")]
    public static partial void TimedOut(ILogger logger, string function, TimeSpan timeout);

    [LoggerMessage(5, LogLevel.Information, "Found {Count} functions: {Names}")]
    public static partial void Found(ILogger logger, int count, string names);

    [LoggerMessage(6, LogLevel.Warning, "{Count} invocations still ran at the end of the shutdown; their work is repeated where the trigger allows")]
    public static partial void Abandoned(ILogger logger, int count);

    [LoggerMessage(7, LogLevel.Warning, "Request of '{Function}' refused: {Reason}")]
    public static partial void Refused(ILogger logger, string function, string reason);

    [LoggerMessage(8, LogLevel.Warning, "Executed '{Function}' (Cancelled, Id={InvocationId}, Duration={Milliseconds}ms)")]
    public static partial void Cancelled(ILogger logger, string function, string invocationId, long milliseconds);

    [LoggerMessage(9, LogLevel.Warning, "Executed '{Function}' (Rejected, Id={InvocationId}): {Error}")]
    public static partial void Rejected(ILogger logger, string function, string invocationId, string error);

    [LoggerMessage(30, LogLevel.Critical, "A trigger failed for good; the host stops")]
    public static partial void ListenerFailed(ILogger logger, Exception error);

    [LoggerMessage(31, LogLevel.Warning, "The host listens beyond this machine, on {Address}, and asks for no keys: set FunctionsHttpAuth to on")]
    public static partial void OpenToOthers(ILogger logger, string address);

    [LoggerMessage(10, LogLevel.Error, "Polling the queue '{Queue}' failed: {Error}. The next attempt is in {Delay}")]
    public static partial void PollFailed(ILogger logger, string queue, string error, TimeSpan delay);

    [LoggerMessage(11, LogLevel.Error, "Message {MessageId} of '{Queue}' could not be settled: {Error}. It comes back when its visibility ends")]
    public static partial void SettleFailed(ILogger logger, string messageId, string queue, string error);

    [LoggerMessage(12, LogLevel.Warning, "Message {MessageId} of '{Queue}' has failed {Count} times and goes to '{Poison}'")]
    public static partial void Poisoned(ILogger logger, string messageId, string queue, long count, string poison);

    [LoggerMessage(13, LogLevel.Warning, "Message {MessageId} of '{Queue}' is not Base64")]
    public static partial void NotBase64(ILogger logger, string messageId, string queue);

    [LoggerMessage(14, LogLevel.Warning, "The visibility of message {MessageId} of '{Queue}' could not be renewed: {Error}")]
    public static partial void RenewalFailed(ILogger logger, string messageId, string queue, string error);

    [LoggerMessage(15, LogLevel.Information, "Message {MessageId} of '{Queue}' was not finished before the shutdown and is released")]
    public static partial void Released(ILogger logger, string messageId, string queue);

    [LoggerMessage(16, LogLevel.Warning, "Message {MessageId} of the poison queue '{Queue}' has failed {Count} times and stays there")]
    public static partial void StaysPoison(ILogger logger, string messageId, string queue, long count);

    [LoggerMessage(20, LogLevel.Error, "The status of the timer '{Function}' could not be {Action}: {Error}. It runs on without")]
    public static partial void StatusFailed(ILogger logger, string function, string action, string error);

    [LoggerMessage(21, LogLevel.Information, "The timer '{Function}' runs on this host")]
    public static partial void LockTaken(ILogger logger, string function);

    [LoggerMessage(22, LogLevel.Information, "The timer '{Function}' runs on another host, or did until that was killed; this one asks again every {Interval}")]
    public static partial void LockHeld(ILogger logger, string function, TimeSpan interval);

    [LoggerMessage(23, LogLevel.Warning, "The lock of the timer '{Function}' was lost: {Error}. Another host may run it")]
    public static partial void LockLost(ILogger logger, string function, string error);

    [LoggerMessage(24, LogLevel.Error, "The lock of the timer '{Function}' could not be asked for: {Error}. The next attempt is in {Delay}")]
    public static partial void LockFailed(ILogger logger, string function, string error, TimeSpan delay);

    [LoggerMessage(25, LogLevel.Warning, "AzureWebJobsStorage is not set: every host runs every timer, and missed occurrences are not made up for")]
    public static partial void NoHostStorage(ILogger logger);

    [LoggerMessage(26, LogLevel.Warning, "'{Function}' failed; retry {Retry} of {MaxRetries} is in {Delay}")]
    public static partial void Retrying(ILogger logger, string function, int retry, int maxRetries, TimeSpan delay);
}
