using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.TestKit.Contracts;

/// <summary>What every store of profiles must do.</summary>
public abstract class ProfileStoreContract
{
    private static readonly DateTimeOffset Midnight = new(2001, 2, 12, 0, 0, 0, TimeSpan.Zero);
    private readonly ModelVersion _model = new($"m{Guid.NewGuid():n}", "1");

    [Fact]
    public async Task Query_Window_GivesItsPartsInOrder()
    {
        IProfileStore store = await CreateAsync();
        await store.PutAsync([Part(3, "b"), Part(1, "b"), Part(25, "b")], CancellationToken.None);
        await store.PutAsync([Part(1, "a")], CancellationToken.None);

        List<ProfilePart> parts = await QueryAsync(store, 1, 25);

        Assert.Equal([(1, "a"), (1, "b"), (3, "b")], parts.Select(part => ((int)(part.Hour - Midnight).TotalHours, part.BatchId)));
        Assert.Equal(Body(3, "b", 40), parts[2].Body.ToArray());
    }

    [Fact]
    public async Task List_Window_NamesItsParts()
    {
        IProfileStore store = await CreateAsync();
        await store.PutAsync([Part(0, "b"), Part(1, "b"), Part(25, "b")], CancellationToken.None);
        await store.PutAsync([Part(1, "a")], CancellationToken.None);
        var named = new List<(int, string, string)>();
        await foreach (StoredPart part in store.ListAsync(_model, new TimeWindow(Midnight.AddHours(1), Midnight.AddHours(25)), CancellationToken.None))
        {
            named.Add(((int)(part.Hour - Midnight).TotalHours, part.BatchId, part.ETag));
        }

        Assert.Equal([(1, "a", "0x8D\"/\\#?"), (1, "b", "0x8D\"/\\#?")], named);
    }

    [Fact]
    public async Task Put_Twice_KeepsOne()
    {
        IProfileStore store = await CreateAsync();
        await store.PutAsync([Part(1, "a")], CancellationToken.None);
        await store.PutAsync([Part(1, "a"), Part(2, "a")], CancellationToken.None);
        Assert.Equal(2, (await QueryAsync(store, 0, 24)).Count);
    }

    [Fact]
    public async Task Put_ManyLargeParts_AllComeBack()
    {
        IProfileStore store = await CreateAsync();
        ProfilePart[] parts = [.. Enumerable.Range(0, 130).Select(hour => Part(hour, "a", size: 90_000)), Part(200, "a", size: 2_000_000)];
        await store.PutAsync(parts, CancellationToken.None);

        List<ProfilePart> read = await QueryAsync(store, 0, 500);

        Assert.Equal(131, read.Count);
        Assert.All(read, part => Assert.Equal(Body((int)(part.Hour - Midnight).TotalHours, "a", part.Body.Length), part.Body.ToArray()));
        Assert.Equal(2_000_000, read[^1].Body.Length);
    }

    [Fact]
    public async Task QueryVersion_GivesThatBatchInThatVersionByHour()
    {
        IProfileStore store = await CreateAsync();
        await store.PutAsync([Part(2, "a"), Part(1, "a")], CancellationToken.None);
        await store.PutAsync([Part(1, "a") with { ETag = "other" }], CancellationToken.None);
        await store.PutAsync([Part(1, "b")], CancellationToken.None);
        var hours = new List<int>();
        await foreach (ProfilePart part in store.QueryVersionAsync(
            _model, "a", Part(1, "a").ETag, new TimeWindow(Midnight.AddMinutes(90), Midnight.AddHours(3)), CancellationToken.None))
        {
            Assert.Equal(("a", Part(1, "a").ETag), (part.BatchId, part.ETag));
            hours.Add((int)(part.Hour - Midnight).TotalHours);
        }

        Assert.Equal([1, 2], hours);
    }

    [Fact]
    public async Task RangeOfAVersion_EndsJustAfterAnHourBegins_HasThatHour()
    {
        IProfileStore store = await CreateAsync();
        var range = new TimeWindow(Midnight.AddHours(1), Midnight.AddHours(2).AddTicks(1));
        await store.PutAsync([Part(1, "a"), Part(2, "a")], CancellationToken.None);
        int parts = 0;
        await foreach (ProfilePart part in store.QueryVersionAsync(_model, "a", Part(1, "a").ETag, range, CancellationToken.None))
        {
            parts++;
        }

        await store.DeleteVersionAsync(_model, "a", Part(1, "a").ETag, range, CancellationToken.None);

        Assert.Equal(2, parts);
        Assert.Empty(await QueryAsync(store, 0, 24));
    }

    [Fact]
    public async Task DeleteVersion_LeavesOtherVersionsAndOtherBatches()
    {
        IProfileStore store = await CreateAsync();
        await store.PutAsync([Part(1, "a", "old"), Part(2, "a", "old")], CancellationToken.None);
        await store.PutAsync([Part(1, "a", "new")], CancellationToken.None);
        await store.PutAsync([Part(1, "b", "old")], CancellationToken.None);

        await store.DeleteVersionAsync(_model, "a", "old", new TimeWindow(Midnight.AddMinutes(90), Midnight.AddHours(3)), CancellationToken.None);

        Assert.Equal([("a", "new"), ("b", "old")], (await QueryAsync(store, 0, 24)).Select(part => (part.BatchId, part.ETag)));
    }

