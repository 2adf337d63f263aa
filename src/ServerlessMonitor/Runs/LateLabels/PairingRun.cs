using Microsoft.Extensions.Logging;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Labels.Pairs;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>
/// Keeps what came of the rows that batches of two versions of a model scored both. A table is named by the two batches and by the labels that count for them, and follows from these alone: whoever makes it
/// makes the same, and one of labels that count no more counts no more either. A batch looks for those of other versions after the ledger has it: of two that are committed at once one sees the other.
/// </summary>
public sealed class PairingRun(
    IKeptFiles kept, ILabelLinks links, IIngestLedger ledger, IProfileStore profiles, IModelCatalog catalog, MonitorCatalog monitors, ILogger<PairingRun> logger)
{
    // The rest is for the next hour.
    private const int MostMended = 200;

    // Files of labels of an hour that may wait to be joined.
    private const int MostWaiting = 100;

    /// <summary>Makes the tables of a batch as it counts, with every batch of another version that has hours in common with it.</summary>
    public async Task MakeAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (entry is not { Counts: true, Model: { } model, EventRange: { } events } || await OthersAsync(model, events, cancellationToken) is not { Count: > 0 } others)
        {
            return;
        }

        MonitorFileResult monitor = await monitors.GetAsync(model.Model, cancellationToken);
        if (!monitor.IsValid || !KeptNames.TryRead(KeptNames.Of(KeptNames.BatchOf(model, entry.Blob.BatchId, entry.CountedVersion), events), out KeptPredictionsName? name))
        {
            return;
        }

        var batch = new CountedBatch(name, entry.CountedVersion);
        foreach (ModelVersion other in others.Where(other => IsCompared(monitor.Definition, model.Version, other.Version)))
        {
            List<CountedBatch> found = await CountedBatches.OfAsync(kept, ledger, other, hours => hours.Overlaps(name.Hours), cancellationToken);
            foreach ((CountedBatch first, CountedBatch second) in found.Select(one => InOrder(batch, one)))
            {
                // One whose labels are about to be joined comes here by itself then.
                if (!await IsMadeAsync(first, second, monitor.Definition.Labels, cancellationToken))
                {
                    await MakeAsync(first, second, monitor.Definition.Labels, areJoined: true, cancellationToken);
                }
            }
        }
    }

    /// <summary>Whether rows of two versions are compared: with the champion where the monitor names it, else with the challenger where it names that, else of any two.</summary>
    internal static bool IsCompared(MonitorDefinition monitor, string one, string other) =>
        (monitor.Champion ?? monitor.Challenger) is not { } named || string.Equals(named, one, StringComparison.Ordinal) || string.Equals(named, other, StringComparison.Ordinal);

    /// <summary>Forgets the tables that count no more, and makes some of those that are missing.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="predictions">All that is kept of its predictions.</param>
    /// <param name="monitor">Its monitor.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>How many tables were forgotten.</returns>
    internal async Task<int> MendAsync(string model, IReadOnlyList<KeptPredictionsName> predictions, MonitorDefinition monitor, CancellationToken cancellationToken)
    {
        // Listed before the ledger is asked: a table is made for what counts already, and what does not count now never will.
        List<PairsName> tables = await TablesAsync(KeptNames.OfPairs(model), cancellationToken);
        HashSet<string> valid = [.. (await CountedTables.OfAsync(ledger, tables, monitor.Labels, cancellationToken)).Select(table => table.Name)];
        foreach (PairsName table in tables.Where(table => !valid.Contains(table.Name)))
        {
            await kept.DeleteAsync(table.Name, cancellationToken);
        }

        if (predictions.Select(file => file.Model.Version).Distinct(StringComparer.Ordinal).Skip(1).Any())
        {
            List<CountedBatch> batches = await CountedBatches.OfAsync(ledger, predictions, cancellationToken);
            int made = 0;
            foreach ((CountedBatch first, CountedBatch second) in CountedBatches.Overlapping(batches)
                .Where(pair => IsCompared(monitor, pair.First.VersionOfModel, pair.Second.VersionOfModel)
                    && !NamesOf(pair.First, pair.Second, monitor.Labels).Any(valid.Contains)))
            {
                // Where labels come all the time, a batch may never be found without some that are not joined yet.
                made += await MakeAsync(first, second, monitor.Labels, areJoined: false, cancellationToken) ? 1 : 0;
                if (made == MostMended)
                {
                    break;
                }
            }
        }

        return tables.Count - valid.Count;
    }

    /// <summary>The names under which a table of two batches may stand.</summary>
    internal static string[] NamesOf(CountedBatch first, CountedBatch second, LabelsDefinition settings) =>
        [KeptNames.OfPairs(first.Name, second.Name, KeptNames.NoPairs), KeptNames.OfPairs(first.Name, second.Name, KeptNames.LabelsOf(settings, first.Version, second.Version))];

    private static (CountedBatch First, CountedBatch Second) InOrder(CountedBatch one, CountedBatch other) =>
        string.CompareOrdinal(one.VersionOfModel, other.VersionOfModel) < 0 ? (one, other) : (other, one);

    /// <summary>The other versions that may have hours in common with a batch.</summary>
    private async Task<List<ModelVersion>> OthersAsync(ModelVersion model, TimeWindow events, CancellationToken cancellationToken)
    {
        // What lies ahead of its arrival is not in the catalog.
        var near = new TimeWindow(events.Start - BatchContext.EventLead, events.End + BatchContext.EventLead);
        var others = new List<ModelVersion>();
        await foreach (CatalogEntry entry in catalog.ListAsync(model.Model, cancellationToken))
        {
            if (entry.Model != model && entry.Events.Overlaps(near))
            {
                others.Add(entry.Model);
            }
        }

        return others;
    }

    private async Task<List<PairsName>> TablesAsync(string prefix, CancellationToken cancellationToken)
    {
        var tables = new List<PairsName>();
        await foreach (KeptFileListing listed in kept.ListAsync(prefix, cancellationToken))
        {
            if (KeptNames.TryRead(listed.Name, out PairsName? name))
            {
                tables.Add(name);
            }
        }

        return tables;
    }

    private async Task<bool> IsMadeAsync(CountedBatch first, CountedBatch second, LabelsDefinition settings, CancellationToken cancellationToken)
    {
        foreach (string name in NamesOf(first, second, settings))
        {
            await using IKeptFile? file = await kept.OpenAsync(name, cancellationToken);
            if (file is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Makes a table, where that can be done now.</summary>
    private async Task<bool> MakeAsync(CountedBatch first, CountedBatch second, LabelsDefinition settings, bool areJoined, CancellationToken cancellationToken)
    {
        await using IKeptFile? firstFile = await kept.OpenAsync(first.Name.Name, cancellationToken);
        await using IKeptFile? secondFile = await kept.OpenAsync(second.Name.Name, cancellationToken);
        if (firstFile is null || secondFile is null
            || await BatchAsync(first, firstFile, settings, areJoined, cancellationToken) is not { } one
            || await BatchAsync(second, secondFile, settings, areJoined, cancellationToken) is not { } other)
        {
            return false;
        }

        try
        {
            PairTable table = await PairWalk.ComputeAsync(one, other, settings, cancellationToken);
            string labels = table.MayHavePairs ? KeptNames.LabelsOf(settings, first.Version, second.Version) : KeptNames.NoPairs;
            using var body = new MemoryStream(table.ToBytes(), writable: false);
            await kept.PutAsync(KeptNames.OfPairs(first.Name, second.Name, labels), body, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is KeptFormatException or NewerFormatException)
        {
            // The batches count all the same; the pairs are made once the file can be read.
            Log.PairsNotMade(logger, first.Name.Name, second.Name.Name, exception.Message);
            return false;
        }
    }

    /// <summary>A batch with the labels that its profile has; null where these cannot be told.</summary>
    private async Task<ScoredBatch?> BatchAsync(CountedBatch batch, IKeptFile file, LabelsDefinition settings, bool areJoined, CancellationToken cancellationToken)
    {
        List<LabelLink> labels = await CountedLinks.OfAsync(links, ledger, KeptNames.BatchOf(batch.Name.Model, batch.Name.BatchId, batch.Version), cancellationToken);
        int? count = InForce(batch.Version, labels, settings, areJoined);
        return count is { } inForce && await profiles.GetSchemaAsync(batch.Name.Model, cancellationToken) is { } schema
            ? new ScoredBatch(file, [.. labels.Take(inForce).Select(link => LabelMatches.FromBytes(link.Body.Span))], schema, ProfileVersions.IsAbsentCounted(batch.Version))
            : null;
    }

    /// <summary>How many of the links, in the order in which they hold, the version of a profile has: those that came last may not be joined yet. Null: it has others.</summary>
    private static int? InForce(string version, List<LabelLink> labels, LabelsDefinition settings, bool areJoined)
    {
        string baseVersion = ProfileVersions.BaseOf(version);
        int least = areJoined ? labels.Count : Math.Max(0, labels.Count - MostWaiting);
        for (int count = labels.Count; count >= least; count--)
        {
            bool isIt = version == baseVersion
                ? count == 0
                : ProfileVersions.AreSame(
                    ProfileVersions.WithLabels(baseVersion, labels.Take(count).Select(link => link.Labels), settings, ProfileVersions.IsAbsentCounted(version), revision: 0), version);
            if (isIt)
            {
                return count;
            }
        }

        return null;
    }
}
