using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;
using ServerlessMonitor.TestKit.Contracts;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Tests.InMemory;

// The doubles pass the contracts that the real stores pass: otherwise tests on them would say nothing.
public sealed class InMemoryIngestLedgerTests : IngestLedgerContract
{
    protected override Task<IIngestLedger> CreateAsync() => Task.FromResult<IIngestLedger>(new InMemoryIngestLedger());
}

public sealed class InMemoryBatchIndexTests : BatchIndexContract
{
    protected override Task<IBatchIndex> CreateAsync() => Task.FromResult<IBatchIndex>(new InMemoryBatchIndex());
}

public sealed class InMemoryPoisonQueuesTests : PoisonQueuesContract
{
    private readonly InMemoryPoisonQueues _poison = new("work", "monitors-events");
    private readonly List<string> _work = [];

    protected override string Queue => "work";

    protected override Task<IPoisonQueues> CreateAsync()
    {
        _poison.OnPutBack = message => _work.Add(message.Body);
        return Task.FromResult<IPoisonQueues>(_poison);
    }

    protected override Task PoisonAsync(string body)
    {
        _poison.Add(Queue, body, DateTimeOffset.UnixEpoch);
        return Task.CompletedTask;
    }

    protected override Task<IReadOnlyList<string>> WorkAsync()
    {
        string[] taken = [.. _work];
        _work.Clear();
        return Task.FromResult<IReadOnlyList<string>>(taken);
    }
}

public sealed class InMemoryBlobsTests : BlobSourceContract
{
    protected override Task<IBlobSource> CreateAsync() => Task.FromResult<IBlobSource>(new InMemoryBlobs(TimeProvider.System));
}

public sealed class InMemoryProfileStoreTests : ProfileStoreContract
{
    protected override Task<IProfileStore> CreateAsync() => Task.FromResult<IProfileStore>(new InMemoryProfileStore());
}

public sealed class InMemoryKeptFilesTests : KeptFilesContract
{
    protected override Task<IKeptFiles> CreateAsync() => Task.FromResult<IKeptFiles>(new InMemoryKeptFiles());
}

public sealed class InMemoryLabelLinksTests : LabelLinksContract
{
    protected override Task<ILabelLinks> CreateAsync() => Task.FromResult<ILabelLinks>(new InMemoryLabelLinks());
}

public sealed class InMemoryCompactedStoreTests : CompactedStoreContract
{
    protected override Task<ICompactedStore> CreateAsync() => Task.FromResult<ICompactedStore>(new InMemoryCompactedStore());
}

public sealed class InMemoryBaselineStoreTests : BaselineStoreContract
{
    protected override Task<IBaselineStore> CreateAsync() => Task.FromResult<IBaselineStore>(new InMemoryBaselineStore());
}

public sealed class InMemoryReportStoreTests : ReportStoreContract
{
    protected override Task<IReportStore> CreateAsync() => Task.FromResult<IReportStore>(new InMemoryReportStore());
}

public sealed class InMemoryModelCatalogTests : ModelCatalogContract
{
    protected override Task<IModelCatalog> CreateAsync() => Task.FromResult<IModelCatalog>(new InMemoryModelCatalog());
}
