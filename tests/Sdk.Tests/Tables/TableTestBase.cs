using Azure;
using Azure.Data.Tables;
using ServerlessMonitor.TestKit.Azurite;

namespace Sdk.Tests.Tables;

/// <summary>A table of its own for each test, on the Azurite that all share.</summary>
[Collection(AzuriteCollection.Name)]
public abstract class TableTestBase(AzuriteFixture azurite) : IAsyncLifetime
{
    protected string ConnectionString { get; } = azurite.ConnectionString;

    protected TableClient Table { get; } = new TableServiceClient(azurite.ConnectionString).GetTableClient(UniqueName.For("table"));

    public async Task InitializeAsync() => await Table.CreateIfNotExistsAsync();

    public async Task DisposeAsync() => await Table.DeleteAsync();

    protected static TableEntity Entity(string row, string partition = "p") => new(partition, row) { ["Value"] = 1 };

    protected static async Task<RequestFailedException> FailsAsync(Func<Task> act, int status, string code)
    {
        var error = await Assert.ThrowsAnyAsync<RequestFailedException>(act);
        Assert.Equal((status, code), (error.Status, error.ErrorCode));
        return error;
    }
}
