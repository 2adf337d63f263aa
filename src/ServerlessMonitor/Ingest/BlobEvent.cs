namespace ServerlessMonitor.Ingest;

/// <summary>Says that a blob appeared, changed or went; at least once, in any order, and possibly out of date.</summary>
/// <param name="Blob">Which blob.</param>
/// <param name="Kind">What happened.</param>
public sealed record BlobEvent(BlobAddress Blob, BlobEventKind Kind)
{
    /// <summary>When it was deleted, as the event says; null: it does not say.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Whether a version that is in quarantine is to be read once more: its monitor file has changed, or somebody asks for it.</summary>
    public bool Again { get; init; }
}
