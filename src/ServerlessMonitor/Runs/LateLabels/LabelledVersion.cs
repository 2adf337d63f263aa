namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>What a file of labels is for one version of its model.</summary>
/// <param name="Version">The version.</param>
/// <param name="Batches">Batches that have some of its ids.</param>
/// <param name="Matched">Ids that a prediction was found for.</param>
/// <param name="Corrected">Of these, labels that say otherwise than an earlier file, or the batch itself, did.</param>
/// <param name="Unused">Of these, labels that say nothing that counts.</param>
public sealed record LabelledVersion(string Version, int Batches, long Matched, long Corrected, long Unused);
