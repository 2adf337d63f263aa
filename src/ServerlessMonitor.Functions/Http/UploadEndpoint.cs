using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Functions.Http;

/// <summary>Turns an upload request into a call of <see cref="UploadRun"/>, and its outcome into a response.</summary>
public sealed class UploadEndpoint(UploadRun uploads)
{
    private const string IdempotencyHeader = "Idempotency-Key";
    private const int LongestIdempotencyKey = 200;

    /// <summary>Keeps the body as a blob of the container and announces it.</summary>
    public async Task<IActionResult> UploadAsync(string container, string model, string version, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!ModelVersion.IsValidName(model) || !ModelVersion.IsValidName(version))
        {
            return Problems.InvalidName(model, version);
        }

        return await KeepAsync(
            new BlobAddress(container, $"{model}/{version}"),
            request,
            blob => $"batches/{container}/{blob.BatchId}",
            cancellationToken);
    }

    /// <summary>Keeps the body as a blob of labels and announces it.</summary>
    public async Task<IActionResult> UploadLabelsAsync(string model, HttpRequest request, CancellationToken cancellationToken) => ModelVersion.IsValidName(model)
        ? await KeepAsync(new BlobAddress(BlobContainers.Labels, model), request, blob => $"models/{model}/labels/{blob.BatchId}", cancellationToken)
        : Problems.BadRequest("invalid-name", $"'{model}' is no model: it needs {ModelVersion.NameRule}.");

    private async Task<IActionResult> KeepAsync(BlobAddress folder, HttpRequest request, Func<BlobAddress, string> statusOf, CancellationToken cancellationToken)
    {
        string mediaType = request.ContentType?.Split(';')[0].Trim() ?? "text/csv";
        if (BatchReaders.ExtensionOf(mediaType) is not { } extension)
        {
            return Problems.Of(
                StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", $"'{mediaType}' cannot be read; send {BatchReaders.ExpectedMediaTypes}.");
        }

        string encoding = request.Headers.ContentEncoding.ToString();
        if (encoding.Length > 0 && !string.Equals(encoding, "gzip", StringComparison.OrdinalIgnoreCase))
        {
            return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "unsupported-encoding", $"Content-Encoding '{encoding}' cannot be read; send plain or gzip.");
        }

        string? key = request.Headers[IdempotencyHeader].ToString() is { Length: > 0 } given ? given : null;
        if (key?.Length > LongestIdempotencyKey)
        {
            return Problems.BadRequest("invalid-idempotency-key", $"{IdempotencyHeader} has {key.Length} characters; at most {LongestIdempotencyKey} are allowed.");
        }

        if (request.ContentLength == 0)
        {
            return Problems.BadRequest("empty-body", "The body is empty; send the file as the request body, for example with curl --data-binary @batch.csv.");
        }

        UploadedBatch batch = await uploads.UploadAsync(
            folder, encoding.Length > 0 ? extension + ".gz" : extension, request.Body, mediaType, key, cancellationToken);
        string status = $"{request.PathBase}/api/{statusOf(batch.Blob)}?path={Uri.EscapeDataString(batch.Blob.Path)}";
        return new AcceptedResult(status, new UploadResponse(batch.Blob.ToString(), batch.IsNew, status));
    }
}
