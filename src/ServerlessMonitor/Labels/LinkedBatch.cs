namespace ServerlessMonitor.Labels;

/// <summary>A link as the file of labels sees it.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Labels">The file.</param>
/// <param name="Matched">How many different ids of the file the batch has.</param>
public sealed record LinkedBatch(KeptBatch Batch, LabelFile Labels, long Matched)
{
    /// <summary>How many of these labels say otherwise than an earlier file, or the batch itself, did; null before they are in force.</summary>
    public long? Corrected { get; init; }

    /// <summary>How many of these labels say nothing that counts: text where the model predicts a number, or for an id of several predictions that the monitor rejects; null before they are in force.</summary>
    public long? Unused { get; init; }
}
