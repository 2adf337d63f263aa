using System.Globalization;
using System.Runtime.CompilerServices;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>Blobs in memory.</summary>
public sealed class InMemoryBlobs(TimeProvider clock) : IBlobSource
{
    private readonly VersionedCells<Stored> _blobs = new();
    private readonly Dictionary<BlobAddress, Versioned<Stored>> _deleted = [];

    public Task<SourceBlob?> OpenAsync(BlobAddress blob, CancellationToken cancellationToken) =>
        Task.FromResult(_blobs.Get(blob.ToString()) is { } found
            ? new SourceBlob(blob, new MemoryStream(found.Value.Bytes, writable: false), found.Tag, found.Value.Bytes.Length, found.Value.LastModified)
            : null);

    public Task<string?> GetETagAsync(BlobAddress blob, CancellationToken cancellationToken) => Task.FromResult(_blobs.Get(blob.ToString())?.Tag);

    public async IAsyncEnumerable<BlobListing> ListAsync(string container, string? prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach ((string key, Versioned<Stored> blob) in _blobs.InOrder)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (key.StartsWith($"{container}/{prefix}", StringComparison.Ordinal))
            {
                yield return new BlobListing(new BlobAddress(container, key[(container.Length + 1)..]), blob.Tag, blob.Value.Bytes.Length, blob.Value.LastModified);
            }
        }
    }

    public async Task<string?> WriteAsync(BlobAddress blob, Stream content, string contentType, bool onlyIfAbsent, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        var stored = new Stored(bytes.ToArray(), clock.GetUtcNow());
        if (onlyIfAbsent)
        {
            return _blobs.TryPut(blob.ToString(), stored, expectedTag: null);
        }

        _blobs.Put(blob.ToString(), stored);
        return _blobs.Get(blob.ToString())!.Tag;
    }

    public Task DeleteAsync(BlobAddress blob, CancellationToken cancellationToken)
    {
        Delete(blob);
        return Task.CompletedTask;
    }

    /// <summary>Deletes a blob, as its owner would.</summary>
    public void Delete(BlobAddress blob)
    {
        if (_blobs.Get(blob.ToString()) is { } last)
        {
            _deleted[blob] = last;
            _blobs.Remove(blob.ToString());
        }
    }

    /// <summary>Brings the blob back that was deleted last at this address, with the ETag it had, as soft deletion does; false where there is none, or another is there.</summary>
    public bool Undelete(BlobAddress blob) =>
        _blobs.Get(blob.ToString()) is null && _deleted.Remove(blob, out Versioned<Stored>? last) && _blobs.TryRestore(blob.ToString(), last);

    /// <summary>Writes text, as its owner would.</summary>
    public async Task<string> PutTextAsync(string container, string path, string text)
    {
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        return await WriteAsync(new BlobAddress(container, path), content, "text/plain", onlyIfAbsent: false, CancellationToken.None)
            ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{container}/{path} was not written."));
    }

    private sealed record Stored(byte[] Bytes, DateTimeOffset LastModified);
}
