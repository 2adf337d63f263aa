namespace ServerlessMonitor.Ingest;

/// <summary>Where a blob is on its way.</summary>
public enum BatchState
{
    /// <summary>It is there and has not been read yet.</summary>
    Waiting,

    /// <summary>It waits until its model's monitor file can be used.</summary>
    Held,

    /// <summary>It was read and counts.</summary>
    Live,

    /// <summary>It could not be read.</summary>
    Quarantined,

    /// <summary>It was deleted; its rows no longer count.</summary>
    Retracted,

    /// <summary>It was deleted by retention; its rows still count.</summary>
    Expired,
}
