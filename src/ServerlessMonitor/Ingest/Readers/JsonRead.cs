namespace ServerlessMonitor.Ingest.Readers;

/// <summary>What reading one object came to.</summary>
internal enum JsonRead
{
    /// <summary>The whole object was read.</summary>
    Complete,

    /// <summary>It does not end in the text given.</summary>
    Incomplete,

    /// <summary>It is not JSON.</summary>
    Invalid,
}
