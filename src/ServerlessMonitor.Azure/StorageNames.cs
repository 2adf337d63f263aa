using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Azure;

/// <summary>The containers and tables that the suite keeps its state in.</summary>
public static class StorageNames
{
    /// <summary>Batches of predictions, as they were sent.</summary>
    public const string Predictions = BlobContainers.Predictions;

    /// <summary>Baselines, as they were sent.</summary>
    public const string Baselines = BlobContainers.Baselines;

    /// <summary>Monitor files, one for each model.</summary>
    public const string Monitors = BlobContainers.Monitors;

    /// <summary>Labels, as they were sent.</summary>
    public const string Labels = BlobContainers.Labels;

    /// <summary>Predictions that wait for their labels, and labels that wait for their predictions.</summary>
    public const string Kept = "kept";

    /// <summary>The two alerting files.</summary>
    public const string Alerting = "alerting";

    /// <summary>Bodies too large for a table row.</summary>
    public const string Profiles = "profiles";

    /// <summary>Blobs that could not be read, each with its reason.</summary>
    public const string Quarantine = "quarantine";

    internal const string BatchesTable = "Batches";
    internal const string BatchesByTimeTable = "BatchesByTime";
    internal const string ProfilesTable = "Profiles";
    internal const string LabelsTable = "Labels";
    internal const string VerdictsTable = "Verdicts";
    internal const string LatestTable = "Latest";
    internal const string CatalogTable = "Catalog";
    internal const string AlertsTable = "Alerts";
    internal const string AlertLogTable = "AlertLog";
    internal const string NotificationsTable = "Notifications";

    /// <summary>Every container.</summary>
    public static IReadOnlyList<string> Containers { get; } = [Predictions, Labels, Baselines, Monitors, Alerting, Profiles, Kept, Quarantine];

    /// <summary>Every table.</summary>
    public static IReadOnlyList<string> Tables { get; } =
        [BatchesTable, BatchesByTimeTable, ProfilesTable, LabelsTable, VerdictsTable, LatestTable, CatalogTable, AlertsTable, AlertLogTable, NotificationsTable];
}
