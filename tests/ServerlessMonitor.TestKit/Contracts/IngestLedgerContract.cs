using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.TestKit.Contracts;

/// <summary>What every ledger must do.</summary>
public abstract class IngestLedgerContract
{
    private readonly string _container = $"c{Guid.NewGuid():n}";

    [Fact]
    public async Task Get_UnknownBlob_IsNull() =>
        Assert.Null(await (await CreateAsync()).GetAsync(Blob("a.csv"), CancellationToken.None));

    [Fact]
    public async Task TryWrite_NewEntry_IsReadBackWhole()
    {
        IIngestLedger ledger = await CreateAsync();
        LedgerEntry entry = Entry("emoji 😀 and %2F.csv", "0x1") with { Problem = "line 3", State = LedgerState.Quarantined, IsOutcomeOnly = true };

        string? tag = await ledger.TryWriteAsync(entry, expectedTag: null, CancellationToken.None);
        Versioned<LedgerEntry>? read = await ledger.GetAsync(entry.Blob, CancellationToken.None);

        Assert.NotNull(tag);
        Assert.Equal(entry, read?.Value);
        Assert.Equal(read, await ledger.GetAsync(entry.Blob.Container, entry.Blob.BatchId, CancellationToken.None));
        Assert.Equal(tag, read?.Tag);
    }

    [Fact]
    public async Task TryWrite_EntryThatIsThere_NeedsItsTag()
    {
        IIngestLedger ledger = await CreateAsync();
        string? first = await ledger.TryWriteAsync(Entry("a.csv", "1"), expectedTag: null, CancellationToken.None);

        Assert.Null(await ledger.TryWriteAsync(Entry("a.csv", "2"), expectedTag: null, CancellationToken.None));
        string? second = await ledger.TryWriteAsync(Entry("a.csv", "2"), first, CancellationToken.None);
        Assert.NotNull(second);
        Assert.Null(await ledger.TryWriteAsync(Entry("a.csv", "3"), first, CancellationToken.None));
        Assert.Equal("2", (await ledger.GetAsync(Blob("a.csv"), CancellationToken.None))?.Value.ETag);
    }

    [Fact]
    public async Task TryWrite_ManyAtOnce_OneWins()
    {
        IIngestLedger ledger = await CreateAsync();
        string?[] tags = await Task.WhenAll(Enumerable.Range(0, 16).Select(writer =>
            ledger.TryWriteAsync(Entry("a.csv", $"{writer}"), expectedTag: null, CancellationToken.None)));
        Assert.Single(tags, tag => tag is not null);
    }

    [Fact]
    public async Task GetCountedVersions_MixedStates_GivesTheLiveOnes()
    {
        IIngestLedger ledger = await CreateAsync();
        await ledger.TryWriteAsync(Entry("live.csv", "L"), expectedTag: null, CancellationToken.None);
        await ledger.TryWriteAsync(Entry("expired.csv", "E") with { State = LedgerState.Expired, ProfileVersion = null }, expectedTag: null, CancellationToken.None);
        await ledger.TryWriteAsync(Entry("gone.csv", "G") with { State = LedgerState.Retracted }, expectedTag: null, CancellationToken.None);
        string[] ids = [Blob("live.csv").BatchId, Blob("expired.csv").BatchId, Blob("gone.csv").BatchId, Blob("unknown.csv").BatchId];

        IReadOnlyDictionary<string, string> live = await ledger.GetCountedVersionsAsync(_container, ids, CancellationToken.None);

        Assert.Equal(["E", "L~parts"], live.Values.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task List_OneContainer_GivesItsEntriesOnly()
    {
        IIngestLedger ledger = await CreateAsync();
        for (int file = 0; file < 20; file++)
        {
            await ledger.TryWriteAsync(Entry($"{file}.csv", "1"), expectedTag: null, CancellationToken.None);
        }

        await ledger.TryWriteAsync(Entry("x.csv", "1") with { Blob = new BlobAddress(_container + "x", "x.csv") }, expectedTag: null, CancellationToken.None);
        var paths = new List<string>();
        await foreach (LedgerEntry entry in ledger.ListAsync(_container, CancellationToken.None))
        {
            paths.Add(entry.Blob.Path);
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(file => $"{file}.csv").Order(), paths.Order());
    }

    /// <summary>An empty ledger, or one whose other entries do not matter.</summary>
    protected abstract Task<IIngestLedger> CreateAsync();

    private BlobAddress Blob(string path) => new(_container, path);

    private LedgerEntry Entry(string path, string eTag) => new(Blob(path), eTag, LedgerState.Live)
    {
        Model = new ModelVersion("flight-delay", "7"),
        EventRange = new TimeWindow(Instant("2001-02-12T00:00:00Z"), Instant("2001-02-13T00:00:00Z")),
        SupersededRange = new TimeWindow(DateTimeOffset.MinValue, DateTimeOffset.MaxValue),
        SupersededETag = "0x8D\"before",
        Rows = 5_000_000_000,
        RejectedRows = 3,
        Length = 1L << 40,
        CommittedAt = Instant("2026-11-22T01:02:03.0000004Z"),
        Announced = true,
        ProfileVersion = $"{eTag}~parts",
        Revision = 7,
        Retractions = 2,
        Hours = 24,
        ModifiedAt = Instant("2026-11-21T01:02:03Z"),
        ArrivedAt = Instant("2026-11-20T01:02:03Z"),
        MonitorDigest = "abc",
        QuarantinedETag = "0x8D0",
        Notes = "by day",
    };

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
