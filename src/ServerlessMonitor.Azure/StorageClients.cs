using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace ServerlessMonitor.Azure;

/// <summary>
/// Clients for the account that the suite lives in. The connection follows the Functions convention: <c>AzureWebJobsStorage</c> as a connection
/// string; or an identity with <c>AzureWebJobsStorage__blobServiceUri</c>, <c>__queueServiceUri</c> and <c>__tableServiceUri</c> (or
/// <c>__accountName</c> for all three in the public cloud), where <c>__credential=managedidentity</c> means the app's own identity, the
/// user-assigned one if <c>__clientId</c> names it. Without <c>__credential</c> it is whoever <see cref="DefaultAzureCredential"/> finds, such as a
/// developer who is signed in (of <c>__tenantId</c>).
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
    /// <exception cref="InvalidOperationException">Neither form is set, or one is not understood; the message says what to set.</exception>
    public static StorageClients FromConfiguration(IConfiguration configuration)
    {
        string? connectionString = configuration[Connection];
        if (!string.IsNullOrEmpty(connectionString))
        {
            return new StorageClients(connectionString);
        }

        IConfigurationSection section = configuration.GetSection(Connection);
        string? account = section["accountName"];
        return new StorageClients(
            Endpoint(section["blobServiceUri"], account, "blob"),
            Endpoint(section["queueServiceUri"], account, "queue"),
            Endpoint(section["tableServiceUri"], account, "table"),
            Credential(section["credential"], section["clientId"], section["tenantId"]));
    }

    /// <summary>The credential that the settings ask for.</summary>
    internal static TokenCredential Credential(string? kind, string? clientId, string? tenantId)
    {
        if (string.Equals(kind, "managedidentity", StringComparison.OrdinalIgnoreCase))
        {
            return new ManagedIdentityCredential(
                string.IsNullOrEmpty(clientId) ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId));
        }

        return string.IsNullOrEmpty(kind)
            ? new DefaultAzureCredential(new DefaultAzureCredentialOptions { TenantId = NullIfEmpty(tenantId), ManagedIdentityClientId = NullIfEmpty(clientId) })
            : throw new InvalidOperationException($"{Connection}__credential is '{kind}'; it can be 'managedidentity', or not set.");
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static Uri Endpoint(string? address, string? account, string service)
    {
        if (string.IsNullOrEmpty(address))
        {
            return string.IsNullOrEmpty(account)
                ? throw new InvalidOperationException(
                    $"No storage account is configured: set {Connection} to a connection string (UseDevelopmentStorage=true for Azurite), or {Connection}__{service}ServiceUri and its siblings for an identity.")
                : new Uri($"https://{account}.{service}.core.windows.net");
        }

        return Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.Scheme is "https" or "http"
            ? uri
            : throw new InvalidOperationException($"{Connection}__{service}ServiceUri is no address: expected for example https://account.{service}.core.windows.net.");
    }

    private static QueueClientOptions QueueEncoding() => new() { MessageEncoding = QueueMessageEncoding.Base64 };
}
