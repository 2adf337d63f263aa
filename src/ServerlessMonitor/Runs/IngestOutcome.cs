namespace ServerlessMonitor.Runs;

/// <summary>What came of one look at a blob.</summary>
public enum IngestOutcome
{
    /// <summary>It was profiled and counts now.</summary>
    Ingested,

    /// <summary>This version was known already; nothing changed.</summary>
    AlreadyKnown,

    /// <summary>It cannot be read; a copy and the reason are in quarantine.</summary>
    Quarantined,

    /// <summary>It is gone; what it had contributed no longer counts.</summary>
    Retracted,

    /// <summary>It is gone, as its age allows; what it has contributed goes on counting.</summary>
    Expired,

    /// <summary>There is no such blob, and there never was.</summary>
    Nothing,

    /// <summary>It waits until the model's monitor file can be used, or until an empty blob is filled; the sweep finds it again.</summary>
    Held,

    /// <summary>It is no batch: a folder, or a blob that the suite is not to read.</summary>
    Ignored,
}
