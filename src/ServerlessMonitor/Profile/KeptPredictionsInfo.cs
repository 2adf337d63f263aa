namespace ServerlessMonitor.Profile;

/// <summary>What was written to <see cref="BatchContext.KeptPredictions"/>: a batch's predictions, to be joined with labels that come later.</summary>
/// <param name="Rows">Rows of the batch.</param>
/// <param name="RowsWithId">Those that a label can be for.</param>
/// <param name="Bytes">The length of what was written.</param>
public sealed record KeptPredictionsInfo(long Rows, long RowsWithId, long Bytes);
