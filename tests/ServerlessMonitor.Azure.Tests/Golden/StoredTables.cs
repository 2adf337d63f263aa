using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Azure.Blobs;
using ServerlessMonitor.Azure.Tables;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Azure.Tests.Golden;

/// <summary>The stores over tables of their own.</summary>
internal sealed class StoredTables
{
    private readonly StorageClients _clients;
    private readonly IOptions<AzureStorageOptions> _options;

    private StoredTables(StorageClients clients, IOptions<AzureStorageOptions> options)
    {
        _clients = clients;
        _options = options;
        Bodies = new EntityBody(Blobs);
    }

    public EntityBody Bodies { get; }

    public TableIngestLedger Ledger => new(_clients, _options);

    public TableBatchIndex Index => new(_clients, _options);

    public BlobStore Blobs => new(_clients, _options);

    public TableProfileStore Profiles => new(_clients, _options, Bodies);

    public TableCompactedStore Compacted => new(_clients, _options, Bodies);

    public TableBaselineStore Baselines => new(_clients, _options, Bodies);

    public TableReportStore Reports => new(_clients, _options, Bodies);

    public TableModelCatalog Catalog => new(_clients, _options, TimeProvider.System);

    public TableAlertStore Alerts => new(_clients, _options, Bodies, new ManualTimeProvider(GoldenSamples.Monday.AddDays(3)));

    public TableNotificationLog Notifications => new(_clients, _options, Bodies);

    public static async Task<StoredTables> CreateAsync(StorageClients clients)
    {
        IOptions<AzureStorageOptions> options = Options.Create(new AzureStorageOptions { StoragePrefix = $"g{Guid.NewGuid():N}"[..16] });
        foreach (string table in StorageNames.Tables)
        {
            await clients.Tables.CreateTableIfNotExistsAsync(options.Value.StoragePrefix + table, CancellationToken.None);
        }

        foreach (string container in StorageNames.Containers)
        {
            await clients.Blobs.GetBlobContainerClient($"{options.Value.StoragePrefix}-{container}").CreateIfNotExistsAsync();
        }

        return new StoredTables(clients, options);
    }

    public TableClient Table(string name) => _clients.Tables.GetTableClient(_options.Value.StoragePrefix + name);
}
