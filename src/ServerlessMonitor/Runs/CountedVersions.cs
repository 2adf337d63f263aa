using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Runs;

/// <summary>
/// Which versions of batches count, remembered: a window of a thousand blobs is evaluated more than once while they arrive, and asks the ledger for each of them only once.
/// </summary>
/// <remarks>
/// Only versions that count are remembered, each with the <see cref="CatalogEntry.SupersededAt"/> that was read before the ledger said so. Once a version that counted counts no more, that is
/// noted there, and only then an evaluation is asked for. So as long as the reader finds the same value, what it remembers was true, or is about to be evaluated again by a
/// run that finds another: and since a run reads the value after the tag of the report it will replace, the older reading cannot be written last.
/// Requests without a sequence, those of retractions among them, ask the ledger for all.
/// </remarks>
internal sealed class CountedVersions(IIngestLedger ledger)
{
    // Some 8 MB; beyond, it begins anew.
    private const int MostRemembered = 20_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<ModelVersion, Remembered> _models = [];
    private int _remembered;

    /// <summary>As <see cref="IIngestLedger.GetCountedVersionsAsync"/>, for the batches of one model version.</summary>
    /// <param name="model">The model version.</param>
    /// <param name="batchIds">Values of <see cref="BlobAddress.BatchId"/>.</param>
    /// <param name="supersededAt">What the catalog said, before this call; null: nothing is remembered, and nothing that was is used.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<IReadOnlyDictionary<string, string>> GetAsync(
        ModelVersion model, IReadOnlyCollection<string> batchIds, long? supersededAt, CancellationToken cancellationToken)
    {
        if (supersededAt is not { } at)
        {
            return await ledger.GetCountedVersionsAsync(BlobContainers.Predictions, batchIds, cancellationToken);
        }

        var counted = new Dictionary<string, string>(StringComparer.Ordinal);
        var unknown = new List<string>();
        Recall(model, at, batchIds, counted, unknown);
        if (unknown.Count > 0)
        {
            IReadOnlyDictionary<string, string> read = await ledger.GetCountedVersionsAsync(BlobContainers.Predictions, unknown, cancellationToken);
            Remember(model, at, read);
            foreach ((string batchId, string version) in read)
            {
                counted[batchId] = version;
            }
        }

        return counted;
    }

    private void Recall(ModelVersion model, long at, IReadOnlyCollection<string> batchIds, Dictionary<string, string> counted, List<string> unknown)
    {
        lock (_gate)
        {
            Dictionary<string, string>? known = _models.GetValueOrDefault(model) is { } remembered && remembered.At == at ? remembered.Versions : null;
            foreach (string batchId in batchIds)
            {
                if (known?.GetValueOrDefault(batchId) is { } version)
                {
                    counted[batchId] = version;
                }
                else
                {
                    unknown.Add(batchId);
                }
            }
        }
    }

    private void Remember(ModelVersion model, long at, IReadOnlyDictionary<string, string> read)
    {
        lock (_gate)
        {
            if (_remembered + read.Count > MostRemembered)
            {
                _models.Clear();
                _remembered = 0;
            }

            if (_models.GetValueOrDefault(model) is not { } remembered || remembered.At != at)
            {
                _remembered -= _models.GetValueOrDefault(model)?.Versions.Count ?? 0;
                _models[model] = remembered = new Remembered(at, new Dictionary<string, string>(StringComparer.Ordinal));
            }

            foreach ((string batchId, string version) in read)
            {
                _remembered += remembered.Versions.TryAdd(batchId, version) ? 1 : 0;
            }
        }
    }

    private sealed record Remembered(long At, Dictionary<string, string> Versions);
}
