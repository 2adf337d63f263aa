using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Labels;

/// <summary>A batch whose predictions are kept for their labels.</summary>
/// <param name="Model">The model version.</param>
/// <param name="BatchId">The blob, as <c>BlobAddress.BatchId</c>.</param>
/// <param name="Version">Names the version of its profile before any late label, in letters and digits: another one has other rows.</param>
public readonly record struct KeptBatch(ModelVersion Model, string BatchId, string Version);
