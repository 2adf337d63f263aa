using Azure.Data.Tables;
using ServerlessMonitor.TestKit;

namespace Sdk.Tests.Tables;

/// <summary>The limits of the service hold before anything is sent: the stub has no answers, so a request that went out would throw.</summary>
public sealed class TableLimitsTests : IDisposable
{
    private readonly StubHttp _http = new();
    private readonly TableClient _table;

    public TableLimitsTests() => _table = StubbedTable.Create(_http);

    public static TheoryData<string, string> BadKeys => new()
    {
        { "a/b", "OutOfRangeInput" },
        { "a\\b", "OutOfRangeInput" },
        { "a#b", "OutOfRangeInput" },
        { "a?b", "OutOfRangeInput" },
        { "a\tb", "OutOfRangeInput" },
        { "a\u007Fb", "OutOfRangeInput" },
        { "a\u009Fb", "OutOfRangeInput" },
        { new string('k', 513), "KeyValueTooLarge" },
        { "half\ud83dpair", "InvalidInput" },
    };

    public void Dispose() => _http.Dispose();

    [Theory]
    [MemberData(nameof(BadKeys), DisableDiscoveryEnumeration = true)]
    public async Task Keys_ThatTheServiceRefuses_AreRefusedByEveryOperation(string key, string code)
    {
        Func<Task>[] operations =
        [
            () => _table.AddEntityAsync(new TableEntity(key, "r")),
            () => _table.AddEntityAsync(new TableEntity("p", key)),
            () => _table.UpsertEntityAsync(new TableEntity("p", key)),
            () => _table.UpdateEntityAsync(new TableEntity("p", key), Azure.ETag.All),
            () => _table.GetEntityAsync<TableEntity>("p", key),
            () => _table.GetEntityIfExistsAsync<TableEntity>(key, "r"),
            () => _table.DeleteEntityAsync("p", key),
            () => _table.SubmitTransactionAsync([new(TableTransactionActionType.Delete, new TableEntity("p", key))]),
        ];
        foreach (var operation in operations)
        {
            await RefusedAsync(operation, 400, code);
        }
    }

    [Fact]
    public async Task AddEntityAsync_NoKey_IsRefused() => await RefusedAsync(() => _table.AddEntityAsync(new TableEntity { PartitionKey = "p" }), 400, "PropertiesNeedValue");

    [Theory]
    [InlineData("1a", "PropertyNameInvalid")]
    [InlineData("a-b", "PropertyNameInvalid")]
    [InlineData("a b", "PropertyNameInvalid")]
    [InlineData("a.b", "PropertyNameInvalid")]
    public async Task AddEntityAsync_BadPropertyName_IsRefused(string name, string code) =>
        await RefusedAsync(() => _table.AddEntityAsync(new TableEntity("p", "r") { [name] = 1 }), 400, code);

    [Fact]
    public async Task AddEntityAsync_PropertyTooLargeOrTooLong_IsRefused()
    {
        await RefusedAsync(() => AddAsync(new string('n', 256), 1), 400, "PropertyNameTooLong");
        await RefusedAsync(() => AddAsync("Value", new string('x', 32769)), 400, "PropertyValueTooLarge");
        await RefusedAsync(() => AddAsync("Value", new byte[65537]), 400, "PropertyValueTooLarge");
        await RefusedAsync(() => AddAsync("Value", BinaryData.FromBytes(new byte[65537])), 400, "PropertyValueTooLarge");
        await RefusedAsync(() => AddAsync("Value", new DateTimeOffset(1600, 12, 31, 23, 59, 59, TimeSpan.Zero)), 400, "OutOfRangeInput");
        await RefusedAsync(() => AddAsync("Value", "half\ud83d"), 400, "InvalidInput");
    }

    [Fact]
    public async Task AddEntityAsync_TooManyProperties_IsRefused()
    {
        var entity = new TableEntity("p", "r");
        for (var i = 0; i < 253; i++)
        {
            entity[$"P{i}"] = i;
        }

        await RefusedAsync(() => _table.AddEntityAsync(entity), 400, "TooManyProperties");
    }

    [Fact]
    public async Task AddEntityAsync_EntityOverOneMebibyte_IsRefused()
    {
        await RefusedAsync(() => _table.AddEntityAsync(Large("r", 16)), 400, "EntityTooLarge");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _table.AddEntityAsync(Large("r", 15)));
        Assert.Single(_http.Unregistered);
    }

    [Fact]
    public async Task SubmitTransactionAsync_MixedPartitions_IsRefusedWithTheIndex()
    {
        var error = await TransactionRefusedAsync([new("p", "a"), new("p", "b"), new("q", "c")], 400, "CommandsInBatchActOnDifferentPartitions");
        Assert.Equal(2, error.FailedTransactionActionIndex);
    }

    [Fact]
    public async Task SubmitTransactionAsync_DuplicateRow_IsRefusedWithTheIndex()
    {
        var error = await TransactionRefusedAsync([new("p", "a"), new("p", "b"), new("p", "a")], 400, "InvalidDuplicateRow");
        Assert.Equal(2, error.FailedTransactionActionIndex);
    }

    [Fact]
    public async Task SubmitTransactionAsync_TooManyActions_IsRefused() =>
        await TransactionRefusedAsync([.. Enumerable.Range(0, 101).Select(i => new TableEntity("p", $"{i}"))], 400, "InvalidInput");

    [Fact]
    public async Task SubmitTransactionAsync_OverFourMebibytes_IsRefused()
    {
        // Sixteen entities of 512 KiB of UTF-16 are 4 MiB in UTF-8 and a little more.
        var error = await TransactionRefusedAsync([.. Enumerable.Range(0, 16).Select(i => Large($"{i}", 8))], 413, "RequestBodyTooLarge");
        Assert.Null(error.FailedTransactionActionIndex);
    }

    [Fact]
    public async Task SubmitTransactionAsync_BadEntity_IsRefusedWithTheIndex()
    {
        var error = await TransactionRefusedAsync([new("p", "a"), new("p", "b") { ["1a"] = 1 }], 400, "PropertyNameInvalid");
        Assert.Equal(1, error.FailedTransactionActionIndex);
    }

    private static TableEntity Large(string row, int strings)
    {
        var entity = new TableEntity("p", row);
        for (var i = 0; i < strings; i++)
        {
            entity[$"P{i}"] = new string('x', 32 * 1024);
        }

        return entity;
    }

    private Task AddAsync(string name, object value) => _table.AddEntityAsync(new TableEntity("p", "r") { [name] = value });

    private async Task<TableTransactionFailedException> TransactionRefusedAsync(TableEntity[] entities, int status, string code)
    {
        TableTransactionFailedException? error = null;
        await RefusedAsync(
            async () =>
            {
                error = await Assert.ThrowsAsync<TableTransactionFailedException>(
                    () => _table.SubmitTransactionAsync(entities.Select(entity => new TableTransactionAction(TableTransactionActionType.UpsertReplace, entity))));
                throw error;
            },
            status,
            code);
        return error!;
    }

    private async Task RefusedAsync(Func<Task> act, int status, string code)
    {
        var error = await Assert.ThrowsAnyAsync<Azure.RequestFailedException>(act);
        Assert.Equal((status, code), (error.Status, error.ErrorCode));
        Assert.Empty(_http.Requests);
    }
}
