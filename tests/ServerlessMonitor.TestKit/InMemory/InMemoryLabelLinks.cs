using System.Runtime.CompilerServices;
using ServerlessMonitor.Labels;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>Links between labels and batches in memory.</summary>
public sealed class InMemoryLabelLinks : ILabelLinks
{
    private readonly VersionedCells<LabelLink> _links = new();
    private readonly VersionedCells<LinkedBatch> _back = new();

    /// <summary>How often a link was kept.</summary>
    public int Puts { get; private set; }

    public Task PutAsync(LabelLink link, CancellationToken cancellationToken)
    {
        Puts++;
        var back = new LinkedBatch(link.Batch, link.Labels, link.Matched);
        LinkedBatch? known = _back.Get(Key(back))?.Value;
        _back.Put(Key(back), back with { Corrected = known?.Corrected, Unused = known?.Unused });
        _links.Put(Key(back), link with { Body = link.Body.ToArray() });
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<LabelLink> OfBatchAsync(KeptBatch batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (LabelLink link in _links.InOrder.Select(cell => cell.Value.Value).Where(link => link.Batch == batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return link;
        }
    }

    public async IAsyncEnumerable<LinkedBatch> OfLabelsAsync(string model, string labelsId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (LinkedBatch link in _back.InOrder.Select(cell => cell.Value.Value).Where(link => link.Labels.Model == model && link.Labels.Id == labelsId))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return link;
        }
    }

    public Task NoteJoinedAsync(LinkedBatch link, CancellationToken cancellationToken)
    {
        if (_back.Get(Key(link)) is { } known)
        {
            _back.TryPut(Key(link), known.Value with { Corrected = link.Corrected, Unused = link.Unused }, known.Tag);
        }

        return Task.CompletedTask;
    }

    public Task RemoveAsync(LinkedBatch link, CancellationToken cancellationToken)
    {
        _links.Remove(Key(link));
        _back.Remove(Key(link));
        return Task.CompletedTask;
    }

    public Task ForgetAsync(KeptBatch batch, CancellationToken cancellationToken)
    {
        foreach ((string key, _) in _links.InOrder.Where(cell => cell.Value.Value.Batch == batch))
        {
            _links.Remove(key);
        }

        return Task.CompletedTask;
    }

    private static string Key(LinkedBatch link) => $"{link.Batch.Model}~{link.Batch.BatchId}~{link.Batch.Version}~{link.Labels.Id}~{link.Labels.Version}";
}
