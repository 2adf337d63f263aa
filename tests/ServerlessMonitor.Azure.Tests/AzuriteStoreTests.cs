using Azure.Storage.Queues;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Azure.Blobs;
using ServerlessMonitor.Azure.Queues;
using ServerlessMonitor.Azure.Tables;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;
using ServerlessMonitor.TestKit.Azurite;
using ServerlessMonitor.TestKit.Contracts;

namespace ServerlessMonitor.Azure.Tests;

[CollectionDefinition(nameof(AzuriteCollection))]
public sealed class AzuriteCollection : ICollectionFixture<StorageFixture>;

/// <summary>One Azurite for all tests here, with the suite's containers, tables and queues in it.</summary>
public sealed class StorageFixture : IAsyncLifetime
{
    private readonly AzuriteFixture _azurite = new();

    public IOptions<AzureStorageOptions> Options { get; } = Microsoft.Extensions.Options.Options.Create(new AzureStorageOptions());

    public StorageClients Clients { get; private set; } = null!;

    public BlobStore Blobs => new(Clients, Options);

    public EntityBody Bodies => new(Blobs);

    public async Task InitializeAsync()
    {
        await _azurite.InitializeAsync();
        Clients = new StorageClients(_azurite.ConnectionString);
        await new StorageSetup(Clients, Options).CreateMissingAsync(CancellationToken.None);
    }

    public Task DisposeAsync() => _azurite.DisposeAsync();
}

[Collection(nameof(AzuriteCollection))]
public sealed class TableIngestLedgerTests(StorageFixture storage) : IngestLedgerContract
{
    protected override Task<IIngestLedger> CreateAsync() => Task.FromResult<IIngestLedger>(new TableIngestLedger(storage.Clients, storage.Options));
}

[Collection(nameof(AzuriteCollection))]
public sealed class BlobKeptFilesTests(StorageFixture storage) : KeptFilesContract
{
    protected override Task<IKeptFiles> CreateAsync() => Task.FromResult<IKeptFiles>(new BlobKeptFiles(storage.Clients, storage.Options, storage.Blobs, TimeProvider.System));
}

[Collection(nameof(AzuriteCollection))]
public sealed class TableLabelLinksTests(StorageFixture storage) : LabelLinksContract
{
    protected override Task<ILabelLinks> CreateAsync() => Task.FromResult<ILabelLinks>(new TableLabelLinks(storage.Clients, storage.Options, storage.Bodies));
}

[Collection(nameof(AzuriteCollection))]
public sealed class TableCompactedStoreTests(StorageFixture storage) : CompactedStoreContract
{
    protected override Task<ICompactedStore> CreateAsync() => Task.FromResult<ICompactedStore>(new TableCompactedStore(storage.Clients, storage.Options, storage.Bodies));
}

[Collection(nameof(AzuriteCollection))]
public sealed class TableBatchIndexTests(StorageFixture storage) : BatchIndexContract
{
    protected override Task<IBatchIndex> CreateAsync() => Task.FromResult<IBatchIndex>(new TableBatchIndex(storage.Clients, storage.Options));
}

[Collection(nameof(AzuriteCollection))]
public sealed class BlobQuarantineTests(StorageFixture storage) : QuarantineContract
{
    protected override Task<(IQuarantine, IBlobSource)> CreateAsync() =>
        Task.FromResult<(IQuarantine, IBlobSource)>((new BlobQuarantine(storage.Blobs, TimeProvider.System), storage.Blobs));
}

[Collection(nameof(AzuriteCollection))]
public sealed class StoragePoisonQueuesTests(StorageFixture storage) : PoisonQueuesContract
{
    private readonly IOptions<AzureStorageOptions> _options = Options.Create(new AzureStorageOptions { PredictionsQueue = UniqueName.For("work") });

    protected override string Queue => _options.Value.PredictionsQueue;

    protected override async Task<IPoisonQueues> CreateAsync()
    {
        await Of(Queue).CreateIfNotExistsAsync();
        return new StoragePoisonQueues(storage.Clients, _options);
    }

    protected override async Task PoisonAsync(string body)
    {
        await Of(Queue + "-poison").CreateIfNotExistsAsync();
        await Of(Queue + "-poison").SendMessageAsync(body);
    }

    protected override async Task<IReadOnlyList<string>> WorkAsync() =>
        [.. (await Of(Queue).ReceiveMessagesAsync(maxMessages: 32)).Value.Select(message => message.Body.ToString())];

    private QueueClient Of(string queue) => storage.Clients.Queues.GetQueueClient(queue);
}

[Collection(nameof(AzuriteCollection))]
public sealed class BlobStoreTests(StorageFixture storage) : BlobSourceContract
{
    protected override Task<IBlobSource> CreateAsync() => Task.FromResult<IBlobSource>(storage.Blobs);
}

[Collection(nameof(AzuriteCollection))]
public sealed class TableProfileStoreTests(StorageFixture storage) : ProfileStoreContract
{
    protected override Task<IProfileStore> CreateAsync() =>
        Task.FromResult<IProfileStore>(new TableProfileStore(storage.Clients, storage.Options, storage.Bodies));
}

[Collection(nameof(AzuriteCollection))]
public sealed class TableBaselineStoreTests(StorageFixture storage) : BaselineStoreContract
{
    protected override Task<IBaselineStore> CreateAsync() =>
        Task.FromResult<IBaselineStore>(new TableBaselineStore(storage.Clients, storage.Options, storage.Bodies));
}

[Collection(nameof(AzuriteCollection))]
public sealed class TableReportStoreTests(StorageFixture storage) : ReportStoreContract
{
    protected override Task<IReportStore> CreateAsync() =>
        Task.FromResult<IReportStore>(new TableReportStore(storage.Clients, storage.Options, storage.Bodies));
}

[Collection(nameof(AzuriteCollection))]
public sealed class TableModelCatalogTests(StorageFixture storage) : ModelCatalogContract
{
    protected override Task<IModelCatalog> CreateAsync() => Task.FromResult<IModelCatalog>(new TableModelCatalog(storage.Clients, storage.Options, TimeProvider.System));
}

[Collection(nameof(AzuriteCollection))]
public sealed class TableAlertStoreTests(StorageFixture storage) : AlertStoreContract
{
    protected override Task<IAlertStore> CreateAsync() =>
        Task.FromResult<IAlertStore>(new TableAlertStore(storage.Clients, storage.Options, storage.Bodies, TimeProvider.System));
}

[Collection(nameof(AzuriteCollection))]
public sealed class TableNotificationLogTests(StorageFixture storage) : NotificationLogContract
{
    protected override Task<INotificationLog> CreateAsync() =>
        Task.FromResult<INotificationLog>(new TableNotificationLog(storage.Clients, storage.Options, storage.Bodies));
}
