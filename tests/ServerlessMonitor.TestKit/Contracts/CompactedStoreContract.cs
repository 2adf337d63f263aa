using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.TestKit.Contracts;

/// <summary>What every store of compacted profiles must do.</summary>
public abstract class CompactedStoreContract
{
    private static readonly DateTimeOffset March = new(2001, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ModelVersion _model = new($"m{Guid.NewGuid():n}", "1");

    [Fact]
    public async Task List_Range_NamesWhatStartsInside()
    {
        ICompactedStore store = await CreateAsync();
        foreach (int day in (int[])[3, 1, 2, 0])
        {
            await store.PutAsync(Profile(CompactedSpan.Day, day, $"day {day}"), CancellationToken.None);
        }

        await store.PutAsync(Profile(CompactedSpan.Month, 0, "month"), CancellationToken.None);
        await store.PutAsync(Profile(CompactedSpan.Day, 1, "other") with { Key = Key(CompactedSpan.Day, 1, "other") with { Model = _model with { Version = "2" } } }, CancellationToken.None);

        Assert.Equal([Key(CompactedSpan.Day, 1, "day 1"), Key(CompactedSpan.Day, 2, "day 2")], await ListAsync(store, CompactedSpan.Day, 1, 3));
        Assert.Equal([Key(CompactedSpan.Month, 0, "month")], await ListAsync(store, CompactedSpan.Month, 0, 31));
        Assert.Empty(await ListAsync(store, CompactedSpan.Month, 1, 31));
    }

    [Fact]
    public async Task List_AllOfTime_NamesAll()
    {
        ICompactedStore store = await CreateAsync();
        await store.PutAsync(Profile(CompactedSpan.Day, 0, "a"), CancellationToken.None);
        var named = new List<CompactedKey>();
        await foreach (CompactedKey key in store.ListAsync(_model, CompactedSpan.Day, new TimeWindow(DateTimeOffset.MinValue, DateTimeOffset.MaxValue), CancellationToken.None))
        {
            named.Add(key);
        }

        Assert.Equal([Key(CompactedSpan.Day, 0, "a")], named);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(700_000)]
    [InlineData(2_000_000)]
    public async Task Put_Again_ReplacesWhatWasThere(int size)
    {
        ICompactedStore store = await CreateAsync();
        await store.PutAsync(Profile(CompactedSpan.Day, 1, "before", size), CancellationToken.None);
        await store.PutAsync(Profile(CompactedSpan.Day, 1, "after", size), CancellationToken.None);

        Assert.Null(await store.GetAsync(Key(CompactedSpan.Day, 1, "before"), CancellationToken.None));
        CompactedProfile? after = await store.GetAsync(Key(CompactedSpan.Day, 1, "after"), CancellationToken.None);
        Assert.Equal(Key(CompactedSpan.Day, 1, "after"), after?.Key);
        Assert.Equal(Body("after", size), after!.Body.ToArray());
        Assert.Null(await store.GetAsync(Key(CompactedSpan.Month, 1, "after"), CancellationToken.None));
    }

    [Fact]
    public async Task Remove_ForgetsOneSpan_AndMayBeRepeated()
    {
        ICompactedStore store = await CreateAsync();
        await store.PutAsync(Profile(CompactedSpan.Day, 0, "a"), CancellationToken.None);
        await store.PutAsync(Profile(CompactedSpan.Month, 0, "a"), CancellationToken.None);

        await store.RemoveAsync(Key(CompactedSpan.Day, 0, "a"), CancellationToken.None);
        await store.RemoveAsync(Key(CompactedSpan.Day, 0, "a"), CancellationToken.None);

        Assert.Null(await store.GetAsync(Key(CompactedSpan.Day, 0, "a"), CancellationToken.None));
        Assert.NotNull(await store.GetAsync(Key(CompactedSpan.Month, 0, "a"), CancellationToken.None));
    }

    protected abstract Task<ICompactedStore> CreateAsync();

    // Incompressible, so that sizes are what they seem.
    private static byte[] Body(string contents, int size)
    {
        byte[] body = new byte[size];
        new Random(contents.Length).NextBytes(body);
        return body;
    }

    private CompactedKey Key(CompactedSpan span, int day, string contents) => new(_model, span, March.AddDays(day), contents);

    private CompactedProfile Profile(CompactedSpan span, int day, string contents, int size = 40) => new(Key(span, day, contents), Body(contents, size));

    private async Task<List<CompactedKey>> ListAsync(ICompactedStore store, CompactedSpan span, int fromDay, int toDay)
    {
        var keys = new List<CompactedKey>();
        await foreach (CompactedKey key in store.ListAsync(_model, span, new TimeWindow(March.AddDays(fromDay), March.AddDays(toDay)), CancellationToken.None))
        {
            keys.Add(key);
        }

        return keys;
    }
}
