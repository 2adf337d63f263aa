using System.Text.Json;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Azure.Blobs;

/// <summary>The container <c>quarantine</c>: a copy of each unreadable blob, and its reason beside it.</summary>
public sealed class BlobQuarantine(IBlobSource blobs, TimeProvider clock) : IQuarantine
{
    private const string ReasonExtension = ".reason.json";

    // Of a blob, in characters.
    private const int LongestName = 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <inheritdoc/>
    public async Task<BlobAddress> KeepAsync(BlobAddress blob, string eTag, BatchProblem problem, CancellationToken cancellationToken)
    {
        await using (SourceBlob? source = await blobs.OpenAsync(blob, cancellationToken))
        {
            if (source is not null)
            {
                await blobs.WriteAsync(CopyOf(blob), source.Content, "application/octet-stream", onlyIfAbsent: false, cancellationToken);
            }
        }

        BlobAddress address = ReasonOf(blob);
        var reason = new Reason(blob.ToString(), eTag, problem.Code, problem.Message, problem.Line, problem.Column, clock.GetUtcNow());
        using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(reason, Json));
        await blobs.WriteAsync(address, content, "application/json", onlyIfAbsent: false, cancellationToken);
        return address;
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(BlobAddress blob, string eTag, CancellationToken cancellationToken)
    {
        await using (SourceBlob? source = await blobs.OpenAsync(ReasonOf(blob), cancellationToken))
        {
            Reason? kept = source is null ? null : await JsonSerializer.DeserializeAsync<Reason>(source.Content, Json, cancellationToken);
            if (kept?.ETag != eTag)
            {
                return;
            }
        }

        // The reason goes last: until then whoever comes next finishes this.
        await blobs.DeleteAsync(CopyOf(blob), cancellationToken);
        await blobs.DeleteAsync(ReasonOf(blob), cancellationToken);
    }

    private static BlobAddress CopyOf(BlobAddress blob) => new(StorageNames.Quarantine, NameOf(blob));

    private static BlobAddress ReasonOf(BlobAddress blob) => new(StorageNames.Quarantine, NameOf(blob) + ReasonExtension);

    /// <summary>The blob's own name under its container; one that would get too long is cut, and told apart by its batch id.</summary>
    private static string NameOf(BlobAddress blob)
    {
        string name = $"{blob.Container}/{blob.Path}";
        if (name.Length <= LongestName - ReasonExtension.Length)
        {
            return name;
        }

        int kept = LongestName - ReasonExtension.Length - blob.BatchId.Length - 1;
        kept -= char.IsHighSurrogate(name[kept - 1]) ? 1 : 0;
        return $"{name[..kept]}~{blob.BatchId}";
    }

    private sealed record Reason(string Blob, string ETag, string Code, string Message, long? Line, string? Column, DateTimeOffset QuarantinedAt);
}
