using ServerlessMonitor.Contracts;
using ServerlessMonitor.Labels;

namespace ServerlessMonitor.TestKit.Contracts;

/// <summary>What every store of links between labels and batches must do.</summary>
public abstract class LabelLinksContract
{
    private static readonly DateTimeOffset Written = new(2001, 3, 1, 4, 5, 6, 7, TimeSpan.Zero);
    private readonly string _model = $"m{Guid.NewGuid():n}";

    [Fact]
    public async Task OfBatch_GivesTheLinksOfThatVersionOfThatBatch()
    {
        ILabelLinks links = await CreateAsync();
        LabelLink[] wanted = [Link("1", "a", "v~1", "x", "one"), Link("1", "a", "v~1", "x", "two"), Link("1", "a", "v~1", "y", "one")];
        foreach (LabelLink link in (LabelLink[])[.. wanted, Link("1", "a", "v~2", "x", "one"), Link("1", "b", "v~1", "x", "one"), Link("2", "a", "v~1", "x", "one")])
        {
            await links.PutAsync(link, CancellationToken.None);
        }

        List<LabelLink> found = await ToListAsync(links.OfBatchAsync(wanted[0].Batch, CancellationToken.None));

        Assert.Equal(
            wanted.Select(link => (link.Labels, link.Matched, Convert.ToHexString(link.Body.Span))).OrderBy(link => link.Labels, LabelFile.Order),
            found.Select(link => (link.Labels, link.Matched, Convert.ToHexString(link.Body.Span))).OrderBy(link => link.Labels, LabelFile.Order));
        Assert.All(found, link => Assert.Equal(wanted[0].Batch, link.Batch));
    }

    [Fact]
    public async Task OfLabels_GivesTheLinksOfEveryVersionOfTheFile()
    {
        ILabelLinks links = await CreateAsync();
        foreach (LabelLink link in (LabelLink[])[Link("1", "a", "v1", "x", "one"), Link("2", "b", "v1", "x", "two"), Link("1", "a", "v1", "y", "one")])
        {
            await links.PutAsync(link, CancellationToken.None);
        }

        List<LinkedBatch> found = await ToListAsync(links.OfLabelsAsync(_model, "x", CancellationToken.None));

        Assert.Equal(
            [new LinkedBatch(Batch("1", "a", "v1"), File("x", "one"), 3), new LinkedBatch(Batch("2", "b", "v1"), File("x", "two"), 3)],
            found.OrderBy(link => link.Batch.BatchId, StringComparer.Ordinal));
        Assert.Empty(await ToListAsync(links.OfLabelsAsync("other", "x", CancellationToken.None)));
    }

    [Fact]
    public async Task NoteJoined_StaysWhenTheLinkIsPutAgain()
    {
        ILabelLinks links = await CreateAsync();
        LabelLink link = Link("1", "a", "v1", "x", "one");
        await links.PutAsync(link, CancellationToken.None);
        await links.NoteJoinedAsync(Back(link) with { Corrected = 2, Unused = 1 }, CancellationToken.None);
        await links.PutAsync(link, CancellationToken.None);

        LinkedBatch found = Assert.Single(await ToListAsync(links.OfLabelsAsync(_model, "x", CancellationToken.None)));
        Assert.Equal((2, 1), (found.Corrected, found.Unused));
    }

    [Fact]
    public async Task NoteJoined_LinkIsGone_IsNothing()
    {
        ILabelLinks links = await CreateAsync();
        await links.NoteJoinedAsync(Back(Link("1", "a", "v1", "x", "one")) with { Corrected = 2 }, CancellationToken.None);

        Assert.Empty(await ToListAsync(links.OfLabelsAsync(_model, "x", CancellationToken.None)));
    }

    [Fact]
    public async Task Remove_OneLink_LeavesTheOthers()
    {
        ILabelLinks links = await CreateAsync();
        LabelLink gone = Link("1", "a", "v1", "x", "one");
        LabelLink stays = Link("1", "a", "v1", "x", "two");
        await links.PutAsync(gone, CancellationToken.None);
        await links.PutAsync(stays, CancellationToken.None);
        await links.RemoveAsync(Back(gone), CancellationToken.None);
        await links.RemoveAsync(Back(gone), CancellationToken.None);

        Assert.Equal(stays.Labels, Assert.Single(await ToListAsync(links.OfBatchAsync(gone.Batch, CancellationToken.None))).Labels);
        Assert.Equal(stays.Labels, Assert.Single(await ToListAsync(links.OfLabelsAsync(_model, "x", CancellationToken.None))).Labels);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(70_000)]
    [InlineData(1_500_000)]
    public async Task Put_BodyOfAnySize_IsReadBack(int size)
    {
        ILabelLinks links = await CreateAsync();
        byte[] body = new byte[size];
        new Random(size).NextBytes(body);
        await links.PutAsync(Link("1", "a", "v1", "x", "one") with { Body = body }, CancellationToken.None);

        Assert.Equal(body, Assert.Single(await ToListAsync(links.OfBatchAsync(Batch("1", "a", "v1"), CancellationToken.None))).Body.ToArray());
    }

    [Fact]
    public async Task Forget_ABatch_KeepsWhatTheFilesSay()
    {
        ILabelLinks links = await CreateAsync();
        await links.PutAsync(Link("1", "a", "v1", "x", "one"), CancellationToken.None);
        await links.PutAsync(Link("1", "a", "v2", "x", "one"), CancellationToken.None);
        await links.ForgetAsync(Batch("1", "a", "v1"), CancellationToken.None);

        Assert.Empty(await ToListAsync(links.OfBatchAsync(Batch("1", "a", "v1"), CancellationToken.None)));
        Assert.Single(await ToListAsync(links.OfBatchAsync(Batch("1", "a", "v2"), CancellationToken.None)));
        Assert.Equal(2, (await ToListAsync(links.OfLabelsAsync(_model, "x", CancellationToken.None))).Count);
    }

    /// <summary>A store; what other tests kept may be in it.</summary>
    protected abstract Task<ILabelLinks> CreateAsync();

    private static LinkedBatch Back(LabelLink link) => new(link.Batch, link.Labels, link.Matched);

    private static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (T item in items)
        {
            list.Add(item);
        }

        return list;
    }

    private KeptBatch Batch(string version, string batch, string profile) => new(new ModelVersion(_model, version), batch, profile);

    private LabelFile File(string id, string version) => new(_model, id, version, Written);

    private LabelLink Link(string version, string batch, string profile, string labels, string labelsVersion) =>
        new(Batch(version, batch, profile), File(labels, labelsVersion), 3, new byte[] { 1, 2, (byte)labelsVersion[0] });
}
