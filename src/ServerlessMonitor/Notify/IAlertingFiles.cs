namespace ServerlessMonitor.Notify;

/// <summary>The two files that say who is told what: <c>alerting/alerting.yaml</c> and <c>alerting/receivers.yaml</c>.</summary>
public interface IAlertingFiles
{
    /// <summary>Both texts; a file that does not exist is null.</summary>
    Task<AlertingTexts> ReadAsync(CancellationToken cancellationToken);
}
