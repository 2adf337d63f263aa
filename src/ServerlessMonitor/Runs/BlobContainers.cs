namespace ServerlessMonitor.Runs;

/// <summary>The containers whose blobs the suite reads.</summary>
public static class BlobContainers
{
    /// <summary>Batches of predictions: <c>&lt;model&gt;/&lt;version&gt;/…</c>.</summary>
    public const string Predictions = "predictions";

    /// <summary>Baselines: <c>&lt;model&gt;/&lt;version&gt;/…</c>.</summary>
    public const string Baselines = "baselines";

    /// <summary>Monitor files: <c>&lt;model&gt;.yaml</c>.</summary>
    public const string Monitors = "monitors";
}
