using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.TestKit.Contracts;

/// <summary>What every index of batches must do.</summary>
public abstract class BatchIndexContract
{
    private static readonly DateTimeOffset Start = new(2026, 2, 27, 22, 0, 0, TimeSpan.Zero);
    private readonly string _model = $"m{Guid.NewGuid():n}";

    [Fact]
    public async Task Note_Record_IsReadBackWhole()
    {
        IBatchIndex index = await CreateAsync();
        BatchRecord record = Record(1) with
        {
            Revision = 3,
            ModifiedAt = Start.AddDays(1),
            ProcessedAt = Start.AddDays(2),
            Rows = 5_000_000_000,
            RejectedRows = 2,
            Length = 1L << 40,
            Hours = 24,
            EventRange = new TimeWindow(DateTimeOffset.MinValue, Start),
            Reason = "line 3",
            Notes = "by day",
        };
        await index.NoteAsync(record, CancellationToken.None);
        Assert.Equal(record, Assert.Single((await QueryAsync(index)).Batches));
    }

    [Fact]
    public async Task Note_AnyOrder_KeepsTheLatest()
    {
        IBatchIndex index = await CreateAsync();
        BatchRecord[] course =
        [
            Record(1) with { State = BatchState.Waiting },
            Record(1) with { State = BatchState.Held },
            Record(1) with { State = BatchState.Live, Revision = 1 },
            Record(1) with { State = BatchState.Waiting, Revision = 1 },
            Record(1) with { State = BatchState.Quarantined, Revision = 2 },
        ];
        foreach (int last in Enumerable.Range(1, course.Length))
        {
            foreach (BatchRecord record in course[..last].Reverse())
            {
                await index.NoteAsync(record, CancellationToken.None);
            }

            Assert.Equal(course[last - 1], Assert.Single((await QueryAsync(index)).Batches));
        }
    }

    [Fact]
    public async Task Remove_OnlyWhatIsStillThere()
    {
        IBatchIndex index = await CreateAsync();
        await index.NoteAsync(Record(1) with { Revision = 1 }, CancellationToken.None);
        await index.RemoveAsync(Record(1) with { State = BatchState.Waiting }, CancellationToken.None);
        Assert.Single((await QueryAsync(index)).Batches);
        await index.RemoveAsync(Record(1) with { Revision = 1 }, CancellationToken.None);
        await index.RemoveAsync(Record(1) with { Revision = 1 }, CancellationToken.None);
        Assert.Empty((await QueryAsync(index)).Batches);
    }

    [Fact]
    public async Task Query_TimeStateAndVersion_GivesMatchesInOrderPageByPage()
    {
        IBatchIndex index = await CreateAsync();
        for (int hour = 0; hour < 30; hour++)
        {
            await index.NoteAsync(Record(29 - hour) with { State = hour % 3 == 0 ? BatchState.Live : BatchState.Quarantined }, CancellationToken.None);
        }

        await index.NoteAsync(Record(5, version: "2"), CancellationToken.None);
        await index.NoteAsync(Record(6, model: _model + "x"), CancellationToken.None);
        var query = new BatchQuery
        {
            Model = _model,
            Version = "1",
            From = Start.AddHours(2),
            To = Start.AddHours(26),
            States = [BatchState.Quarantined, BatchState.Waiting],
            Limit = 5,
        };
        var hours = new List<int>();
        int pages = 0;
        for (BatchPage? page = null; page is null || page.Next is not null; pages++)
        {
            page = await index.QueryAsync(query with { After = page?.Next }, CancellationToken.None);
            Assert.InRange(page.Batches.Count, 1, 5);
            hours.AddRange(page.Batches.Select(batch => (int)(batch.ArrivedAt - Start).TotalHours));
        }

        Assert.Equal(Enumerable.Range(2, 24).Where(hour => (29 - hour) % 3 != 0), hours);
        Assert.Equal(4, pages);
    }

    [Fact]
    public async Task Query_BlobsOfNoModel_AreFoundUnderTheirOwnName()
    {
        IBatchIndex index = await CreateAsync();
        BatchRecord stray = Record(1) with { Model = null, Blob = new BlobAddress("predictions", $"{_model}-stray.txt") };
        await index.NoteAsync(stray, CancellationToken.None);
        BatchPage page = await index.QueryAsync(new BatchQuery { Model = BatchQuery.Unassigned, Limit = BatchQuery.MostRows }, CancellationToken.None);
        Assert.Contains(stray, page.Batches);
        Assert.Contains(stray, (await index.QueryAsync(new BatchQuery { Limit = BatchQuery.MostRows }, CancellationToken.None)).Batches);
    }

    /// <summary>An empty index, or one whose other rows do not matter.</summary>
    protected abstract Task<IBatchIndex> CreateAsync();

    private Task<BatchPage> QueryAsync(IBatchIndex index) => index.QueryAsync(new BatchQuery { Model = _model }, CancellationToken.None);

    private BatchRecord Record(int hour, string version = "1", string? model = null) => new(
        new BlobAddress("predictions", $"{model ?? _model}/{version}/{hour}.csv"),
        new ModelVersion(model ?? _model, version),
        BatchState.Live,
        "0x8D\"",
        Start.AddHours(hour));
}
