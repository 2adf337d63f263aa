using Azure;
using Azure.Data.Tables;
using ServerlessMonitor.TestKit;
using ServerlessMonitor.TestKit.Azurite;

namespace Sdk.Tests.Tables;

public sealed class TableQueryTests(AzuriteFixture azurite) : TableTestBase(azurite)
{
    [Fact]
    public async Task QueryAsync_MoreThanAPage_ReturnsAllInOrder()
    {
        const int Rows = 1250;
        foreach (var chunk in Enumerable.Range(0, Rows).Chunk(100))
        {
            await Table.SubmitTransactionAsync(chunk.Select(i => new TableTransactionAction(TableTransactionActionType.Add, Entity($"{i:D5}"))));
        }

        var pages = await Table.QueryAsync<TableEntity>().AsPages().ToListAsync();
        Assert.Equal([1000, 250], pages.Select(page => page.Values.Count));
        Assert.NotNull(pages[0].ContinuationToken);
        Assert.Null(pages[1].ContinuationToken);

        var rows = await Table.QueryAsync<TableEntity>(maxPerPage: 400, select: ["RowKey"]).Select(entity => entity.RowKey).ToListAsync();
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => $"{i:D5}"), rows);
    }

    [Fact]
    public async Task AsPages_ContinuationToken_GoesOnWhereThePageEnded()
    {
        foreach (var row in new[] { "a b", "c'd", "e" })
        {
            await Table.AddEntityAsync(Entity(row));
        }

        var query = Table.QueryAsync<TableEntity>("PartitionKey eq 'p'");
        var first = await query.AsPages(pageSizeHint: 1).FirstAsync();
        var rest = await query.AsPages(first.ContinuationToken, 5).ToListAsync();

        Assert.Equal(["a b"], first.Values.Select(entity => entity.RowKey));
        Assert.Equal(["c'd", "e"], rest.SelectMany(page => page.Values).Select(entity => entity.RowKey));
    }

    [Fact]
    public async Task QueryAsync_EmptyPageWithToken_GoesOn()
    {
        using var http = new StubHttp()
            .On(HttpMethod.Get, "https://acct.table.core.windows.net/t()?$filter=Value%20eq%201", _ => Page("""{"value":[]}""", ("x-ms-continuation-NextPartitionKey", "1!4!cA--")))
            .On(HttpMethod.Get, "https://acct.table.core.windows.net/t()?$filter=Value%20eq%201&NextPartitionKey=1%214%21cA--",
                _ => Page("""{"value":[{"PartitionKey":"p","RowKey":"r"}]}"""));
        var table = StubbedTable.Create(http);

        var pages = await table.QueryAsync<TableEntity>("Value eq 1").AsPages().ToListAsync();

        Assert.Equal([0, 1], pages.Select(page => page.Values.Count));
        Assert.Equal("1!4!cA-- ", pages[0].ContinuationToken);
    }

    [Fact]
    public async Task QueryAsync_FilterOverEveryType_FindsTheRow()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(1230000);
        var id = Guid.NewGuid();
        byte[] bytes = [0, 1, 254, 255];
        await Table.AddEntityAsync(new TableEntity("p", "r")
        {
            ["Text"] = "it's",
            ["Number"] = 7,
            ["Long"] = 1L << 40,
            ["Double"] = -1.5e-7,
            ["Whole"] = 5.0,
            ["Truth"] = true,
            ["Time"] = time,
            ["Id"] = id,
            ["Bytes"] = bytes,
        });
        await Table.AddEntityAsync(Entity("other"));

        foreach (var filter in new[]
        {
            TableClient.CreateQueryFilter($"Text eq {"it's"}"),
            TableClient.CreateQueryFilter($"Number ge {7} and Number lt {8}"),
            TableClient.CreateQueryFilter($"Long eq {1L << 40}"),
            TableClient.CreateQueryFilter($"Double eq {-1.5e-7}"),
            TableClient.CreateQueryFilter($"Whole eq {5.0}"),
            TableClient.CreateQueryFilter($"Truth eq {true}"),
            TableClient.CreateQueryFilter($"Time eq {time}"),
            TableClient.CreateQueryFilter($"Id eq {id}"),
            TableClient.CreateQueryFilter($"Bytes eq {bytes}"),
            TableClient.CreateQueryFilter($"(RowKey gt {"q"} and not (RowKey eq {"x"})) or Number eq {99}"),
        })
        {
            var found = await Table.QueryAsync<TableEntity>(filter).ToListAsync();
            Assert.True(found is [{ RowKey: "r" }], filter);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task QueryAsync_PageSizeOutOfRange_Fails400(int size)
    {
        var error = Assert.Throws<RequestFailedException>(() => Table.QueryAsync<TableEntity>(maxPerPage: size));
        Assert.Equal((400, "InvalidInput"), (error.Status, error.ErrorCode));
        await FailsAsync(async () => await Table.QueryAsync<TableEntity>().AsPages(pageSizeHint: size).ToListAsync(), 400, "InvalidInput");
    }

    [Fact]
    public async Task QueryAsync_BadFilter_Fails400() =>
        Assert.Equal(400, (await Assert.ThrowsAsync<RequestFailedException>(async () => await Table.QueryAsync<TableEntity>("PartitionKey eq").ToListAsync())).Status);

    [Fact]
    public async Task QueryAsync_Tables_ListsAndDeletes()
    {
        var service = new TableServiceClient(ConnectionString);
        var name = UniqueName.For("listed");
        await service.CreateTableIfNotExistsAsync(name);

        Assert.Contains(await service.QueryAsync().ToListAsync(), table => table.Name == name);
        Assert.Equal(name, Assert.Single(await service.QueryAsync(TableServiceClient.CreateQueryFilter($"TableName eq {name}")).ToListAsync()).Name);
        Assert.True((await service.QueryAsync(maxPerPage: 1).AsPages().ToListAsync()).Count > 1);

        Assert.Equal(204, (await service.DeleteTableAsync(name)).Status);
        Assert.Equal(404, (await service.DeleteTableAsync(name)).Status);
        Assert.DoesNotContain(await service.QueryAsync().ToListAsync(), table => table.Name == name);
    }

    private static HttpResponseMessage Page(string body, params (string Name, string Value)[] headers)
    {
        var response = StubHttp.Response(System.Net.HttpStatusCode.OK, body);
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
