namespace ServerlessMonitor.Runs.Status;

/// <summary>How many prediction blobs are in which state.</summary>
/// <param name="Live">They count.</param>
/// <param name="Quarantined">They could not be read.</param>
/// <param name="Retracted">They were deleted.</param>
/// <param name="Expired">They were deleted by retention, and go on counting.</param>
public sealed record LedgerStatus(int Live, int Quarantined, int Retracted, int Expired);
