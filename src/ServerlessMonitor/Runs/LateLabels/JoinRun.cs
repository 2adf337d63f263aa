using Microsoft.Extensions.Logging;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>
/// Makes the outcome of a batch anew, from its kept predictions and every label that counts for it, and puts it in force as another version of the batch's profile. It depends on these alone, not on
/// their order or on what was in force: two runs at once, or a run that is repeated, come to the same.
/// </summary>
public sealed class JoinRun(
    IIngestLedger ledger,
    IProfileStore profiles,
    IKeptFiles kept,
    ILabelLinks links,
    MonitorCatalog monitors,
    BatchAnnouncement announcement,
    TimeProvider clock,
    ILogger<JoinRun> logger)
{
    // Each round means that another worker was faster.
    private const int MostRounds = 10;
    private const long MostHeldBytes = 8 << 20;

    /// <summary>Handles one request.</summary>
    /// <exception cref="InvalidOperationException">The batch kept changing; the request is to be delivered again.</exception>
    public async Task HandleAsync(JoinRequest request, CancellationToken cancellationToken)
    {
        for (int round = 0; round < MostRounds; round++)
        {
            // Whoever lost a race may have noted counts of fewer labels: they are noted once more.
            if (await TryOnceAsync(request, evenIfInForce: round > 0, cancellationToken))
            {
                return;
            }
        }

        throw new InvalidOperationException($"Batch {request.BatchId} of {request.Model} changed {MostRounds} times while its labels were being joined.");
    }

    /// <summary>One round; false when the ground moved under it and it must be done again.</summary>
    private async Task<bool> TryOnceAsync(JoinRequest request, bool evenIfInForce, CancellationToken cancellationToken)
    {
        // Its tag is read before the links: whoever has seen fewer of them cannot commit last.
        Versioned<LedgerEntry>? known = await ledger.GetAsync(BlobContainers.Predictions, request.BatchId, cancellationToken);
        if (known is { Value.Announced: false })
        {
            await announcement.FinishAsync(known, cancellationToken);
            return false;
        }

        if (known?.Value is not { Counts: true, EventRange: { } events } entry)
        {
            return true;
        }

        MonitorFileResult monitor = await monitors.GetAsync(request.Model.Model, cancellationToken);
        if (!monitor.IsValid)
        {
            // The change of the file brings the request back.
            Log.JoinHeld(logger, entry.Blob.ToString(), monitor.Problems[0].ToString());
            return true;
        }

        LabelsDefinition settings = monitor.Definition.Labels;
        string baseVersion = ProfileVersions.BaseOf(entry.CountedVersion);
        KeptBatch batch = KeptNames.BatchOf(request.Model, request.BatchId, baseVersion);
        List<LabelLink> labels = await CountedLinks.OfAsync(links, ledger, batch, cancellationToken);
        bool absentCounts = settings.AbsentMeans is not null && events.End + settings.AbsentAfter <= clock.GetUtcNow();
        bool wasJoined = entry.CountedVersion != baseVersion;
        string version = ProfileVersions.WithLabels(baseVersion, labels.Select(link => link.Labels), settings, absentCounts, entry.Revision + 1);
        bool isInForce = ProfileVersions.AreSame(version, entry.CountedVersion);
        if ((isInForce && !evenIfInForce) || (labels.Count == 0 && !absentCounts && !wasJoined))
        {
            return true;
        }

        await using IKeptFile? predictions = await kept.OpenAsync(KeptNames.Of(batch, events), cancellationToken);
        if (predictions is null)
        {
            Log.PredictionsNotKept(logger, entry.Blob.ToString());
            return true;
        }

        if (await profiles.GetSchemaAsync(batch.Model, cancellationToken) is not { } schema)
        {
            return false;
        }

        JoinedOutcome joined = await OutcomeJoin.ComputeAsync(
            predictions, [.. labels.Select(link => LabelMatches.FromBytes(link.Body.Span))], schema, settings, absentCounts, cancellationToken);
        await NoteAsync(batch, labels, joined, cancellationToken);
        return isInForce || await PutInForceAsync(known, events, batch, version, labels, joined, cancellationToken);
    }

    /// <summary>Notes what the labels of each file did.</summary>
    private async Task NoteAsync(KeptBatch batch, IReadOnlyList<LabelLink> labels, JoinedOutcome joined, CancellationToken cancellationToken)
    {
        for (int i = 0; i < labels.Count; i++)
        {
            LinkStatistics did = joined.Links[i];
            var link = new LinkedBatch(batch, labels[i].Labels, labels[i].Matched) { Corrected = did.Corrected, Unused = did.Unusable + did.Rejected };
            await links.NoteJoinedAsync(link, cancellationToken);
        }
    }

    /// <summary>Keeps the parts of the batch once more, with the outcome that they have now. They count for nothing before the ledger says so.</summary>
    /// <returns>How many there are.</returns>
    private async Task<int> RewriteAsync(
        KeptBatch batch, LedgerEntry entry, TimeWindow events, string version, JoinedOutcome joined, CancellationToken cancellationToken)
    {
        Dictionary<DateTimeOffset, JoinedHour> outcomes = joined.Hours.ToDictionary(hour => hour.Hour);
        int count = 0;
        long bytes = 0;
        var parts = new List<ProfilePart>();
        await foreach (ProfilePart part in profiles.QueryVersionAsync(batch.Model, batch.BatchId, entry.CountedVersion, events, cancellationToken))
        {
            DatasetProfile profile = ProfileCodec.FromBytes(part.Body.Span);
            outcomes[part.Hour].ApplyTo(profile);
            parts.Add(part with { ETag = version, Body = ProfileCodec.ToBytes(profile) });
            count++;
            bytes += parts[^1].Body.Length;
            if (bytes > MostHeldBytes)
            {
                await profiles.PutAsync(parts, cancellationToken);
                parts.Clear();
                bytes = 0;
            }
        }

        await profiles.PutAsync(parts, cancellationToken);
        return count;
    }

    private async Task<bool> PutInForceAsync(
        Versioned<LedgerEntry> known, TimeWindow events, KeptBatch batch, string version, IReadOnlyList<LabelLink> labels, JoinedOutcome joined, CancellationToken cancellationToken)
    {
        LedgerEntry entry = known.Value;
        if (await RewriteAsync(batch, entry, events, version, joined, cancellationToken) != entry.Hours)
        {
            // It has been superseded meanwhile.
            return false;
        }

        LedgerEntry committed = entry with
        {
            ProfileVersion = version,
            IsOutcomeOnly = true,
            CommittedAt = Arrival.After(entry.CommittedAt, clock.GetUtcNow()),
            Revision = entry.Revision + 1,
            Announced = false,
            SupersededETag = entry.CountedVersion,
            SupersededRange = entry.EventRange,
            QuarantinedETag = null,
        };
        if (await ledger.TryWriteAsync(committed, known.Tag, cancellationToken) is not { } tag)
        {
            return false;
        }

        Log.Joined(logger, entry.Blob.ToString(), joined.Labelled, labels.Count);
        await announcement.FinishAsync(new Versioned<LedgerEntry>(committed, tag), cancellationToken);
        return true;
    }
}
