namespace ServerlessMonitor.Runs.Status;

/// <summary>Every model at a glance.</summary>
/// <param name="Models">By model, then version.</param>
/// <param name="Ledger">How many prediction blobs are in which state.</param>
public sealed record SuiteStatus(IReadOnlyList<ModelStatus> Models, LedgerStatus Ledger)
{
    /// <summary>Models that have a monitor file and no data yet.</summary>
    public IReadOnlyList<string> WaitingForData { get; init; } = [];

    /// <summary>Work that somebody should look at.</summary>
    public required OpenWork Open { get; init; }

    /// <summary>Whether people are told.</summary>
    public required DeliveryHealth Notifications { get; init; }
}
