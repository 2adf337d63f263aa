using System.Runtime.CompilerServices;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.LateLabels;

namespace ServerlessMonitor.Tests.Runs;

/// <summary>Lets a run die before or after a given write, as a process that is killed there does.</summary>
internal sealed class FaultyStores
{
    private int _step;

    /// <summary>The write to die at, counted from 1; even numbers die just after the write, odd ones just before. 0: never.</summary>
    public int DieAt { get; set; }

    /// <summary>How many points there were to die at.</summary>
    public int Steps => _step;

    /// <summary>What others do, once, just before a run forgets a version's parts, keeps or forgets a baseline, or names segments.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>What others do, once, just before the links of a file of labels are listed.</summary>
    public Func<Task>? MeanwhileLinksAreListed { get; set; }

    /// <summary>What others do, once, at a given point, counted as <see cref="DieAt"/>.</summary>
    public (int Step, Func<Task> Do)? Between { get; set; }

    public void Restart() => _step = 0;

    public IIngestLedger Wrap(IIngestLedger ledger) => new Ledger(this, ledger);

    public IProfileStore Wrap(IProfileStore profiles) => new Profiles(this, profiles);

    public IKeptFiles Wrap(IKeptFiles files) => new KeptFiles(this, files);

    public ILabelLinks Wrap(ILabelLinks links) => new Links(this, links);

    public ICompactedStore Wrap(ICompactedStore compacted) => new Compacted(this, compacted);

    public IBaselineStore Wrap(IBaselineStore baselines) => new Baselines(this, baselines);

    public IWorkQueue Wrap(IWorkQueue queue) => new Queue(this, queue);

