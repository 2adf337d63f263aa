using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>Has batches joined that no label asks for: when missing labels begin to count, and when the monitor says otherwise; and forgets what no label can come to any more.</summary>
public sealed class JoinUpkeep(IKeptFiles kept, ILabelLinks links, IIngestLedger ledger, MonitorCatalog monitors, PairingRun pairing, IWorkQueue queue, TimeProvider clock)
{
    // Longer than any worker may take between keeping a file and telling the ledger.
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    // Longer than a join takes to be tried and given up.
    private static readonly TimeSpan JoinsWithin = TimeSpan.FromHours(1);

    /// <summary>Asks for every batch of a model to be joined: for a monitor that has changed.</summary>
    public async Task JoinAllAsync(string model, CancellationToken cancellationToken)
    {
        foreach (KeptPredictionsName batch in await PredictionsAsync(model, cancellationToken))
        {
            await queue.EnqueueJoinAsync(new JoinRequest(batch.Model, batch.BatchId), cancellationToken);
        }
    }

    /// <summary>Looks at all that is kept of a model.</summary>
    /// <returns>How many files were forgotten.</returns>
    public async Task<int> MendAsync(string model, CancellationToken cancellationToken)
    {
        MonitorFileResult monitor = await monitors.GetAsync(model, cancellationToken);
        if (!monitor.IsValid)
        {
            return 0;
        }

        LabelsDefinition settings = monitor.Definition.Labels;
        List<KeptPredictionsName> predictions = await PredictionsAsync(model, cancellationToken);
        int forgotten = await MendPredictionsAsync(predictions, settings, cancellationToken);
        forgotten += await MendLabelsAsync(model, settings, cancellationToken);
        return forgotten + await pairing.MendAsync(model, predictions, monitor.Definition, cancellationToken);
    }

    private async Task<int> MendPredictionsAsync(List<KeptPredictionsName> files, LabelsDefinition settings, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        IReadOnlyDictionary<string, string> counted = await ledger.GetCountedVersionsAsync(
            BlobContainers.Predictions, [.. files.Select(file => file.BatchId).Distinct(StringComparer.Ordinal)], cancellationToken);
        int forgotten = 0;
        foreach (KeptPredictionsName file in files)
        {
            bool counts = counted.TryGetValue(file.BatchId, out string? version) && KeptNames.BatchOf(file.Model, file.BatchId, version).Version == file.VersionHash;

            // What is loaded long after the event has its labels to come, too.
            DateTimeOffset since = file.Hours.End > file.WrittenAt ? file.Hours.End : file.WrittenAt;
            bool isOver = since + settings.Horizon + Grace < now;
            bool absentCounts = settings.AbsentMeans is not null && file.Hours.End + settings.AbsentAfter <= now;
            if (counts && absentCounts != ProfileVersions.IsAbsentCounted(version!))
            {
                // Before it is forgotten: without its predictions a batch stays as it is.
                await queue.EnqueueJoinAsync(new JoinRequest(file.Model, file.BatchId), cancellationToken);
            }
            else if (isOver || (!counts && file.WrittenAt < now - Grace && !await CountsNowAsync(file, cancellationToken)))
            {
                // The predictions first: whoever has read but some of the links must not find them.
                await kept.DeleteAsync(file.Name, cancellationToken);
                await links.ForgetAsync(new KeptBatch(file.Model, file.BatchId, file.VersionHash), cancellationToken);
                forgotten++;
            }
        }

        return forgotten;
    }

    private async Task<int> MendLabelsAsync(string model, LabelsDefinition settings, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        var files = new List<(KeptLabelsName Name, DateTimeOffset WrittenAt)>();
        await foreach (KeptFileListing listed in kept.ListAsync(KeptNames.OfLabels(model), cancellationToken))
        {
            if (KeptNames.TryRead(listed.Name, out KeptLabelsName? name))
            {
                files.Add((name, listed.WrittenAt));
            }
        }

        IReadOnlyDictionary<string, string> counted = await ledger.GetCountedVersionsAsync(
            BlobContainers.Labels, [.. files.Select(file => file.Name.Id).Distinct(StringComparer.Ordinal)], cancellationToken);
        int forgotten = 0;
        foreach ((KeptLabelsName name, DateTimeOffset writtenAt) in files)
        {
            bool counts = counted.TryGetValue(name.Id, out string? version) && KeptNames.Hash(version) == name.VersionHash;
            bool isOver = name.ModifiedAt + settings.Horizon + Grace < now;
            if (isOver || (!counts && writtenAt < now - Grace && !await CountsNowAsync(name, cancellationToken)))
            {
                await kept.DeleteAsync(name.Name, cancellationToken);
                forgotten++;
            }
            else if (counts && name.ModifiedAt > now - LabelStatusRun.WaitsFor && writtenAt < now - JoinsWithin)
            {
                await JoinAgainAsync(name, version!, cancellationToken);
            }
        }

        return forgotten;
    }

    /// <summary>Asks once more for the batches of a file that were asked for long ago and never joined: a request that failed too often is given up.</summary>
    private async Task JoinAgainAsync(KeptLabelsName name, string version, CancellationToken cancellationToken)
    {
        await foreach (LinkedBatch link in links.OfLabelsAsync(name.Model, name.Id, cancellationToken))
        {
            if (link.Labels.Version == version && link.Corrected is null)
            {
                await queue.EnqueueJoinAsync(new JoinRequest(link.Batch.Model, link.Batch.BatchId), cancellationToken);
            }
        }
    }

    // The listing may be minutes old by now.
    private async Task<bool> CountsNowAsync(KeptPredictionsName file, CancellationToken cancellationToken) =>
        (await ledger.GetAsync(BlobContainers.Predictions, file.BatchId, cancellationToken))?.Value is { Counts: true } entry
        && KeptNames.BatchOf(file.Model, file.BatchId, entry.CountedVersion).Version == file.VersionHash;

    private async Task<bool> CountsNowAsync(KeptLabelsName file, CancellationToken cancellationToken) =>
        (await ledger.GetAsync(BlobContainers.Labels, file.Id, cancellationToken))?.Value is { Counts: true } entry && KeptNames.Hash(entry.CountedVersion) == file.VersionHash;

    private async Task<List<KeptPredictionsName>> PredictionsAsync(string model, CancellationToken cancellationToken)
    {
        var files = new List<KeptPredictionsName>();
        await foreach (KeptFileListing listed in kept.ListAsync(KeptNames.OfPredictions(model), cancellationToken))
        {
            if (KeptNames.TryRead(listed.Name, out KeptPredictionsName? name))
            {
                files.Add(name with { WrittenAt = listed.WrittenAt });
            }
        }

        return files;
    }
}
