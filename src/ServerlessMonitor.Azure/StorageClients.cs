using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace ServerlessMonitor.Azure;

/// <summary>
/// Clients for the account that the suite lives in. The connection follows the Functions convention: <c>AzureWebJobsStorage</c> as a connection
/// string, or <c>AzureWebJobsStorage__blobServiceUri</c>, <c>__queueServiceUri</c> and <c>__tableServiceUri</c> with a managed identity
/// (<c>__clientId</c> where it is user-assigned).
/// </summary>
public sealed class StorageClients
{
    private const string Connection = "AzureWebJobsStorage";

    /// <summary>Creates clients from a connection string.</summary>
    public StorageClients(string connectionString)
    {
        Blobs = new BlobServiceClient(connectionString);
        Queues = new QueueServiceClient(connectionString, QueueEncoding());
        Tables = new TableServiceClient(connectionString);
    }

    private StorageClients(Uri blobs, Uri queues, Uri tables, TokenCredential credential)
    {
        Blobs = new BlobServiceClient(blobs, credential);
        Queues = new QueueServiceClient(queues, credential, QueueEncoding());
        Tables = new TableServiceClient(tables, credential);
    }

    /// <summary>Blob storage.</summary>
    public BlobServiceClient Blobs { get; }

    /// <summary>Queue storage; messages are base64, as queue triggers expect them.</summary>
    public QueueServiceClient Queues { get; }

    /// <summary>Table storage.</summary>
    public TableServiceClient Tables { get; }

    /// <summary>Reads the connection from configuration.</summary>
    /// <exception cref="InvalidOperationException">Neither form is set; the message says what to set.</exception>
    public static StorageClients FromConfiguration(IConfiguration configuration)
    {
        string? connectionString = configuration[Connection];
        if (!string.IsNullOrEmpty(connectionString))
        {
            return new StorageClients(connectionString);
        }

        IConfigurationSection section = configuration.GetSection(Connection);
        string? clientId = section["clientId"];
        TokenCredential credential = clientId is null
            ? new DefaultAzureCredential()
            : new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId));
        return new StorageClients(Endpoint("blob"), Endpoint("queue"), Endpoint("table"), credential);

        Uri Endpoint(string service)
        {
            string key = $"{service}ServiceUri";
            return section[key] is { Length: > 0 } uri
                ? new Uri(uri)
                : throw new InvalidOperationException(
                    $"No storage account is configured: set {Connection} to a connection string (UseDevelopmentStorage=true for Azurite), or {Connection}__{key} and its siblings for a managed identity.");
        }
    }

    private static QueueClientOptions QueueEncoding() => new() { MessageEncoding = QueueMessageEncoding.Base64 };
}
