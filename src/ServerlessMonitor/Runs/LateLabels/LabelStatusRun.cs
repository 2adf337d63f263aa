using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>Answers what became of a file of labels.</summary>
public sealed class LabelStatusRun(IIngestLedger ledger, ILabelLinks links, TimeProvider clock)
{
    /// <summary>How long an id counts as waiting for its prediction.</summary>
    public static TimeSpan WaitsFor { get; } = TimeSpan.FromDays(7);

    /// <summary>The state of a blob of container <c>labels</c>.</summary>
    public async Task<LabelStatus> ReadAsync(BlobAddress blob, CancellationToken cancellationToken)
    {
        // Before it is announced nobody has looked for its predictions.
        if ((await ledger.GetAsync(blob, cancellationToken))?.Value is not { Announced: true } entry)
        {
            return new LabelStatus(blob.ToString(), "waiting");
        }

        List<LinkedBatch> counted = await LinksAsync(entry, cancellationToken);
        LabelledVersion[] versions =
        [
            .. counted.GroupBy(link => link.Batch.Model.Version, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
                new LabelledVersion(group.Key, group.Count(), Math.Min(entry.Rows, group.Sum(link => link.Matched)), group.Sum(link => link.Corrected ?? 0), group.Sum(link => link.Unused ?? 0))),
        ];
        long matched = versions.Select(version => version.Matched).DefaultIfEmpty(0).Max();
        bool waits = clock.GetUtcNow() - entry.ModifiedAt < WaitsFor;
        return new LabelStatus(blob.ToString(), entry.State.ToString().ToLowerInvariant())
        {
            Labels = entry.Rows,
            RejectedRows = entry.RejectedRows,
            Matched = matched,
            Corrected = versions.Select(version => version.Corrected).DefaultIfEmpty(0).Max(),
            Unused = versions.Select(version => version.Unused).DefaultIfEmpty(0).Max(),
            Waiting = waits ? entry.Rows - matched : 0,
            Unknown = waits ? 0 : entry.Rows - matched,
            Joining = counted.Count(link => link.Corrected is null),
            Versions = versions,
            Problem = entry.Problem,
            Notes = entry.Notes,
        };
    }

    /// <summary>The links of the version that counts, to batches as they count.</summary>
    private async Task<List<LinkedBatch>> LinksAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        var found = new List<LinkedBatch>();
        if (LabelVersions.FileOf(entry) is not { } file)
        {
            return found;
        }

        await foreach (LinkedBatch link in links.OfLabelsAsync(file.Model, file.Id, cancellationToken))
        {
            if (link.Labels.Version == file.Version)
            {
                found.Add(link);
            }
        }

        IReadOnlyDictionary<string, string> batches = await ledger.GetCountedVersionsAsync(
            BlobContainers.Predictions, [.. found.Select(link => link.Batch.BatchId).Distinct(StringComparer.Ordinal)], cancellationToken);
        return [.. found.Where(link => batches.TryGetValue(link.Batch.BatchId, out string? version) && KeptNames.BatchOf(link.Batch.Model, link.Batch.BatchId, version) == link.Batch)];
    }
}
