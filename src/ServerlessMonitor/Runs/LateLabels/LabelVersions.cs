using System.Globalization;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>Names the versions of files of labels.</summary>
internal static class LabelVersions
{
    /// <summary>An undeleted blob has the ETag it had: what is being forgotten of it is not what comes in.</summary>
    public static string Of(string eTag, int retractions) => string.Create(CultureInfo.InvariantCulture, $"{eTag}~{retractions}");

    /// <summary>The file that a ledger entry speaks of; null where it counts for nothing.</summary>
    public static LabelFile? FileOf(LedgerEntry entry) => entry.Counts ? FileOf(entry, entry.CountedVersion) : null;

    public static LabelFile FileOf(LedgerEntry entry, string version) => new(entry.Blob.Path.Split('/')[0], entry.Blob.BatchId, version, entry.ModifiedAt);
}
