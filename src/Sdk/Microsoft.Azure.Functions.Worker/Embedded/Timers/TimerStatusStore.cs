using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>The occurrences of a timer, in <c>azure-webjobs-hosts/timers/{hostId}/{function}/status</c>.</summary>
internal sealed class TimerStatusStore(BlobContainerClient container, string hostId, FunctionDescriptor function)
{
    private readonly BlobClient _blob = container.GetBlobClient($"timers/{hostId}/{function.HostName}/status");

    /// <summary>The record, or <see langword="null"/> when there is none or it cannot be read as one.</summary>
    public async Task<ScheduleStatus?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var content = await _blob.DownloadContentAsync(cancellationToken);
            return JsonSerializer.Deserialize<ScheduleStatus>(content.Value.Content.ToMemory().Span) is { } status
                ? new ScheduleStatus { Last = Utc(status.Last), Next = Utc(status.Next), LastUpdated = Utc(status.LastUpdated) }
                : null;
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the record.</summary>
    public async Task WriteAsync(ScheduleStatus status, CancellationToken cancellationToken)
    {
        var content = BinaryData.FromObjectAsJson(status);
        try
        {
            await _blob.UploadAsync(content, overwrite: true, cancellationToken);
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await _blob.UploadAsync(content, overwrite: true, cancellationToken);
        }
    }

    /// <summary>Other hosts may write local time with its offset.</summary>
    private static DateTime Utc(DateTime time) =>
        time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime();
}
