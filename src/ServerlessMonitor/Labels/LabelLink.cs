namespace ServerlessMonitor.Labels;

/// <summary>Says that a file of labels has some for a batch, and which.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Labels">The file.</param>
/// <param name="Matched">How many different ids of the file the batch has.</param>
/// <param name="Body">The ids and labels, as <c>LabelMatches</c> writes them.</param>
public sealed record LabelLink(KeptBatch Batch, LabelFile Labels, long Matched, ReadOnlyMemory<byte> Body);
