using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace ServerlessMonitor.Azure.Tests;

/// <summary>Every form of connection that local settings and the template use.</summary>
public sealed class StorageClientsTests
{
    [Fact]
    public void FromConfiguration_ConnectionString_IsTheAccountItNames()
    {
        StorageClients clients = Read(("AzureWebJobsStorage", "UseDevelopmentStorage=true"));
        Assert.Equal("devstoreaccount1", clients.Blobs.AccountName);
        Assert.Equal("devstoreaccount1", clients.Queues.AccountName);
        Assert.Equal("devstoreaccount1", clients.Tables.AccountName);
    }

    [Fact]
    public void FromConfiguration_WhatTheTemplateSets_IsThatAccountByIdentity()
    {
        // Addresses as Azure gives them end with a slash; the names are those of infra/modules/functionapp.bicep.
        StorageClients clients = Read(
            ("AzureWebJobsStorage__blobServiceUri", "https://suite.blob.core.windows.net/"),
            ("AzureWebJobsStorage__queueServiceUri", "https://suite.queue.core.windows.net/"),
            ("AzureWebJobsStorage__tableServiceUri", "https://suite.table.core.windows.net/"),
            ("AzureWebJobsStorage__credential", "managedidentity"),
            ("AzureWebJobsStorage__clientId", "7a1e9a5c-2f6d-4b0e-9a43-7d1c8b1f0e11"));
        Assert.Equal("https://suite.blob.core.windows.net/", clients.Blobs.Uri.AbsoluteUri);
        Assert.Equal("https://suite.queue.core.windows.net/", clients.Queues.Uri.AbsoluteUri);
        Assert.Equal("https://suite.table.core.windows.net/", clients.Tables.Uri.AbsoluteUri);
        Assert.Equal("https://suite.blob.core.windows.net/predictions/churn/1/a.csv", clients.Blobs.GetBlobContainerClient("predictions").GetBlobClient("churn/1/a.csv").Uri.AbsoluteUri);
        Assert.Equal("https://suite.queue.core.windows.net/evaluate", clients.Queues.GetQueueClient("evaluate").Uri.AbsoluteUri);
    }

    [Fact]
    public void FromConfiguration_AccountName_IsTheThreeServicesOfThePublicCloud()
    {
        StorageClients clients = Read(("AzureWebJobsStorage__accountName", "suite"), ("AzureWebJobsStorage__queueServiceUri", "https://other.queue.core.windows.net"));
        Assert.Equal("suite.blob.core.windows.net", clients.Blobs.Uri.Host);
        Assert.Equal("other.queue.core.windows.net", clients.Queues.Uri.Host);
        Assert.Equal("suite.table.core.windows.net", clients.Tables.Uri.Host);
    }

    [Fact]
    public void FromConfiguration_Nothing_SaysWhatToSet()
    {
        var problem = Assert.Throws<InvalidOperationException>(() => Read(("AzureWebJobsStorage", "")));
        Assert.Contains("AzureWebJobsStorage__blobServiceUri", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("suite.queue.core.windows.net")]
    [InlineData("ftp://suite.queue.core.windows.net")]
    public void FromConfiguration_AddressThatIsNone_NamesTheSetting(string address)
    {
        var problem = Assert.Throws<InvalidOperationException>(() => Read(("AzureWebJobsStorage__accountName", "suite"), ("AzureWebJobsStorage__queueServiceUri", address)));
        Assert.Contains("AzureWebJobsStorage__queueServiceUri", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("managedidentity", "7a1e9a5c-2f6d-4b0e-9a43-7d1c8b1f0e11", typeof(ManagedIdentityCredential))]
    [InlineData("ManagedIdentity", null, typeof(ManagedIdentityCredential))]
    [InlineData("managedidentity", "", typeof(ManagedIdentityCredential))]
    [InlineData(null, null, typeof(DefaultAzureCredential))]
    [InlineData("", "7a1e9a5c-2f6d-4b0e-9a43-7d1c8b1f0e11", typeof(DefaultAzureCredential))]
    public void Credential_ByKindAndClient_IsTheOneAskedFor(string? kind, string? clientId, Type expected)
    {
        TokenCredential credential = StorageClients.Credential(kind, clientId, tenantId: null);
        Assert.IsType(expected, credential);
    }

    [Fact]
    public void Credential_OfAnUnknownKind_IsRefused()
    {
        var problem = Assert.Throws<InvalidOperationException>(() => StorageClients.Credential("password", null, null));
        Assert.Contains("AzureWebJobsStorage__credential", problem.Message, StringComparison.Ordinal);
    }

    // As environment variables are read: two underscores part a section from its key.
    private static StorageClients Read(params (string Name, string Value)[] settings) => StorageClients.FromConfiguration(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting =>
            KeyValuePair.Create(setting.Name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal), (string?)setting.Value))).Build());
}
