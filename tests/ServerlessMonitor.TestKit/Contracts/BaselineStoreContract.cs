using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.TestKit.Contracts;

/// <summary>What every store of baselines must do.</summary>
public abstract class BaselineStoreContract
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly ModelVersion _model = new($"m{Guid.NewGuid():n}", "1");

    [Fact]
    public async Task Put_ThenGet_GivesItBack()
    {
        IBaselineStore store = await CreateAsync();
        Assert.Null(await store.GetAsync(_model, CancellationToken.None));
        await store.PutAsync(Baseline("b/a.csv", "1", hours: 0), CancellationToken.None);

        StoredBaseline? read = await store.GetAsync(_model, CancellationToken.None);

        Assert.Equal(("b/a.csv", "1", Noon, 7), (read?.Source, read?.ETag, read?.CreatedAt, read?.Rows));
        Assert.Equal([1, 2, 3], read!.Body.ToArray());
        Assert.Equal("x", Assert.Single(read.Schema.Columns).Name);
    }

    [Fact]
    public async Task Put_OlderBlobLast_KeepsTheNewer()
    {
        IBaselineStore store = await CreateAsync();
        await store.PutAsync(Baseline("b/new.csv", "1", hours: 5), CancellationToken.None);
        await store.PutAsync(Baseline("b/old.csv", "1", hours: 0), CancellationToken.None);
        Assert.Equal("b/new.csv", (await store.GetAsync(_model, CancellationToken.None))?.Source);
    }

    [Fact]
    public async Task Put_NewVersionOfTheSameBlob_Replaces()
    {
        IBaselineStore store = await CreateAsync();
        await store.PutAsync(Baseline("b/a.csv", "1", hours: 0), CancellationToken.None);
        await store.PutAsync(Baseline("b/a.csv", "2", hours: 1), CancellationToken.None);
        Assert.Equal("2", (await store.GetAsync(_model, CancellationToken.None))?.ETag);
    }

    [Fact]
    public async Task Put_SameVersionInOtherPieces_Replaces()
    {
        IBaselineStore store = await CreateAsync();
        await store.PutAsync(Baseline("b/a.csv", "1", hours: 0), CancellationToken.None);
        Assert.True((await store.GetAsync(_model, CancellationToken.None))!.Parts.IsEmpty);
        await store.PutAsync(Baseline("b/a.csv", "1", hours: 0) with { Parts = new byte[] { 4, 5 }, PartsKey = "1 HourOfDay UTC" }, CancellationToken.None);

        StoredBaseline read = (await store.GetAsync(_model, CancellationToken.None))!;
        Assert.Equal([4, 5], read.Parts.ToArray());
        Assert.Equal("1 HourOfDay UTC", read.PartsKey);
        Assert.Equal([1, 2, 3], read.Body.ToArray());
        await store.PutAsync(Baseline("b/a.csv", "1", hours: 0) with { PartsKey = "1" }, CancellationToken.None);
        Assert.Equal((true, "1"), ((await store.GetAsync(_model, CancellationToken.None))!.Parts.IsEmpty, (await store.GetAsync(_model, CancellationToken.None))!.PartsKey));
    }

    [Fact]
    public async Task Put_OldVersionOfTheSameBlobLast_KeepsTheNewer()
    {
        IBaselineStore store = await CreateAsync();
        await store.PutAsync(Baseline("b/a.csv", "2", hours: 1), CancellationToken.None);
        await store.PutAsync(Baseline("b/a.csv", "1", hours: 0), CancellationToken.None);
        Assert.Equal("2", (await store.GetAsync(_model, CancellationToken.None))?.ETag);
    }

    [Fact]
    public async Task Remove_OnlyItsOwnSourceAndVersion()
    {
        IBaselineStore store = await CreateAsync();
        await store.PutAsync(Baseline("b/a.csv", "1", hours: 0), CancellationToken.None);
        await store.RemoveAsync(_model, "b/other.csv", "1", CancellationToken.None);
        await store.RemoveAsync(_model, "b/a.csv", "0", CancellationToken.None);
        Assert.NotNull(await store.GetAsync(_model, CancellationToken.None));
        await store.RemoveAsync(_model, "b/a.csv", "1", CancellationToken.None);
        Assert.Null(await store.GetAsync(_model, CancellationToken.None));
    }

    protected abstract Task<IBaselineStore> CreateAsync();

    private StoredBaseline Baseline(string source, string eTag, int hours) => new(
        _model, source, eTag, Noon.AddHours(hours), 7, new DatasetSchema(ModelTask.Binary, [new("x", ColumnKind.Numeric, ColumnRole.Feature)]), new byte[] { 1, 2, 3 });
}
