using System.Text.Json;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Azure.Blobs;

/// <summary>The container <c>quarantine</c>: a copy of each unreadable blob, and its reason beside it.</summary>
public sealed class BlobQuarantine(IBlobSource blobs, TimeProvider clock) : IQuarantine
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <inheritdoc/>
    public async Task<BlobAddress> KeepAsync(BlobAddress blob, string eTag, BatchProblem problem, CancellationToken cancellationToken)
    {
        var copy = new BlobAddress(StorageNames.Quarantine, $"{blob.Container}/{blob.Path}");
        await using (SourceBlob? source = await blobs.OpenAsync(blob, cancellationToken))
        {
            if (source is not null)
            {
                await blobs.WriteAsync(copy, source.Content, "application/octet-stream", onlyIfAbsent: false, cancellationToken);
            }
        }

        var reason = new BlobAddress(StorageNames.Quarantine, $"{blob.Container}/{blob.Path}.reason.json");
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(
            new { blob = blob.ToString(), eTag, problem.Code, problem.Message, problem.Line, problem.Column, quarantinedAt = clock.GetUtcNow() }, Json);
        using var content = new MemoryStream(text);
        await blobs.WriteAsync(reason, content, "application/json", onlyIfAbsent: false, cancellationToken);
        return reason;
    }
}
