using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Http;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables;

/// <summary>The tables of a storage account. Thread-safe; make one and keep it.</summary>
public class TableServiceClient
{
    private readonly TableService _service;

    /// <summary>For mocks.</summary>
    protected TableServiceClient() => _service = null!;

    /// <inheritdoc cref="TableServiceClient(string, TableClientOptions?)" />
    public TableServiceClient(string connectionString)
        : this(connectionString, options: null)
    {
    }

    /// <summary>The account that a connection string names: with a key, a shared access signature, or <c>UseDevelopmentStorage=true</c>.</summary>
    /// <exception cref="InvalidOperationException">It is not a connection string.</exception>
    public TableServiceClient(string connectionString, TableClientOptions? options = null) => _service = TableService.Create(connectionString, options);

    /// <summary>The account at an address, with a shared access signature in its query if it needs one.</summary>
    public TableServiceClient(Uri endpoint, TableClientOptions? options = null) => _service = TableService.Create(endpoint, options);

    /// <inheritdoc cref="TableServiceClient(Uri, AzureSasCredential, TableClientOptions?)" />
    public TableServiceClient(Uri endpoint, AzureSasCredential credential)
        : this(endpoint, credential, options: null)
    {
    }

    /// <summary>The account at an address, by a shared access signature.</summary>
    public TableServiceClient(Uri endpoint, AzureSasCredential credential, TableClientOptions? options = null) =>
        _service = TableService.Create(endpoint, credential, options);

    /// <summary>The account at an https address, by a token of Microsoft Entra ID.</summary>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options = null) =>
        _service = TableService.Create(endpoint, tokenCredential, options);

    /// <inheritdoc cref="TableServiceClient(Uri, TableSharedKeyCredential, TableClientOptions?)" />
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential)
        : this(endpoint, credential, options: null)
    {
    }

    /// <summary>The account at an address, by its key.</summary>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options) =>
        _service = TableService.Create(endpoint, credential, options);

    /// <summary>The name of the account.</summary>
    public virtual string AccountName => _service.AccountName;

    /// <summary>The address of the account's table service, without credentials.</summary>
    public virtual Uri Uri => _service.Endpoint;

    /// <inheritdoc cref="TableClient.CreateQueryFilter" />
    public static string CreateQueryFilter(FormattableString filter) => TableClient.CreateQueryFilter(filter);

    /// <summary>A client for one table, which need not exist; it shares the connections of this one.</summary>
    public virtual TableClient GetTableClient(string tableName) => new(_service, tableName);

    /// <summary>Creates a table unless it exists.</summary>
    /// <exception cref="RequestFailedException">The name is not valid, or the table is being deleted (409 TableBeingDeleted, for up to a minute).</exception>
    public virtual async Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        Response.FromValue(new TableItem(tableName), await _service.CreateTableIfNotExistsAsync(tableName, cancellationToken).ConfigureAwait(false));

    /// <summary>Deletes a table with all it holds; status 404, but no exception, when there is none.</summary>
    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) => _service.DeleteTableAsync(tableName, cancellationToken);

    /// <summary>Lists the tables of the account.</summary>
    /// <param name="filter">A filter over <c>TableName</c>, or null for all.</param>
    /// <param name="maxPerPage">1 to 1000, or null for 1000.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public virtual AsyncPageable<TableItem> QueryAsync(string? filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default)
    {
        EntityLimits.CheckPageSize(maxPerPage);
        return new QueryPages<TableItem>(_service, "Tables", filter, maxPerPage, select: null, ReadTables, cancellationToken);
    }

    private static List<TableItem> ReadTables(Response response)
    {
        using var document = JsonDocument.Parse(response.Content.ToMemory());
        return [.. document.RootElement.GetProperty("value").EnumerateArray().Select(table => new TableItem(table.GetProperty("TableName").GetString()!))];
    }
}