    [Fact]
    public async Task SetSchemaIfAbsent_Second_GivesTheFirst()
    {
        IProfileStore store = await CreateAsync();
        Assert.Null(await store.GetSchemaAsync(_model, CancellationToken.None));
        var first = new DatasetSchema(ModelTask.Binary, [new("x", ColumnKind.Numeric, ColumnRole.Feature), new("p", ColumnKind.Numeric, ColumnRole.Score) { ScoreClass = "a" }]) { Positive = "1" };
        await store.SetSchemaIfAbsentAsync(_model, first, CancellationToken.None);

        DatasetSchema inForce = await store.SetSchemaIfAbsentAsync(_model, new DatasetSchema(ModelTask.Regression, []), CancellationToken.None);

        Assert.Equal(first.Columns, inForce.Columns);
        Assert.Equal((first.Task, first.Positive), (inForce.Task, inForce.Positive));
        Assert.Equal(first.Columns, (await store.GetSchemaAsync(_model, CancellationToken.None))?.Columns);
    }

    [Fact]
    public async Task TryPutSegmentValues_IsACompareAndSwap()
    {
        IProfileStore store = await CreateAsync();
        Assert.Null(await store.GetSegmentValuesAsync(_model, CancellationToken.None));
        SegmentValues first = SegmentValues.None.With(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["origin"] = ["JFK", "Köln\n"] });
        string? tag = await store.TryPutSegmentValuesAsync(_model, first, expectedTag: null, CancellationToken.None);
        Assert.NotNull(tag);
        Assert.Null(await store.TryPutSegmentValuesAsync(_model, SegmentValues.None, expectedTag: null, CancellationToken.None));
        SegmentValues second = first.With(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["origin"] = ["JFK", "LGA"], ["carrier"] = ["AA"] });
        Assert.NotNull(await store.TryPutSegmentValuesAsync(_model, second, tag, CancellationToken.None));
        Assert.Null(await store.TryPutSegmentValuesAsync(_model, first, tag, CancellationToken.None));

        SegmentValues? read = (await store.GetSegmentValuesAsync(_model, CancellationToken.None))?.Value;
        Assert.Equal(["JFK", "Köln\n", "LGA"], read?.Of("origin"));
        Assert.Equal(["AA"], read?.Of("carrier"));
        Assert.Empty(read?.Of("other") ?? ["none"]);
    }

    [Fact]
    public async Task Remove_ListedPart_UnlessItWasWrittenAgain()
    {
        IProfileStore store = await CreateAsync();
        await store.PutAsync([Part(1, "a"), Part(2, "a")], CancellationToken.None);
        List<StoredPart> listed = await ListAsync(store);
        Assert.Equal([1, 2], listed.Select(part => (int)(part.Hour - Midnight).TotalHours));
        Assert.All(listed, part => Assert.Equal(("a", "0x8D\"/\\#?"), (part.BatchId, part.ETag)));

        await store.PutAsync([Part(2, "a")], CancellationToken.None);
        foreach (StoredPart part in listed)
        {
            await store.RemoveAsync(part, CancellationToken.None);
        }

        Assert.Equal(2, (int)(Assert.Single(await ListAsync(store)).Hour - Midnight).TotalHours);
    }

    [Fact]
    public async Task Remove_ListedSchema_LetsTheNextBatchDecide()
    {
        IProfileStore store = await CreateAsync();
        await store.SetSchemaIfAbsentAsync(_model, new DatasetSchema(ModelTask.Binary, []), CancellationToken.None);
        StoredSchema? listed = null;
        await foreach (StoredSchema schema in store.ListSchemasAsync(CancellationToken.None))
        {
            listed = schema.Model == _model ? schema : listed;
        }

        await store.TryPutSegmentValuesAsync(_model, SegmentValues.None, expectedTag: null, CancellationToken.None);
        await store.RemoveAsync(listed!, CancellationToken.None);
        Assert.Null(await store.GetSchemaAsync(_model, CancellationToken.None));
        Assert.Null(await store.GetSegmentValuesAsync(_model, CancellationToken.None));
        await store.SetSchemaIfAbsentAsync(_model, new DatasetSchema(ModelTask.Regression, []), CancellationToken.None);
        await store.RemoveAsync(listed!, CancellationToken.None);
        Assert.Equal(ModelTask.Regression, (await store.GetSchemaAsync(_model, CancellationToken.None))?.Task);
    }

    protected abstract Task<IProfileStore> CreateAsync();

    // Incompressible, so that sizes are what they seem.
    private static byte[] Body(int hour, string batch, int size)
    {
        byte[] body = new byte[size];
        new Random((hour * 31) + batch[0]).NextBytes(body);
        return body;
    }

    private ProfilePart Part(int hour, string batch, string eTag = "0x8D\"/\\#?", int size = 40) =>
        new(_model, Midnight.AddHours(hour), batch, eTag, Body(hour, batch, size));

    private async Task<List<StoredPart>> ListAsync(IProfileStore store)
    {
        var parts = new List<StoredPart>();
        await foreach (StoredPart part in store.ListAsync(_model, window: null, CancellationToken.None))
        {
            parts.Add(part);
        }

        return parts;
    }

    private async Task<List<ProfilePart>> QueryAsync(IProfileStore store, int fromHour, int toHour)
    {
        var parts = new List<ProfilePart>();
        await foreach (ProfilePart part in store.QueryAsync(_model, new TimeWindow(Midnight.AddHours(fromHour), Midnight.AddHours(toHour)), CancellationToken.None))
        {
            parts.Add(part);
        }

        return parts;
    }
}
