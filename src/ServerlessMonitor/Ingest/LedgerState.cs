namespace ServerlessMonitor.Ingest;

/// <summary>What became of a blob.</summary>
public enum LedgerState
{
    /// <summary>Its profile counts.</summary>
    Live,

    /// <summary>It could not be read; the reason is in quarantine.</summary>
    Quarantined,

    /// <summary>It was deleted; its rows no longer count.</summary>
    Retracted,

    /// <summary>It was deleted when it had reached the age of retention; its rows still count.</summary>
    Expired,
}
