using Azure;
using Azure.Data.Tables;
using ServerlessMonitor.TestKit.Azurite;

namespace Sdk.Tests.Tables;

public sealed class TableTransactionTests(AzuriteFixture azurite) : TableTestBase(azurite)
{
    [Fact]
    public async Task SubmitTransactionAsync_EveryAction_AllDoneAndAnsweredInOrder()
    {
        foreach (var row in new[] { "merge", "replace", "delete", "upsertMerge", "upsertReplace" })
        {
            await Table.AddEntityAsync(new TableEntity("p", row) { ["Old"] = 1 });
        }

        var etag = (await Table.GetEntityAsync<TableEntity>("p", "delete")).Value.ETag;
        static TableEntity New(string row) => new("p", row) { ["New"] = "ü 'x' 漢" };
        var reply = await Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, New("add")),
            new(TableTransactionActionType.UpdateMerge, New("merge")),
            new(TableTransactionActionType.UpdateReplace, New("replace"), ETag.All),
            new(TableTransactionActionType.Delete, New("delete"), etag),
            new(TableTransactionActionType.UpsertMerge, New("upsertMerge")),
            new(TableTransactionActionType.UpsertReplace, New("upsertReplace")),
            new(TableTransactionActionType.UpsertReplace, New("upsertNew")),
        ]);

        Assert.Equal(7, reply.Value.Count);
        Assert.All(reply.Value, part => Assert.Equal(204, part.Status));
        var rows = await Table.QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal(["add", "merge", "replace", "upsertMerge", "upsertNew", "upsertReplace"], rows.Select(row => row.RowKey));
        Assert.Equal(["merge", "upsertMerge"], rows.Where(row => row.GetInt32("Old") == 1).Select(row => row.RowKey));
        Assert.All(rows, row => Assert.Equal("ü 'x' 漢", row.GetString("New")));
        Assert.Equal(rows[0].ETag, reply.Value[0].Headers.ETag);
    }

    [Theory]
    [InlineData(TableTransactionActionType.Add, "there", 409, "EntityAlreadyExists")]
    [InlineData(TableTransactionActionType.UpdateMerge, "none", 404, "ResourceNotFound")]
    [InlineData(TableTransactionActionType.Delete, "none", 404, "ResourceNotFound")]
    [InlineData(TableTransactionActionType.UpdateReplace, "there", 412, "UpdateConditionNotSatisfied")]
    [InlineData(TableTransactionActionType.Delete, "there", 412, "UpdateConditionNotSatisfied")]
    public async Task SubmitTransactionAsync_OneActionFails_NothingIsDoneAndItsIndexIsKnown(TableTransactionActionType type, string row, int status, string code)
    {
        var stale = (await Table.AddEntityAsync(Entity("there"))).Headers.ETag!.Value;
        await Table.UpsertEntityAsync(Entity("there"));

        var error = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Entity("first")),
            new(TableTransactionActionType.Add, Entity("second")),
            new(type, Entity(row), status == 412 ? stale : ETag.All),
        ]));

        Assert.Equal((status, code, 2), (error.Status, error.ErrorCode, error.FailedTransactionActionIndex));
        Assert.Equal(["there"], await Table.QueryAsync<TableEntity>().Select(entity => entity.RowKey).ToListAsync());
    }

    [Fact]
    public async Task SubmitTransactionAsync_UpdateWithoutETag_AddsWhatIsMissing()
    {
        await Table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateMerge, Entity("a")), new(TableTransactionActionType.UpdateReplace, Entity("b"))]);
        Assert.Equal(2, await Table.QueryAsync<TableEntity>().CountAsync());
    }

    [Fact]
    public async Task SubmitTransactionAsync_HundredActions_AreAccepted()
    {
        var reply = await Table.SubmitTransactionAsync(Enumerable.Range(0, 100).Select(i => new TableTransactionAction(TableTransactionActionType.Add, Entity($"{i:D3}"))));
        Assert.Equal(100, reply.Value.Count);
        Assert.Equal(100, await Table.QueryAsync<TableEntity>().CountAsync());
    }

    [Fact]
    public async Task SubmitTransactionAsync_TwoRacersOnOneEntity_OneWinsWhole()
    {
        var etag = (await Table.AddEntityAsync(Entity("head"))).Headers.ETag!.Value;
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await Table.SubmitTransactionAsync([new(TableTransactionActionType.Add, Entity($"item{i}")), new(TableTransactionActionType.UpdateReplace, Entity("head"), etag)]);
                return true;
            }
            catch (TableTransactionFailedException e) when (e.Status == 412)
            {
                return false;
            }
        }));

        Assert.Single(results, won => won);
        Assert.Equal(2, await Table.QueryAsync<TableEntity>().CountAsync());
    }

    [Fact]
    public async Task SubmitTransactionAsync_NoActions_Throws() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Table.SubmitTransactionAsync([]));
}
