namespace ServerlessMonitor.Ingest.Readers;

/// <summary>What a text says about time.</summary>
internal enum TimestampState
{
    /// <summary>An instant.</summary>
    Instant,

    /// <summary>An instant before 1900 or after 2199: a placeholder or a mistake.</summary>
    OutOfRange,

    /// <summary>Nothing.</summary>
    None,
}
