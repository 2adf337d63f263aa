namespace ServerlessMonitor.Labels;

/// <summary>One version of a blob of labels.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Id">The blob, as <c>BlobAddress.BatchId</c>.</param>
/// <param name="Version">Which version of it.</param>
/// <param name="ModifiedAt">When that version was written: of two labels for one prediction the one that was written later holds.</param>
public sealed record LabelFile(string Model, string Id, string Version, DateTimeOffset ModifiedAt)
{
    /// <summary>The earlier before the later; of those written at the same instant, by blob.</summary>
    public static IComparer<LabelFile> Order { get; } = Comparer<LabelFile>.Create(static (left, right) =>
    {
        int byTime = left.ModifiedAt.CompareTo(right.ModifiedAt);
        int byBlob = byTime != 0 ? byTime : string.CompareOrdinal(left.Id, right.Id);
        return byBlob != 0 ? byBlob : string.CompareOrdinal(left.Version, right.Version);
    });
}
