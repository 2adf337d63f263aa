using ServerlessMonitor.Contracts;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.TestKit.Contracts;

/// <summary>What every catalog must do.</summary>
public abstract class ModelCatalogContract
{
    private readonly ModelVersion _model = new($"m{Guid.NewGuid():n}", "1");

    [Fact]
    public async Task NoteBatch_OutOfOrder_OnlyWidens()
    {
        IModelCatalog catalog = await CreateAsync();
        Assert.Null(await catalog.GetAsync(_model, CancellationToken.None));
        await catalog.NoteBatchAsync(_model, new TimeWindow(Day(5), Day(6)), Day(100), CancellationToken.None);
        await catalog.NoteBatchAsync(_model, new TimeWindow(Day(2), Day(3)), Day(99), CancellationToken.None);

        CatalogEntry? entry = await catalog.GetAsync(_model, CancellationToken.None);

        Assert.Equal(new CatalogEntry(_model, new TimeWindow(Day(2), Day(6)), Day(100)), entry);
    }

    [Fact]
    public async Task NoteBatch_ManyAtOnce_LosesNone()
    {
        IModelCatalog catalog = await CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(day =>
            catalog.NoteBatchAsync(_model, new TimeWindow(Day(day), Day(day + 1)), Day(day), CancellationToken.None)));
        Assert.Equal(new TimeWindow(Day(0), Day(12)), (await catalog.GetAsync(_model, CancellationToken.None))?.Events);
    }

    [Fact]
    public async Task List_GivesEveryVersion()
    {
        IModelCatalog catalog = await CreateAsync();
        await catalog.NoteBatchAsync(_model, new TimeWindow(Day(0), Day(1)), Day(1), CancellationToken.None);
        await catalog.NoteBatchAsync(_model with { Version = "2" }, new TimeWindow(Day(0), Day(1)), Day(1), CancellationToken.None);
        var versions = new List<string>();
        await foreach (CatalogEntry entry in catalog.ListAsync(CancellationToken.None))
        {
            if (entry.Model.Model == _model.Model)
            {
                versions.Add(entry.Model.Version);
            }
        }

        Assert.Equal(["1", "2"], versions.Order());
    }

    protected abstract Task<IModelCatalog> CreateAsync();

    private static DateTimeOffset Day(int day) => new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day);
}
