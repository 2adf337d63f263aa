using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>The kept predictions that count, and which of two versions have hours in common.</summary>
internal static class CountedBatches
{
    /// <summary>Those of a version.</summary>
    /// <param name="kept">The kept files.</param>
    /// <param name="ledger">Says what counts.</param>
    /// <param name="model">The version.</param>
    /// <param name="isWanted">Which hours are asked for.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public static async Task<List<CountedBatch>> OfAsync(IKeptFiles kept, IIngestLedger ledger, ModelVersion model, Func<TimeWindow, bool> isWanted, CancellationToken cancellationToken)
    {
        var files = new List<KeptPredictionsName>();
        await foreach (KeptFileListing listed in kept.ListAsync($"{KeptNames.OfPredictions(model.Model)}{model.Version}/", cancellationToken))
        {
            if (KeptNames.TryRead(listed.Name, out KeptPredictionsName? name) && isWanted(name.Hours))
            {
                files.Add(name);
            }
        }

        return await OfAsync(ledger, files, cancellationToken);
    }

    /// <summary>Those of some files.</summary>
    public static async Task<List<CountedBatch>> OfAsync(IIngestLedger ledger, IReadOnlyCollection<KeptPredictionsName> files, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            return [];
        }

        IReadOnlyDictionary<string, string> counted = await ledger.GetCountedVersionsAsync(
            BlobContainers.Predictions, [.. files.Select(file => file.BatchId).Distinct(StringComparer.Ordinal)], cancellationToken);
        return [.. files
            .Where(file => counted.TryGetValue(file.BatchId, out string? version) && KeptNames.BatchOf(file.Model, file.BatchId, version).Version == file.VersionHash)
            .Select(file => new CountedBatch(file, counted[file.BatchId]))];
    }

    /// <summary>Each two batches of two versions that have hours in common, the version that is first in ordinal order first; by the start of the later one.</summary>
    public static IEnumerable<(CountedBatch First, CountedBatch Second)> Overlapping(IEnumerable<CountedBatch> batches)
    {
        var open = new List<CountedBatch>();
        foreach (CountedBatch batch in batches.OrderBy(batch => batch.Name.Hours.Start).ThenBy(batch => batch.Name.Name, StringComparer.Ordinal))
        {
            open.RemoveAll(other => other.Name.Hours.End <= batch.Name.Hours.Start);
            foreach (CountedBatch other in open)
            {
                int order = string.CompareOrdinal(other.VersionOfModel, batch.VersionOfModel);
                if (order != 0)
                {
                    yield return order < 0 ? (other, batch) : (batch, other);
                }
            }

            open.Add(batch);
        }
    }
}
