namespace ServerlessMonitor.Ingest;

/// <summary>What happened to a blob.</summary>
public enum BlobEventKind
{
    /// <summary>It was written.</summary>
    Created,

    /// <summary>It was deleted by somebody: its rows are retracted.</summary>
    Deleted,
}
