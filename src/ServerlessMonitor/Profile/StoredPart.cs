using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Profile;

/// <summary>A profile part as a listing shows it.</summary>
/// <param name="Model">The model version.</param>
/// <param name="Hour">The hour, or day or month, whose rows it holds.</param>
/// <param name="BatchId">The batch.</param>
/// <param name="ETag">The version of the batch's profile.</param>
/// <param name="WrittenAt">When it was written last, by the store's clock.</param>
/// <param name="Tag">Changes with every write.</param>
public sealed record StoredPart(ModelVersion Model, DateTimeOffset Hour, string BatchId, string ETag, DateTimeOffset WrittenAt, string Tag);
