namespace ServerlessMonitor.Ingest.Readers;

/// <summary>What looking for the next row came to.</summary>
internal enum JsonStep
{
    /// <summary>A row, ready to be taken.</summary>
    Row,

    /// <summary>Something that is no row: <see cref="JsonRows.Rejected"/> says what.</summary>
    Rejected,

    /// <summary>The row does not end in the text read so far.</summary>
    NeedsMore,

    /// <summary>No more rows.</summary>
    End,
}
