namespace ServerlessMonitor.Labels;

/// <summary>What the labels of one link did to a batch. Counts are of predictions.</summary>
/// <param name="Matched">Labels that are for a prediction of the batch.</param>
/// <param name="Corrected">Of these, labels that differ from what an earlier link said, or the batch itself where none did.</param>
/// <param name="Superseded">Of these, labels that a later link has another word on: they do not count any more.</param>
/// <param name="Unusable">Labels that are text where the model predicts a number.</param>
/// <param name="Rejected">Labels for an id of several predictions where <see cref="Contracts.DuplicateIdPolicy.Reject"/> says that they are for none.</param>
public sealed record LinkStatistics(long Matched, long Corrected, long Superseded, long Unusable, long Rejected);
