using Azure.Core;
using Azure.Data.Tables.Http;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables;

/// <summary>One table. Thread-safe; errors of the service are <see cref="RequestFailedException"/> with its status and code.</summary>
public partial class TableClient
{
    private static readonly int[] Read = [200];
    private static readonly int[] ReadOrMissing = [200, 404];
    private static readonly int[] Inserted = [201, 204];
    private static readonly int[] Changed = [204];
    private static readonly int[] ChangedOrMissing = [204, 404];

    private readonly TableService _service;

    /// <summary>For mocks.</summary>
    protected TableClient()
    {
        _service = null!;
        Name = null!;
    }

    /// <inheritdoc cref="TableClient(string, string, TableClientOptions?)" />
    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, options: null)
    {
    }

    /// <summary>A table of the account that a connection string names.</summary>
    /// <exception cref="InvalidOperationException">It is not a connection string.</exception>
    public TableClient(string connectionString, string tableName, TableClientOptions? options = null)
        : this(TableService.Create(connectionString, options), tableName)
    {
    }

    /// <summary>A table of the account at an https address, by a token of Microsoft Entra ID.</summary>
    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions? options = null)
        : this(TableService.Create(endpoint, tokenCredential, options), tableName)
    {
    }

    /// <inheritdoc cref="TableClient(Uri, string, TableSharedKeyCredential, TableClientOptions?)" />
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential)
        : this(endpoint, tableName, credential, options: null)
    {
    }

    /// <summary>A table of the account at an address, by its key.</summary>
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions? options = null)
        : this(TableService.Create(endpoint, credential, options), tableName)
    {
    }

    internal TableClient(TableService service, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        _service = service;
        Name = tableName;
    }

    /// <summary>The name of the table.</summary>
    public virtual string Name { get; }

    /// <summary>The name of the account.</summary>
    public virtual string AccountName => _service.AccountName;

    /// <summary>The address of the table, without credentials.</summary>
    public virtual Uri Uri => _service.Address(Path);

    private string Path => System.Uri.EscapeDataString(Name);

    /// <summary>A filter with the values of an interpolated string quoted and escaped: <c>CreateQueryFilter($"PartitionKey eq {key}")</c>.</summary>
    /// <exception cref="ArgumentException">A value has a type that filters do not know, or is not finite.</exception>
    public static string CreateQueryFilter(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return FilterLiteral.Create(filter);
    }

    /// <summary>Creates the table unless it exists.</summary>
    /// <exception cref="RequestFailedException">The name is not valid, or the table is being deleted (409 TableBeingDeleted, for up to a minute).</exception>
    public virtual async Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        Response.FromValue(new TableItem(Name), await _service.CreateTableIfNotExistsAsync(Name, cancellationToken).ConfigureAwait(false));

    /// <summary>Deletes the table with all it holds; status 404, but no exception, when there is none.</summary>
    public virtual Task<Response> DeleteAsync(CancellationToken cancellationToken = default) => _service.DeleteTableAsync(Name, cancellationToken);

    /// <summary>Reads an entity.</summary>
    /// <param name="partitionKey">Its partition.</param>
    /// <param name="rowKey">Its row.</param>
    /// <param name="select">The properties to read, or null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RequestFailedException">404 ResourceNotFound when there is none.</exception>
    public virtual async Task<Response<T>> GetEntityAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        EntityReader.EnsureSupported<T>();
        var response = await _service.SendAsync(TableRequest.Get(Path, partitionKey, rowKey, select), Read, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(EntityReader.ReadOne<T>(response), response);
    }

    /// <summary>Reads an entity, or says that there is none.</summary>
    /// <inheritdoc cref="GetEntityAsync" path="/param" />
    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        EntityReader.EnsureSupported<T>();
        var response = await _service.SendAsync(TableRequest.Get(Path, partitionKey, rowKey, select), ReadOrMissing, cancellationToken).ConfigureAwait(false);
        return response.Status == 404 ? new NoValueResponse<T>(response) : Response.FromValue(EntityReader.ReadOne<T>(response), response);
    }

    /// <summary>Adds an entity; the reply's headers hold its ETag.</summary>
    /// <remarks>The pipeline repeats a call whose reply was lost: then 409 may be the answer to this very call's first try.</remarks>
    /// <exception cref="RequestFailedException">409 EntityAlreadyExists, or a limit of the service is broken.</exception>
    public virtual Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        return _service.SendAsync(TableRequest.Insert(Path, entity), Inserted, cancellationToken);
    }

    /// <summary>Changes an entity, or adds it.</summary>
    /// <exception cref="RequestFailedException">A limit of the service is broken.</exception>
    public virtual Task<Response> UpsertEntityAsync<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        return _service.SendAsync(TableRequest.Update(Path, entity, mode, ifMatch: null), Changed, cancellationToken);
    }

    /// <summary>Changes an entity that has the version <paramref name="ifMatch"/>, or any with <see cref="ETag.All"/>.</summary>
    /// <exception cref="RequestFailedException">412 UpdateConditionNotSatisfied when somebody else changed it, 404 when it does not exist.</exception>
    /// <exception cref="ArgumentException"><paramref name="ifMatch"/> is the default.</exception>
    public virtual Task<Response> UpdateEntityAsync<T>(T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        if (ifMatch == default)
        {
            throw new ArgumentException("An update needs the version it changes, or ETag.All.", nameof(ifMatch));
        }

        return _service.SendAsync(TableRequest.Update(Path, entity, mode, ifMatch.ToString()), Changed, cancellationToken);
    }

    /// <summary>Deletes an entity that has the version <paramref name="ifMatch"/>, or any with the default; status 404, but no exception, when there is none.</summary>
    /// <exception cref="RequestFailedException">412 UpdateConditionNotSatisfied when somebody else changed it.</exception>
    public virtual Task<Response> DeleteEntityAsync(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        _service.SendAsync(TableRequest.Delete(Path, partitionKey, rowKey, ifMatch), ChangedOrMissing, cancellationToken);

    /// <inheritdoc cref="DeleteEntityAsync(string, string, ETag, CancellationToken)" />
    public virtual Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    /// <summary>Lists entities in the order of partition and row.</summary>
    /// <param name="filter">A filter, made with <see cref="CreateQueryFilter"/> where it holds values; null for all.</param>
    /// <param name="maxPerPage">1 to 1000, or null for 1000. Pages may be smaller, even empty.</param>
    /// <param name="select">The properties to read, or null for all.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public virtual AsyncPageable<T> QueryAsync<T>(string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        EntityReader.EnsureSupported<T>();
        EntityLimits.CheckPageSize(maxPerPage);
        return new QueryPages<T>(_service, $"{Path}()", filter, maxPerPage, select, EntityReader.ReadPage<T>, cancellationToken);
    }
}
