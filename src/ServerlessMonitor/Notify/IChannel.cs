namespace ServerlessMonitor.Notify;

/// <summary>A way to tell people.</summary>
public interface IChannel
{
    /// <summary>Sends the message.</summary>
    /// <returns>Null when the service took it; else why not. Only cancellation is thrown.</returns>
    Task<NotifyFailure?> SendAsync(AlertMessage message, CancellationToken cancellationToken);
}
