using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>
/// Links labels with the batches that have their ids. A file looks for its batches after the ledger has it, a batch for its labels after the ledger has it, and what each looks for is kept before the
/// ledger speaks of it: one of the two sees the other.
/// </summary>
public sealed class LabelMatching(IKeptFiles kept, ILabelLinks links, IIngestLedger ledger) : IDisposable
{
    // Which files count is asked of the listing and the ledger.
    private readonly RememberedKeptFiles _remembered = new(kept);

    private LabelMatcher Matcher => field ??= new LabelMatcher(_remembered);

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

        TimeWindow? hours = await Matcher.HoursOfAsync(KeptNames.Of(labels), cancellationToken);
        KeptPredictionsName[] near = [.. candidates.Where(name => hours is not { } those || name.Hours.Overlaps(those))];
        MatchResult? result = await MatchAsync(labels, near, cancellationToken);
        if (result is not null && near.Length < candidates.Count && result.Found < result.Ids / 2.0)
        {
            // These times are hardly the predictions'.
            result = await MatchAsync(labels, candidates, cancellationToken);
        }

        foreach ((MatchCandidate candidate, LabelMatches matches) in result?.Matches ?? [])
        {
            await LinkAsync(labels, candidates.First(name => name.Name == candidate.File), matches, cancellationToken);
        }
    }

    /// <summary>Links a batch with every file of labels that has some for it.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="events">The event times of its rows.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>Whether one has.</returns>
    public async Task<bool> LinkAsync(KeptBatch batch, TimeWindow events, CancellationToken cancellationToken)
    {
        if (!KeptNames.TryRead(KeptNames.Of(batch, events), out KeptPredictionsName? predictions))
        {
            return false;
        }

        // Nobody knows what came of a prediction before it was made.
        DateTimeOffset from = events.Start - BatchContext.EventLead;
        var found = new List<(KeptLabelsName Name, LabelMatches Matches)>();
        await foreach (KeptFileListing listed in kept.ListAsync(KeptNames.OfLabels(batch.Model.Model), cancellationToken))
        {
            if (KeptNames.TryRead(listed.Name, out KeptLabelsName? name) && name.ModifiedAt >= from
                && await MatchAsync(name.Name, [CandidateOf(predictions)], cancellationToken) is { Matches: [var (_, matches)] })
            {
                found.Add((name, matches));
            }
        }

        IReadOnlyDictionary<string, string> counted = await ledger.GetCountedVersionsAsync(
            BlobContainers.Labels, [.. found.Select(file => file.Name.Id).Distinct(StringComparer.Ordinal)], cancellationToken);
        bool isLinked = false;
        foreach ((KeptLabelsName name, LabelMatches matches) in found)
        {
            if (counted.TryGetValue(name.Id, out string? version) && KeptNames.Hash(version) == name.VersionHash)
            {
                await LinkAsync(new LabelFile(name.Model, name.Id, version, name.ModifiedAt), predictions, matches, cancellationToken);
                isLinked = true;
            }
        }

        return isLinked;
    }

    /// <inheritdoc/>
    public void Dispose() => _remembered.Dispose();

    private static MatchCandidate CandidateOf(KeptPredictionsName name) => new(name.Model.Version, name.Name) { Hours = name.Hours };

    /// <summary>Looks for labels in those of some batches that count: another version of a batch would have the ids that the one in its place is looked through for.</summary>
    private async Task<MatchResult?> MatchAsync(LabelFile labels, IReadOnlyList<KeptPredictionsName> batches, CancellationToken cancellationToken)
    {
        // A batch that the ledger gets later looks for this file itself.
        IReadOnlyDictionary<string, string> counted = await ledger.GetCountedVersionsAsync(
            BlobContainers.Predictions, [.. batches.Select(name => name.BatchId).Distinct(StringComparer.Ordinal)], cancellationToken);
        MatchCandidate[] candidates =
        [
            .. batches
                .Where(name => counted.TryGetValue(name.BatchId, out string? version) && KeptNames.BatchOf(name.Model, name.BatchId, version).Version == name.VersionHash)
                .Select(CandidateOf),
        ];
        return await MatchAsync(KeptNames.Of(labels), candidates, cancellationToken);
    }

    private async Task<MatchResult?> MatchAsync(string labelFile, IReadOnlyList<MatchCandidate> candidates, CancellationToken cancellationToken)
    {
        try
        {
            return await Matcher.MatchAsync(labelFile, candidates, cancellationToken);
        }
        catch (KeptFormatException)
        {
            _remembered.Forget();
            throw;
        }
    }

    private Task LinkAsync(LabelFile labels, KeptPredictionsName name, LabelMatches matches, CancellationToken cancellationToken) =>
        links.PutAsync(new LabelLink(new KeptBatch(name.Model, name.BatchId, name.VersionHash), labels, matches.Count, matches.ToBytes()), cancellationToken);
}
