using System.Security.Cryptography;
using System.Text;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Runs;

/// <summary>Writes the body of a request as a blob, streaming, and announces it.</summary>
public sealed class UploadRun(IBlobSource blobs, IWorkQueue queue)
{
    /// <summary>
    /// Keeps a batch. With the same <paramref name="idempotencyKey"/> it is the same blob: the first one stays, however often it is sent.
    /// </summary>
    /// <param name="folder">The folder in its container: of a model version, or for labels of a model.</param>
    /// <param name="extension">The file's extension, for example <c>.csv</c> or <c>.csv.gz</c>.</param>
    /// <param name="content">The body.</param>
    /// <param name="contentType">The body's media type.</param>
    /// <param name="idempotencyKey">Chosen by the sender; null: every request is a batch of its own.</param>
    /// <param name="cancellationToken">Ends the upload.</param>
    public async Task<UploadedBatch> UploadAsync(
        BlobAddress folder, string extension, Stream content, string contentType, string? idempotencyKey, CancellationToken cancellationToken)
    {
        string name = idempotencyKey is null
            ? Guid.CreateVersion7().ToString("n")
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(idempotencyKey)))[..32];
        var address = folder with { Path = $"{folder.Path}/http/{name}{extension}" };
        string? eTag = await blobs.WriteAsync(address, content, contentType, onlyIfAbsent: true, cancellationToken);
        await queue.EnqueueIngestAsync(new BlobEvent(address, BlobEventKind.Created), cancellationToken);
        return new UploadedBatch(address, IsNew: eTag is not null);
    }
}
