using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using ServerlessMonitor.TestKit.Azurite;

namespace Sdk.Tests.Tables;

public sealed class TableClientTests(AzuriteFixture azurite) : TableTestBase(azurite)
{
    [Fact]
    public async Task AddEntityAsync_NewEntity_CanBeReadWithItsETagAndTimestamp()
    {
        var before = DateTimeOffset.UnixEpoch;
        var added = await Table.AddEntityAsync(Entity("r"));

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(added.Headers.ETag, read.ETag);
        Assert.Equal(("p", "r", 1), (read.PartitionKey, read.RowKey, read.GetInt32("Value")));
        Assert.True(read.Timestamp > before);
    }

    [Fact]
    public async Task AddEntityAsync_Existing_Fails409()
    {
        await Table.AddEntityAsync(Entity("r"));
        var error = await FailsAsync(() => Table.AddEntityAsync(Entity("r")), 409, "EntityAlreadyExists");
        Assert.True(error.ErrorCode == TableErrorCode.EntityAlreadyExists);
    }

    [Fact]
    public async Task GetEntityAsync_Missing_Fails404() =>
        await FailsAsync(() => Table.GetEntityAsync<TableEntity>("p", "none"), 404, "ResourceNotFound");

    [Fact]
    public async Task GetEntityIfExistsAsync_Missing_HasNoValue()
    {
        var missing = await Table.GetEntityIfExistsAsync<TableEntity>("p", "none");
        Assert.False(missing.HasValue);
        Assert.Equal(404, missing.GetRawResponse().Status);
        Assert.Throws<InvalidOperationException>(() => missing.Value);

        await Table.AddEntityAsync(Entity("some"));
        var found = await Table.GetEntityIfExistsAsync<TableEntity>("p", "some");
        Assert.True(found.HasValue);
        Assert.Equal("some", found.Value!.RowKey);
    }

