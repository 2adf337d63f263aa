using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Labels;

namespace ServerlessMonitor.Runs;

/// <summary>Names the profiles of a batch: everything that decides which parts it has is in the name, so that two workers write the same parts under one name, or other names.</summary>
internal static class ProfileVersions
{
    private const int DigestDigits = 16;

    private const int RevisionDigits = 8;

    // Of the separator, the mark, the digest and the revision.
    private const int JoinedDigits = DigestDigits + RevisionDigits + 2;
    private const char Separator = '~';
    private const char LabelsMark = 'L';
    private const char AbsentMark = 'A';

    /// <summary>The name of the profile of one version of a blob.</summary>
    /// <param name="eTag">The version of the blob.</param>
    /// <param name="monitor">In whose terms it was read.</param>
    /// <param name="schema">In whose columns it was read.</param>
    /// <param name="retractions">How often the blob had been retracted before: parts that are being forgotten are not those that come in.</param>
    public static string Of(string eTag, MonitorDefinition monitor, DatasetSchema schema, int retractions)
    {
        string inputs = string.Create(
            CultureInfo.InvariantCulture, $"{monitor.Digest}\n{retractions}\n{schema.Task}\n{schema.Positive}\n{string.Join('\n', schema.Columns)}");
        return $"{eTag}{Separator}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(inputs)))[..DigestDigits]}";
    }

    /// <summary>The name of a profile whose outcome was joined with labels.</summary>
    /// <param name="baseVersion">The profile before any late label.</param>
    /// <param name="labels">The files of labels, in the order in which they hold.</param>
    /// <param name="settings">Which rows a label is for, and what a missing one means.</param>
    /// <param name="absentCounts">Whether a missing one means something by now.</param>
    /// <param name="revision">Of the ledger entry that will count it: the same labels may count, count no more and count again, and what is being forgotten is not what comes in.</param>
    public static string WithLabels(string baseVersion, IEnumerable<LabelFile> labels, LabelsDefinition settings, bool absentCounts, long revision)
    {
        string files = string.Join('\n', labels.Select(file => $"{file.Id}\0{file.Version}"));
        string inputs = $"{settings.DuplicateIds}\n{(absentCounts ? settings.AbsentMeans : null)}\n{files}";
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(inputs)))[..DigestDigits];
        return string.Create(CultureInfo.InvariantCulture, $"{baseVersion}{Separator}{(absentCounts ? AbsentMark : LabelsMark)}{digest}{revision & uint.MaxValue:x8}");
    }

    /// <summary>Whether two names are of the same profile with the same labels.</summary>
    public static bool AreSame(string joined, string other) =>
        MarkOf(joined) is not null && MarkOf(other) is not null && joined.AsSpan(0, joined.Length - RevisionDigits).SequenceEqual(other.AsSpan(0, other.Length - RevisionDigits));

    /// <summary>The name of the profile before any late label.</summary>
    public static string BaseOf(string version) => MarkOf(version) is null ? version : version[..^JoinedDigits];

    /// <summary>Whether the profile is one in which a missing label means something.</summary>
    public static bool IsAbsentCounted(string version) => MarkOf(version) == AbsentMark;

    // Without late labels the last separator stands before digits alone.
    private static char? MarkOf(string version) =>
        version.Length > JoinedDigits && version[^JoinedDigits] == Separator && version[^(JoinedDigits - 1)] is var mark and (LabelsMark or AbsentMark) ? mark : null;
}
