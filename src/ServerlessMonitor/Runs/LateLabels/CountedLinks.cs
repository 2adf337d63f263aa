using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>The labels of a batch that count.</summary>
internal static class CountedLinks
{
    /// <summary>The links that count, in the order in which they hold.</summary>
    public static async Task<List<LabelLink>> OfAsync(ILabelLinks links, IIngestLedger ledger, KeptBatch batch, CancellationToken cancellationToken)
    {
        var found = new List<LabelLink>();
        await foreach (LabelLink link in links.OfBatchAsync(batch, cancellationToken))
        {
            found.Add(link);
        }

        if (found.Count == 0)
        {
            return found;
        }

        IReadOnlyDictionary<string, string> counted = await ledger.GetCountedVersionsAsync(
            BlobContainers.Labels, [.. found.Select(link => link.Labels.Id).Distinct(StringComparer.Ordinal)], cancellationToken);
        return [.. found.Where(link => counted.GetValueOrDefault(link.Labels.Id) == link.Labels.Version).OrderBy(link => link.Labels, LabelFile.Order)];
    }
}
