using System.Globalization;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>Names the versions of files of labels.</summary>
internal static class LabelVersions
{
    /// <summary>The name of what is kept of one version of a blob.</summary>
    /// <param name="eTag">The version of the blob.</param>
    /// <param name="monitorDigest">The monitor that names its columns.</param>
    /// <param name="retractions">How often the blob had been retracted before: an undeleted one has the ETag it had, and what is being forgotten of it is not what comes in.</param>
    public static string Of(string eTag, string monitorDigest, int retractions) => string.Create(CultureInfo.InvariantCulture, $"{eTag}~{monitorDigest}~{retractions}");

    /// <summary>The file that a ledger entry speaks of; null where it counts for nothing.</summary>
    public static LabelFile? FileOf(LedgerEntry entry) => entry.Counts ? FileOf(entry, entry.CountedVersion) : null;

    public static LabelFile FileOf(LedgerEntry entry, string version) => new(entry.Blob.Path.Split('/')[0], entry.Blob.BatchId, version, entry.ModifiedAt);
}
