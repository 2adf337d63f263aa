using Azure;
using Azure.Data.Tables;
using ServerlessMonitor.TestKit.Azurite;

namespace Sdk.Tests.Tables;

public sealed class TableEntityTests(AzuriteFixture azurite) : TableTestBase(azurite)
{
    public static TheoryData<string, object> Values => new()
    {
        { "empty string", string.Empty },
        { "string", "a 'quoted' \"ü\" 漢 🚀 <&> \r\n\t\u2028" },
        { "text that looks like a time", "2026-01-01T00:00:00Z" },
        { "longest string", new string('x', 32 * 1024) },
        { "true", true },
        { "int", int.MinValue },
        { "small long", 5L },
        { "long", long.MaxValue },
        { "double", Math.PI },
        { "whole double", 5.0 },
        { "large whole double", 1e20 },
        { "smallest double", double.Epsilon },
        { "largest double", double.MaxValue },
        { "negative zero", -0.0 },
        { "NaN", double.NaN },
        { "Infinity", double.PositiveInfinity },
        { "-Infinity", double.NegativeInfinity },
        { "time", new DateTimeOffset(2026, 11, 22, 5, 4, 3, TimeSpan.Zero).AddTicks(1234567) },
        { "earliest time", new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero) },
        { "last time", DateTimeOffset.MaxValue },
        { "guid", Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e") },
        { "no bytes", Array.Empty<byte>() },
        { "bytes", Enumerable.Range(0, 65536).Select(i => (byte)i).ToArray() },
    };

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public async Task Property_OfEveryType_ComesBackAsItWas(string name, object value)
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = value });
        var read = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value["Value"];
        Assert.True(value is byte[] bytes ? bytes.AsSpan().SequenceEqual((byte[])read!) : Equals(value, read), $"{name}: {read}");
        Assert.IsType(value.GetType(), read);
    }

    [Fact]
    public async Task Property_OtherFormsOfTheTypes_AreStoredAsTheirEdmType()
    {
        var local = new DateTime(2026, 7, 1, 12, 0, 0, DateTimeKind.Utc);
        await Table.AddEntityAsync(new TableEntity("p", "r")
        {
            ["Utc"] = local,
            ["Local"] = local.ToLocalTime(),
            ["Offset"] = new DateTimeOffset(local).ToOffset(TimeSpan.FromHours(-7)),
            ["Data"] = BinaryData.FromBytes(new byte[] { 1, 2 }),
            ["Enum"] = DayOfWeek.Friday,
            ["Null"] = null,
        });

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(local, read.GetDateTime("Utc"));
        Assert.Equal(DateTimeKind.Utc, read.GetDateTime("Utc")!.Value.Kind);
        Assert.Equal(local, read.GetDateTime("Local"));
        Assert.Equal(TimeSpan.Zero, read.GetDateTimeOffset("Offset")!.Value.Offset);
        Assert.Equal(local, read.GetDateTimeOffset("Offset")!.Value.UtcDateTime);
        Assert.Equal([1, 2], read.GetBinary("Data")!);
        Assert.Equal([1, 2], read.GetBinaryData("Data")!.ToArray());
        Assert.Equal("Friday", read.GetString("Enum"));
        Assert.False(read.ContainsKey("Null"));
    }

    /// <summary>As large as a property may be, with every byte: the letters + and / of base64 are among what is sent.</summary>
    [Fact]
    public async Task Property_LargeBinary_ComesBackByteForByte()
    {
        byte[] bytes = [.. Enumerable.Range(0, 65536).Select(i => (byte)(i * 31 / 7))];
        await Table.SubmitTransactionAsync([new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", "r") { ["A"] = bytes, ["B"] = BinaryData.FromBytes(bytes) })]);

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.True(bytes.AsSpan().SequenceEqual(read.GetBinary("A")));
        Assert.True(bytes.AsSpan().SequenceEqual(read.GetBinary("B")));
    }

    [Fact]
    public async Task Property_TypeThatTablesCannotHold_IsRefused() =>
        await Assert.ThrowsAsync<NotSupportedException>(() => Table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = 1.0m }));

    [Fact]
    public void Getters_MissingOrWrongType_NullOrThrow()
    {
        var entity = new TableEntity("p", "r") { ["Text"] = "x", ["Number"] = 1 };
        Assert.Null(entity.GetInt32("None"));
        Assert.Null(entity.GetString("None"));
        Assert.Throws<InvalidOperationException>(() => entity.GetInt32("Text"));
        Assert.Throws<InvalidOperationException>(() => entity.GetString("Number"));
        Assert.Throws<InvalidOperationException>(() => entity.GetInt64("Number"));
    }

    [Fact]
    public void Indexer_ValueOfAnotherType_KeepsTheTypeOrThrows()
    {
        var entity = new TableEntity { ["Double"] = 1.5, ["Long"] = 1L, ["Text"] = "x" };
        entity["Double"] = 2;
        entity["Long"] = 2;
        Assert.Equal(2.0, entity["Double"]);
        Assert.Equal(2L, entity["Long"]);
        Assert.Throws<InvalidOperationException>(() => entity["Text"] = 2);
    }

    [Fact]
    public void Dictionary_Members_ShowAllProperties()
    {
        var entity = new TableEntity(new Dictionary<string, object> { ["PartitionKey"] = "p", ["RowKey"] = "r", ["A"] = 1 }) { { "B", 2 } };
        entity.ETag = new ETag("W/\"1\"");

        Assert.Equal(5, entity.Count);
        Assert.True(entity.TryGetValue("B", out var b) && Equals(b, 2));
        Assert.True(entity.Remove("A"));
        Assert.False(entity.ContainsKey("A"));
        Assert.Equal(new ETag("W/\"1\""), entity.ETag);
        Assert.Equal(["B", "PartitionKey", "RowKey", "odata.etag"], entity.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(default, new TableEntity().ETag);
    }
}
