using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Finds what a connection name stands for: a connection string, or service addresses with an identity.</summary>
internal sealed class StorageConnections(IConfiguration configuration)
{
    private const string Default = "Storage";

    /// <summary>The queue service of a connection.</summary>
    /// <param name="connection">The connection's name; <see langword="null"/> means <c>AzureWebJobsStorage</c>.</param>
    /// <param name="function">The function that needs it.</param>
    /// <exception cref="InvalidOperationException">No setting says where it is; the message names the function.</exception>
    public QueueServiceClient Queues(string? connection, string function)
    {
        // Bodies are decoded by the listener, so that one that is not Base64 reaches the poison queue as it came.
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        var section = Find(connection) ?? throw new InvalidOperationException(
            $"Function '{function}': the storage connection '{NameOf(connection)}' is not set. Set '{NameOf(connection)}' to a connection string, "
            + $"or '{NameOf(connection)}__queueServiceUri' (and __credential, __clientId) to use an identity.");
        return section.Value is { Length: > 0 } text
            ? new QueueServiceClient(text, options)
            : new QueueServiceClient(Address(section, "queue", connection), Credential(section), options);
    }

    /// <summary>The blob service of <c>AzureWebJobsStorage</c>, where hosts keep what they share; <see langword="null"/> when it is not set.</summary>
    public BlobServiceClient? HostBlobs()
    {
        if (Find(null) is not { } section)
        {
            return null;
        }

        return section.Value is { Length: > 0 } text
            ? new BlobServiceClient(text)
            : new BlobServiceClient(Address(section, "blob", null), Credential(section));
    }

    private IConfigurationSection? Find(string? connection) => Candidates(connection).FirstOrDefault(section => section.Exists());

    private IEnumerable<IConfigurationSection> Candidates(string? connection)
    {
        var name = string.IsNullOrEmpty(connection) ? Default : connection;
        yield return configuration.GetSection($"ConnectionStrings:AzureWebJobs{name}");
        yield return configuration.GetSection($"AzureWebJobs{name}");
        yield return configuration.GetSection($"ConnectionStrings:{name}");
        yield return configuration.GetSection(name);
    }

    private static string NameOf(string? connection) => string.IsNullOrEmpty(connection) ? "AzureWebJobs" + Default : connection;

    private static Uri Address(IConfigurationSection section, string service, string? connection) =>
        section[$"{service}ServiceUri"] is { Length: > 0 } uri ? new Uri(uri)
        : section["accountName"] is { Length: > 0 } account ? new Uri($"https://{account}.{service}.core.windows.net")
        : throw new InvalidOperationException($"The storage connection '{NameOf(connection)}' has neither __{service}ServiceUri nor __accountName.");

    private static TokenCredential Credential(IConfigurationSection section)
    {
        var client = section["clientId"];
        return string.Equals(section["credential"], "managedidentity", StringComparison.OrdinalIgnoreCase)
            ? new ManagedIdentityCredential(
                string.IsNullOrEmpty(client) ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(client))
            : new DefaultAzureCredential(new DefaultAzureCredentialOptions { TenantId = section["tenantId"], ManagedIdentityClientId = client });
    }
}
