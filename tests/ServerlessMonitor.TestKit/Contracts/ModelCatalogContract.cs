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

        Assert.Equal((_model, new TimeWindow(Day(2), Day(6)), Day(100)), (entry!.Model, entry.Events, entry.LastArrival));
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
    public async Task NoteBatch_EachTime_RaisesTheSequence()
    {
        IModelCatalog catalog = await CreateAsync();
        long first = await catalog.NoteBatchAsync(_model, new TimeWindow(Day(5), Day(6)), Day(100), CancellationToken.None);
        long late = await catalog.NoteBatchAsync(_model, new TimeWindow(Day(5), Day(6)), Day(99), CancellationToken.None);
        long last = await catalog.NoteBatchAsync(_model, new TimeWindow(Day(5), Day(6)), Day(101), CancellationToken.None);

        Assert.True(first < late && late < last, $"{first} {late} {last}");
        Assert.Equal(last, (await catalog.GetAsync(_model, CancellationToken.None))?.Sequence);
    }

    [Fact]
    public async Task NoteSuperseded_RaisesBothNumbers_AndLaterBatchesKeepTheOne()
    {
        IModelCatalog catalog = await CreateAsync();
        await catalog.NoteSupersededAsync(_model, CancellationToken.None);
        Assert.Null(await catalog.GetAsync(_model, CancellationToken.None));
        long before = await catalog.NoteBatchAsync(_model, new TimeWindow(Day(5), Day(6)), Day(100), CancellationToken.None);

        await catalog.NoteSupersededAsync(_model, CancellationToken.None);
        long noted = (await catalog.GetAsync(_model, CancellationToken.None))!.SupersededAt;
        long after = await catalog.NoteBatchAsync(_model, new TimeWindow(Day(5), Day(6)), Day(100), CancellationToken.None);

        Assert.True(before < noted && noted < after, $"{before} {noted} {after}");
        Assert.Equal(noted, (await catalog.GetAsync(_model, CancellationToken.None))?.SupersededAt);
    }

    [Fact]
    public async Task NoteEvaluated_AnswersRequestsInsideThatWereNotedBefore()
    {
        IModelCatalog catalog = await CreateAsync();
        long first = await catalog.NoteBatchAsync(_model, new TimeWindow(Day(0), Day(9)), Day(100), CancellationToken.None);
        await catalog.NoteEvaluatedAsync(_model, new EvaluatedSpan(new TimeWindow(Day(2), Day(4)), first), CancellationToken.None);
        await catalog.NoteEvaluatedAsync(_model, new EvaluatedSpan(new TimeWindow(Day(6), Day(7)), first), CancellationToken.None);
        long second = await catalog.NoteBatchAsync(_model, new TimeWindow(Day(2), Day(3)), Day(100), CancellationToken.None);

        CatalogEntry entry = (await catalog.GetAsync(_model, CancellationToken.None))!;

        Assert.True(entry.HasEvaluated(Request(2, 4, first)));
        Assert.True(entry.HasEvaluated(Request(6, 7, first)));
        Assert.False(entry.HasEvaluated(Request(2, 4, second)));
        Assert.False(entry.HasEvaluated(Request(2, 5, first)));
        Assert.False(entry.HasEvaluated(Request(4, 4, first)));
        Assert.False(entry.HasEvaluated(Request(2, 4, null)));
        Assert.False(entry.HasEvaluated(new EvaluateRequest(_model, Range: null) { Sequence = first }));
    }

    [Fact]
    public async Task NoteEvaluated_ManySpans_KeepsTheNewest()
    {
        IModelCatalog catalog = await CreateAsync();
        long sequence = await catalog.NoteBatchAsync(_model, new TimeWindow(Day(0), Day(99)), Day(100), CancellationToken.None);
        for (int day = 0; day < 30; day++)
        {
            await catalog.NoteEvaluatedAsync(_model, new EvaluatedSpan(new TimeWindow(Day(day), Day(day + 1)), sequence), CancellationToken.None);
        }

        CatalogEntry entry = (await catalog.GetAsync(_model, CancellationToken.None))!;

        Assert.InRange(entry.Evaluated.Count, 5, 20);
        Assert.Equal(new TimeWindow(Day(29), Day(30)), entry.Evaluated[0].Events);
    }

    [Fact]
    public async Task List_GivesEveryVersion()
    {
        IModelCatalog catalog = await CreateAsync();
        await catalog.NoteBatchAsync(_model, new TimeWindow(Day(0), Day(1)), Day(1), CancellationToken.None);
        await catalog.NoteBatchAsync(_model with { Version = "2" }, new TimeWindow(Day(0), Day(1)), Day(1), CancellationToken.None);
        var other = new ModelVersion(_model.Model + "x", "3");
        await catalog.NoteBatchAsync(other, new TimeWindow(Day(0), Day(1)), Day(1), CancellationToken.None);

        List<ModelVersion> all = await ListAsync(catalog, model: null);
        Assert.Superset(new HashSet<ModelVersion> { _model, _model with { Version = "2" }, other }, all.ToHashSet());
        Assert.Equal(["1", "2"], (await ListAsync(catalog, _model.Model)).Select(version => version.Version).Order());
    }

    protected abstract Task<IModelCatalog> CreateAsync();

    private static async Task<List<ModelVersion>> ListAsync(IModelCatalog catalog, string? model)
    {
        var versions = new List<ModelVersion>();
        await foreach (CatalogEntry entry in catalog.ListAsync(model, CancellationToken.None))
        {
            versions.Add(entry.Model);
        }

        return versions;
    }

    private EvaluateRequest Request(int from, int to, long? sequence) => new(_model, new TimeWindow(Day(from), Day(to))) { Sequence = sequence };

    private static DateTimeOffset Day(int day) => new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day);
}
