using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Profile;

/// <summary>The profile of the rows of one batch that fall into one hour of event time.</summary>
/// <param name="Model">The model version.</param>
/// <param name="Hour">The hour's start, UTC.</param>
/// <param name="BatchId">The blob, as <c>BlobAddress.BatchId</c>.</param>
/// <param name="ETag">The version of the blob that was read, without quotes.</param>
/// <param name="Body">The profile as <c>ProfileCodec</c> writes it.</param>
public sealed record ProfilePart(ModelVersion Model, DateTimeOffset Hour, string BatchId, string ETag, ReadOnlyMemory<byte> Body);
