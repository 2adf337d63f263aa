using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>Asks for the outcome of a batch to be made anew from the labels that are there. Safe to repeat: the same labels are the same outcome.</summary>
/// <param name="Model">The model version.</param>
/// <param name="BatchId">The batch, as <c>BlobAddress.BatchId</c>.</param>
public sealed record JoinRequest(ModelVersion Model, string BatchId);