    [Fact]
    public async Task GetEntityAsync_Select_ReturnsOnlyThoseProperties()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 });
        var read = (await Table.GetEntityAsync<TableEntity>("p", "r", ["B"])).Value;
        Assert.Null(read["A"]);
        Assert.Equal(2, read["B"]);
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge, 1)]
    [InlineData(TableUpdateMode.Replace, null)]
    public async Task UpsertEntityAsync_Existing_KeepsOtherPropertiesOnlyWhenMerging(TableUpdateMode mode, int? kept)
    {
        await Table.UpsertEntityAsync(Entity("r"), mode);
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["Other"] = "x" }, mode);

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal(kept, read.GetInt32("Value"));
        Assert.Equal("x", read.GetString("Other"));
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge)]
    [InlineData(TableUpdateMode.Replace)]
    public async Task UpdateEntityAsync_StaleETag_Fails412AndChangesNothing(TableUpdateMode mode)
    {
        var first = (await Table.AddEntityAsync(Entity("r"))).Headers.ETag!.Value;
        var second = (await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["Value"] = 2 }, first, mode)).Headers.ETag!.Value;
        Assert.NotEqual(first, second);

        await FailsAsync(() => Table.UpdateEntityAsync(new TableEntity("p", "r") { ["Value"] = 3 }, first, mode), 412, "UpdateConditionNotSatisfied");

        Assert.Equal(2, (await Table.GetEntityAsync<TableEntity>("p", "r")).Value["Value"]);
        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["Value"] = 4 }, ETag.All, mode);
    }

    [Fact]
    public async Task UpdateEntityAsync_MissingEntityOrETag_Fails()
    {
        await FailsAsync(() => Table.UpdateEntityAsync(Entity("none"), ETag.All), 404, "ResourceNotFound");
        await Assert.ThrowsAsync<ArgumentException>(() => Table.UpdateEntityAsync(Entity("none"), default));
    }

    [Fact]
    public async Task DeleteEntityAsync_StaleETagThenFreshThenMissing_412Then204Then404()
    {
        var stale = (await Table.AddEntityAsync(Entity("r"))).Headers.ETag!.Value;
        var fresh = (await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["Value"] = 2 })).Headers.ETag!.Value;

        await FailsAsync(() => Table.DeleteEntityAsync("p", "r", stale), 412, "UpdateConditionNotSatisfied");
        Assert.Equal(204, (await Table.DeleteEntityAsync("p", "r", fresh)).Status);
        Assert.Equal(404, (await Table.DeleteEntityAsync(Entity("r"))).Status);
    }

    [Theory]
    [InlineData("O'Hara''s")]
    [InlineData("with space, and (parens)='x'")]
    [InlineData("ünïcødé 漢字 🚀")]
    [InlineData("a+b&c=d;e:f@g!h$i*j~k|l\"m<n>o%20p%")]
    [InlineData(".._-")]
    [InlineData("")]
    public async Task Keys_OfEveryKind_SurviveEveryOperation(string key)
    {
        await Table.AddEntityAsync(new TableEntity(key, key) { ["Value"] = 1 });
        await Table.UpsertEntityAsync(new TableEntity(key, key) { ["Value"] = 2 });
        var read = (await Table.GetEntityAsync<TableEntity>(key, key)).Value;
        Assert.Equal((key, key, 2), (read.PartitionKey, read.RowKey, read.GetInt32("Value")));
        await Table.UpdateEntityAsync(new TableEntity(key, key) { ["Value"] = 3 }, read.ETag, TableUpdateMode.Replace);

        var found = await Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey eq {key}")).ToListAsync();
        Assert.Equal(3, Assert.Single(found).GetInt32("Value"));

        await Table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateMerge, new TableEntity(key, key) { ["Value"] = 4 })]);
        Assert.Equal(4, (await Table.GetEntityAsync<TableEntity>(key, key)).Value["Value"]);
        Assert.Equal(204, (await Table.DeleteEntityAsync(key, key)).Status);
    }

    [Fact]
    public async Task UpdateEntityAsync_SixteenWritersCompareAndSwap_NoIncrementIsLost()
    {
        await Table.AddEntityAsync(new TableEntity("p", "counter") { ["Count"] = 0 });

        async Task IncrementAsync()
        {
            while (true)
            {
                var entity = (await Table.GetEntityAsync<TableEntity>("p", "counter")).Value;
                entity["Count"] = entity.GetInt32("Count") + 1;
                try
                {
                    await Table.UpdateEntityAsync(entity, entity.ETag, TableUpdateMode.Replace);
                    return;
                }
                catch (RequestFailedException e) when (e.Status == 412)
                {
                    // Another writer was first.
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            for (var i = 0; i < 5; i++)
            {
                await IncrementAsync();
            }
        }));

        Assert.Equal(80, (await Table.GetEntityAsync<TableEntity>("p", "counter")).Value["Count"]);
    }

    [Fact]
    public async Task AddEntityAsync_SixteenWritersOneKey_OneWins()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
        {
            try
            {
                await Table.AddEntityAsync(new TableEntity("p", "r") { ["Writer"] = i });
                return 204;
            }
            catch (RequestFailedException e)
            {
                return e.Status;
            }
        }));

        Assert.Equal(1, results.Count(status => status == 204));
        Assert.Equal(15, results.Count(status => status == 409));
    }

    [Fact]
    public async Task Operations_MissingTable_Fail404TableNotFound()
    {
        var missing = new TableServiceClient(ConnectionString).GetTableClient(UniqueName.For("missing"));
        await FailsAsync(() => missing.AddEntityAsync(Entity("r")), 404, "TableNotFound");
        Assert.Equal(404, (await missing.DeleteAsync()).Status);
        Assert.False((await missing.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
    }

    [Fact]
    public async Task CreateIfNotExistsAsync_Twice_Succeeds()
    {
        var again = await Table.CreateIfNotExistsAsync();
        Assert.Equal(Table.Name, again.Value.Name);
        Assert.Equal(409, again.GetRawResponse().Status);
        Assert.Equal(400, (await Assert.ThrowsAsync<RequestFailedException>(() => new TableServiceClient(ConnectionString).CreateTableIfNotExistsAsync("1bad"))).Status);
    }

    [Fact]
    public async Task GetEntityAsync_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Table.QueryAsync<TableEntity>(cancellationToken: source.Token).ToListAsync(source.Token));
    }

    [Fact]
    public async Task GetEntityAsync_TypeOfTheCallersOwn_IsNotSupported() =>
        await Assert.ThrowsAsync<NotSupportedException>(() => Table.GetEntityAsync<OwnEntity>("p", "r"));

    private sealed class OwnEntity : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }
    }
}
