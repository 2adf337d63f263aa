using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Notify;

/// <summary>What each channel was told, by receiver and group. Every write is a compare-and-swap.</summary>
public interface INotificationLog
{
    /// <summary>What the group's channel was told, or null when nothing yet.</summary>
    Task<Versioned<NotificationRecord>?> GetAsync(NotificationGroup group, CancellationToken cancellationToken);

    /// <summary>Writes the record if it is still as it was read (<paramref name="expectedTag"/>; null: there must be none).</summary>
    /// <returns>The new tag; null when somebody else was faster.</returns>
    Task<string?> TryPutAsync(NotificationRecord record, string? expectedTag, CancellationToken cancellationToken);

    /// <summary>Every record, in no particular order.</summary>
    IAsyncEnumerable<NotificationRecord> ListAsync(CancellationToken cancellationToken);
}
