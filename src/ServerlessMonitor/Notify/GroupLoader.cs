using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Notify;

/// <summary>Loads the alerts that a group may hold.</summary>
internal static class GroupLoader
{
    /// <summary>Every alert of the group's model, or of all models where the group spans them, by fingerprint.</summary>
    public static async Task<Dictionary<string, AlertTimeline>> LoadAsync(IAlertStore store, string? model, CancellationToken cancellationToken)
    {
        var alerts = new Dictionary<string, AlertTimeline>(StringComparer.Ordinal);
        await foreach (Versioned<AlertTimeline> alert in store.ListAsync(model, cancellationToken))
        {
            alerts[alert.Value.Identity.Fingerprint] = alert.Value;
        }

        return alerts;
    }
}