    private async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        await PassAsync();
        T result = await write();
        await PassAsync();
        return result;
    }

    private async Task InterruptedAsync(Func<Task> write)
    {
        Func<Task>? others = Meanwhile;
        Meanwhile = null;
        await (others?.Invoke() ?? Task.CompletedTask);
        await WriteAsync(write);
    }

    private Task WriteAsync(Func<Task> write) => WriteAsync(async () =>
    {
        await write();
        return 0;
    });

    private async Task PassAsync()
    {
        if (++_step == DieAt)
        {
            throw new KilledException();
        }

        if (Between is { } between && _step == between.Step)
        {
            Between = null;
            await between.Do();
        }
    }

    public sealed class KilledException : Exception;

    private sealed class Ledger(FaultyStores faults, IIngestLedger inner) : IIngestLedger
    {
        public Task<Versioned<LedgerEntry>?> GetAsync(BlobAddress blob, CancellationToken cancellationToken) => inner.GetAsync(blob, cancellationToken);

        public Task<Versioned<LedgerEntry>?> GetAsync(string container, string batchId, CancellationToken cancellationToken) => inner.GetAsync(container, batchId, cancellationToken);

        public Task<string?> TryWriteAsync(LedgerEntry entry, string? expectedTag, CancellationToken cancellationToken) =>
            faults.WriteAsync(() => inner.TryWriteAsync(entry, expectedTag, cancellationToken));

        public Task<IReadOnlyDictionary<string, string>> GetCountedVersionsAsync(
            string container, IReadOnlyCollection<string> batchIds, CancellationToken cancellationToken) =>
            inner.GetCountedVersionsAsync(container, batchIds, cancellationToken);

        public IAsyncEnumerable<LedgerEntry> ListAsync(string container, CancellationToken cancellationToken) => inner.ListAsync(container, cancellationToken);
    }

    private sealed class Profiles(FaultyStores faults, IProfileStore inner) : IProfileStore
    {
        public Task PutAsync(IEnumerable<ProfilePart> parts, CancellationToken cancellationToken) =>
            faults.WriteAsync(() => inner.PutAsync(parts, cancellationToken));

        public IAsyncEnumerable<ProfilePart> QueryAsync(ModelVersion model, TimeWindow window, CancellationToken cancellationToken) =>
            inner.QueryAsync(model, window, cancellationToken);

        public IAsyncEnumerable<ProfilePart> QueryVersionAsync(ModelVersion model, string batchId, string eTag, TimeWindow range, CancellationToken cancellationToken) =>
            inner.QueryVersionAsync(model, batchId, eTag, range, cancellationToken);

        public Task DeleteVersionAsync(ModelVersion model, string batchId, string eTag, TimeWindow range, CancellationToken cancellationToken) =>
            faults.InterruptedAsync(() => inner.DeleteVersionAsync(model, batchId, eTag, range, cancellationToken));

        public IAsyncEnumerable<StoredPart> ListAsync(ModelVersion model, TimeWindow? window, CancellationToken cancellationToken) =>
            inner.ListAsync(model, window, cancellationToken);

        public Task RemoveAsync(StoredPart part, CancellationToken cancellationToken) => faults.WriteAsync(() => inner.RemoveAsync(part, cancellationToken));

        public IAsyncEnumerable<StoredSchema> ListSchemasAsync(CancellationToken cancellationToken) => inner.ListSchemasAsync(cancellationToken);

        public Task RemoveAsync(StoredSchema schema, CancellationToken cancellationToken) => faults.WriteAsync(() => inner.RemoveAsync(schema, cancellationToken));

        public Task<DatasetSchema?> GetSchemaAsync(ModelVersion model, CancellationToken cancellationToken) => inner.GetSchemaAsync(model, cancellationToken);

        public Task<DatasetSchema> SetSchemaIfAbsentAsync(ModelVersion model, DatasetSchema schema, CancellationToken cancellationToken) =>
            faults.WriteAsync(() => inner.SetSchemaIfAbsentAsync(model, schema, cancellationToken));

        public Task<Versioned<SegmentValues>?> GetSegmentValuesAsync(ModelVersion model, CancellationToken cancellationToken) => inner.GetSegmentValuesAsync(model, cancellationToken);

        public async Task<string?> TryPutSegmentValuesAsync(ModelVersion model, SegmentValues values, string? expectedTag, CancellationToken cancellationToken)
        {
            string? tag = null;
            await faults.InterruptedAsync(async () => tag = await inner.TryPutSegmentValuesAsync(model, values, expectedTag, cancellationToken));
            return tag;
        }
    }

    private sealed class Compacted(FaultyStores faults, ICompactedStore inner) : ICompactedStore
    {
        public Task PutAsync(CompactedProfile profile, CancellationToken cancellationToken) => faults.WriteAsync(() => inner.PutAsync(profile, cancellationToken));

        public IAsyncEnumerable<CompactedKey> ListAsync(ModelVersion model, CompactedSpan span, TimeWindow range, CancellationToken cancellationToken) =>
            inner.ListAsync(model, span, range, cancellationToken);

        public Task<CompactedProfile?> GetAsync(CompactedKey key, CancellationToken cancellationToken) => inner.GetAsync(key, cancellationToken);

        public Task RemoveAsync(CompactedKey key, CancellationToken cancellationToken) => faults.WriteAsync(() => inner.RemoveAsync(key, cancellationToken));
    }

    private sealed class Links(FaultyStores faults, ILabelLinks inner) : ILabelLinks
    {
        public Task PutAsync(LabelLink link, CancellationToken cancellationToken) => faults.WriteAsync(() => inner.PutAsync(link, cancellationToken));

        public IAsyncEnumerable<LabelLink> OfBatchAsync(KeptBatch batch, CancellationToken cancellationToken) => inner.OfBatchAsync(batch, cancellationToken);

        public async IAsyncEnumerable<LinkedBatch> OfLabelsAsync(string model, string labelsId, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Func<Task>? others = faults.MeanwhileLinksAreListed;
            faults.MeanwhileLinksAreListed = null;
            await (others?.Invoke() ?? Task.CompletedTask);
            await foreach (LinkedBatch link in inner.OfLabelsAsync(model, labelsId, cancellationToken))
            {
                yield return link;
            }
        }

        public Task NoteJoinedAsync(LinkedBatch link, CancellationToken cancellationToken) =>
            faults.WriteAsync(() => inner.NoteJoinedAsync(link, cancellationToken));

        public Task RemoveAsync(LinkedBatch link, CancellationToken cancellationToken) => faults.WriteAsync(() => inner.RemoveAsync(link, cancellationToken));

        public Task ForgetAsync(KeptBatch batch, CancellationToken cancellationToken) => faults.WriteAsync(() => inner.ForgetAsync(batch, cancellationToken));
    }

    private sealed class KeptFiles(FaultyStores faults, IKeptFiles inner) : IKeptFiles
    {
        public Task PutAsync(string name, Stream content, CancellationToken cancellationToken) => faults.WriteAsync(() => inner.PutAsync(name, content, cancellationToken));

        public Task<IKeptFile?> OpenAsync(string name, CancellationToken cancellationToken) => inner.OpenAsync(name, cancellationToken);

        public IAsyncEnumerable<KeptFileListing> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

        public Task DeleteAsync(string name, CancellationToken cancellationToken) => faults.WriteAsync(() => inner.DeleteAsync(name, cancellationToken));
    }

    private sealed class Baselines(FaultyStores faults, IBaselineStore inner) : IBaselineStore
    {
        public Task PutAsync(StoredBaseline baseline, CancellationToken cancellationToken) =>
            faults.InterruptedAsync(() => inner.PutAsync(baseline, cancellationToken));

        public Task<StoredBaseline?> GetAsync(ModelVersion model, CancellationToken cancellationToken) => inner.GetAsync(model, cancellationToken);

        public Task RemoveAsync(ModelVersion model, string source, string eTag, CancellationToken cancellationToken) =>
            faults.InterruptedAsync(() => inner.RemoveAsync(model, source, eTag, cancellationToken));
    }

    private sealed class Queue(FaultyStores faults, IWorkQueue inner) : IWorkQueue
    {
        public Task EnqueueIngestAsync(BlobEvent blobEvent, CancellationToken cancellationToken) =>
            faults.WriteAsync(() => inner.EnqueueIngestAsync(blobEvent, cancellationToken));

        public Task EnqueueJoinAsync(JoinRequest request, CancellationToken cancellationToken) => faults.WriteAsync(() => inner.EnqueueJoinAsync(request, cancellationToken));

        public Task EnqueueEvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken) =>
            faults.WriteAsync(() => inner.EnqueueEvaluateAsync(request, cancellationToken));

        public Task EnqueueNotifyAsync(NotifyRequest request, CancellationToken cancellationToken) =>
            faults.WriteAsync(() => inner.EnqueueNotifyAsync(request, cancellationToken));
    }
}
