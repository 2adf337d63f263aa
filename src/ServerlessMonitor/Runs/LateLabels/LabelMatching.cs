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

        TimeWindow? hours = await ForgettingAsync(() => Matcher.HoursOfAsync(KeptNames.Of(labels), cancellationToken));
        KeptPredictionsName[] near = [.. candidates.Where(name => hours is { } those && name.Hours.Overlaps(Around(those)))];
        MatchResult? result = near.Length == 0 ? null : await MatchAsync(labels, near, cancellationToken);
        if (result is null || (result.Found < result.Ids && near.Length < candidates.Count))
        {
            // Some have no time, or another than their predictions.
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
        if (!KeptNames.TryRead(KeptNames.Of(batch, events), out KeptPredictionsName? predictions) || !await HasLabelsAsync(batch.Model.Model, cancellationToken))
        {
            return false;
        }

        // Nobody knows what came of a prediction before it was made.
        DateTimeOffset from = events.Start - BatchContext.EventLead;
        bool isLinked = false;
        await foreach (KeptFileListing listed in kept.ListAsync(KeptNames.OfLabels(batch.Model.Model), cancellationToken))
        {
            // The ledger is asked for the few that have some.
            if (KeptNames.TryRead(listed.Name, out KeptLabelsName? name) && name.ModifiedAt >= from
                && await MatchesAsync(name, predictions, cancellationToken) is { } matches
                && await CountedAsync(name, cancellationToken) is { } labels)
            {
                await LinkAsync(labels, predictions, matches, cancellationToken);
                isLinked = true;
            }
        }

        return isLinked;
    }

    /// <inheritdoc/>
    public void Dispose() => _remembered.Dispose();

    private static TimeWindow Around(TimeWindow hours) => new(hours.Start.AddHours(-LabelMatcher.HoursOff), hours.End.AddHours(LabelMatcher.HoursOff));

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

    /// <summary>Whether there was ever a file of labels. Most models of a burst have none, and a listing costs more than a look.</summary>
    private async Task<bool> HasLabelsAsync(string model, CancellationToken cancellationToken)
    {
        await using IKeptFile? mark = await kept.OpenAsync(KeptNames.OfLabelMark(model), cancellationToken);
        return mark is not null;
    }

    /// <summary>What a file of labels has for a batch; null: nothing.</summary>
    private async Task<LabelMatches?> MatchesAsync(KeptLabelsName labels, KeptPredictionsName batch, CancellationToken cancellationToken)
    {
        try
        {
            return await MatchAsync(labels.Name, [CandidateOf(batch)], cancellationToken) is { Matches: [var (_, matches)] } ? matches : null;
        }
        catch (Exception exception) when (exception is KeptFormatException or NewerFormatException)
        {
            // What counts no more may be as it is.
            if (await CountedAsync(labels, cancellationToken) is not null)
            {
                throw;
            }

            return null;
        }
    }

    /// <summary>The version of a blob of labels, if it counts.</summary>
    private async Task<LabelFile?> CountedAsync(KeptLabelsName name, CancellationToken cancellationToken)
    {
        LedgerEntry? entry = (await ledger.GetAsync(BlobContainers.Labels, name.Id, cancellationToken))?.Value;
        return entry is { Counts: true } && KeptNames.Hash(entry.CountedVersion) == name.VersionHash ? new LabelFile(name.Model, name.Id, entry.CountedVersion, name.ModifiedAt) : null;
    }

    private Task<MatchResult?> MatchAsync(string labelFile, IReadOnlyList<MatchCandidate> candidates, CancellationToken cancellationToken) =>
        ForgettingAsync(() => Matcher.MatchAsync(labelFile, candidates, cancellationToken));

    /// <summary>Reads, and remembers nothing where a file is damaged: it may be put right.</summary>
    private async Task<T> ForgettingAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
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
