using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>Which part of which batch version.</summary>
/// <param name="Hour">The hour that it is of.</param>
/// <param name="BatchId">The batch.</param>
/// <param name="Version">The version of the batch's profile.</param>
internal readonly record struct PartName(DateTimeOffset Hour, string BatchId, string Version)
{
    /// <summary>The order in which parts are merged: by hour, then batch, then version.</summary>
    public static IComparer<PartName> MergeOrder { get; } = Comparer<PartName>.Create(static (left, right) =>
    {
        int byHour = left.Hour.CompareTo(right.Hour);
        int byBatch = byHour != 0 ? byHour : string.CompareOrdinal(left.BatchId, right.BatchId);
        return byBatch != 0 ? byBatch : string.CompareOrdinal(left.Version, right.Version);
    });

    public static PartName Of(ProfilePart part) => new(part.Hour, part.BatchId, part.ETag);

    public static PartName Of(StoredPart part) => new(part.Hour, part.BatchId, part.ETag);

    /// <summary>Whether the ledger counts it.</summary>
    public bool CountsBy(IReadOnlyDictionary<string, string> counted) => counted.GetValueOrDefault(BatchId) == Version;
}
