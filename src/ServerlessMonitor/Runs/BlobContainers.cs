using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Runs;

/// <summary>The containers whose blobs the suite reads.</summary>
public static class BlobContainers
{
    /// <summary>Batches of predictions: <c>&lt;model&gt;/&lt;version&gt;/…</c>.</summary>
    public const string Predictions = BatchPath.PredictionsContainer;

    /// <summary>Labels: <c>&lt;model&gt;/…</c>.</summary>
    public const string Labels = BatchPath.LabelsContainer;

    /// <summary>Baselines: <c>&lt;model&gt;/&lt;version&gt;/…</c>.</summary>
    public const string Baselines = BatchPath.BaselinesContainer;

    /// <summary>Monitor files: <c>&lt;model&gt;.yaml</c>.</summary>
    public const string Monitors = BatchPath.MonitorsContainer;
}
