using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>
/// Links labels with the batches that have their ids. A file looks for its batches after the ledger has it, a batch for its labels after the ledger has it, and what each looks for is kept before the
/// ledger speaks of it: one of the two sees the other.
/// </summary>
public sealed class LabelMatching(IKeptFiles kept, ILabelLinks links, IIngestLedger ledger)
{
    private readonly LabelMatcher _matcher = new(kept);

    /// <summary>Links a file of labels with every batch whose predictions are kept.</summary>
    public async Task LinkAsync(LabelFile labels, CancellationToken cancellationToken)
    {
        // A prediction may be dated a day after it was sent.
        DateTimeOffset until = labels.ModifiedAt + BatchContext.EventLead + BatchContext.EventLead;
        var candidates = new List<KeptPredictionsName>();
        await foreach (KeptFileListing listed in kept.ListAsync(KeptNames.OfPredictions(labels.Model), cancellationToken))
        {
            if (KeptNames.TryRead(listed.Name, out KeptPredictionsName? name) && name.Hours.Start < until)
            {
                candidates.Add(name);
            }
        }

        // Versions that count no more would have the ids that those in their place are looked through for. A batch that the ledger gets later looks for this file itself.
        IReadOnlyDictionary<string, string> counted = await ledger.GetCountedVersionsAsync(
            BlobContainers.Predictions, [.. candidates.Select(name => name.BatchId).Distinct(StringComparer.Ordinal)], cancellationToken);
        candidates.RemoveAll(name => !counted.TryGetValue(name.BatchId, out string? version) || KeptNames.BatchOf(name.Model, name.BatchId, version).Version != name.VersionHash);
        await LinkAsync(labels, candidates, cancellationToken);
    }

    /// <summary>Links a batch with every file of labels that has some for it.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="events">The event times of its rows.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>Whether one has.</returns>
    public async Task<bool> LinkAsync(KeptBatch batch, TimeWindow events, CancellationToken cancellationToken)
    {
        // Nobody knows what came of a prediction before it was made.
        DateTimeOffset from = events.Start - BatchContext.EventLead;
        var files = new List<KeptLabelsName>();
        await foreach (KeptFileListing listed in kept.ListAsync(KeptNames.OfLabels(batch.Model.Model), cancellationToken))
        {
            if (KeptNames.TryRead(listed.Name, out KeptLabelsName? name) && name.ModifiedAt >= from)
            {
                files.Add(name);
            }
        }

        if (files.Count == 0 || !KeptNames.TryRead(KeptNames.Of(batch, events), out KeptPredictionsName? predictions))
        {
            return false;
        }

        IReadOnlyDictionary<string, string> counted = await ledger.GetCountedVersionsAsync(
            BlobContainers.Labels, [.. files.Select(file => file.Id).Distinct(StringComparer.Ordinal)], cancellationToken);
        bool isLinked = false;
        foreach (KeptLabelsName name in files)
        {
            if (counted.TryGetValue(name.Id, out string? version) && KeptNames.Hash(version) == name.VersionHash)
            {
                isLinked |= await LinkAsync(new LabelFile(name.Model, name.Id, version, name.ModifiedAt), [predictions], cancellationToken);
            }
        }

        return isLinked;
    }

    private async Task<bool> LinkAsync(LabelFile labels, IReadOnlyList<KeptPredictionsName> candidates, CancellationToken cancellationToken)
    {
        MatchResult? result = await _matcher.MatchAsync(
            KeptNames.Of(labels), [.. candidates.Select(name => new MatchCandidate(name.Model.Version, name.Name) { Hours = name.Hours })], cancellationToken);
        if (result is null)
        {
            return false;
        }

        foreach ((MatchCandidate candidate, LabelMatches matches) in result.Matches)
        {
            KeptPredictionsName name = candidates.First(name => name.Name == candidate.File);
            await links.PutAsync(new LabelLink(new KeptBatch(name.Model, name.BatchId, name.VersionHash), labels, matches.Count, matches.ToBytes()), cancellationToken);
        }

        return result.Matches.Count > 0;
    }
}
