using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Azure.Blobs;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;
using ServerlessMonitor.TestKit;
using static ServerlessMonitor.Azure.Tests.Golden.GoldenSamples;

namespace ServerlessMonitor.Azure.Tests.Golden;

/// <summary>
/// Every table's rows as builds in use have written them (<c>Golden/v1</c>): today's code reads them, writes the same, and refuses by name what a newer build wrote.
/// </summary>
[Collection(nameof(AzuriteCollection))]
public sealed class StoredTableTests(StorageFixture storage)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly string[] Names = ["Batches", "BatchesByTime", "Profiles", "Verdicts", "Latest", "Catalog", "Alerts", "AlertLog", "Notifications"];

    private static readonly TimeWindow January = new(Monday.AddDays(-4), Monday.AddDays(27));

    public static TheoryData<string> Tables => [.. Names];

    [Fact]
    public async Task Write_EverySample_GivesTheGoldenRows()
    {
        StoredTables tables = await StoredTables.CreateAsync(storage.Clients);
        await tables.Ledger.TryWriteAsync(Entry, expectedTag: null, None);
        await tables.Index.NoteAsync(BatchRecord.Of(Entry), None);
        await tables.Profiles.PutAsync([Part], None);
        await tables.Profiles.SetSchemaIfAbsentAsync(Model, Schema, None);
        await tables.Profiles.TryPutSegmentValuesAsync(Model, Segments, expectedTag: null, None);
        await tables.Compacted.PutAsync(CompactedDay, None);
        await tables.Compacted.PutAsync(CompactedMonth, None);
        await tables.Baselines.PutAsync(Baseline, None);
        await tables.Reports.TryPutAsync(Report, expectedTag: null, None);
        await tables.Catalog.NoteBatchAsync(Catalog.Model, Catalog.Events, Catalog.LastArrival, None);
        await tables.Catalog.NoteSupersededAsync(Catalog.Model, None);
        await tables.Catalog.NoteEvaluatedAsync(Catalog.Model, Done, None);
        await tables.Alerts.TryPutAsync(GoldenSamples.Alert, expectedTag: null, None);
        await tables.Alerts.AppendHistoryAsync(Transition, None);
        await tables.Notifications.TryPutAsync(Notification, expectedTag: null, None);

        await Assert.AllAsync(Names, async name =>
        {
            byte[] actual = await StoredRows.ReadAsync(tables.Table(name));
            GoldenFile.Check(PathOf(name), actual, File.Exists(PathOf(name)) && StoredRows.AreSame(File.ReadAllBytes(PathOf(name)), actual));
        });
    }

    [Fact]
    public async Task Read_GoldenRows_GiveTheSamples()
    {
        StoredTables tables = await LoadAsync();

        Assert.Equal(Entry, (await tables.Ledger.GetAsync(Blob, None))!.Value);
        Assert.Equal(BatchRecord.Of(Entry), Assert.Single((await tables.Index.QueryAsync(new BatchQuery { Model = Model.Model }, None)).Batches));
        ProfilePart part = Assert.Single(await AllAsync(tables.Profiles.QueryAsync(Model, Day, None)));
        Assert.Equal((Part.Hour, Part.BatchId, Part.ETag), (part.Hour, part.BatchId, part.ETag));
        Assert.Equal(Part.Body.ToArray(), part.Body.ToArray());
        DatasetSchema? schema = await tables.Profiles.GetSchemaAsync(Model, None);
        Assert.Equal((Schema.Task, Schema.Positive), (schema!.Task, schema.Positive));
        Assert.Equal(Schema.Columns, schema.Columns);
        Assert.Equal(Segments.Of("origin"), (await tables.Profiles.GetSegmentValuesAsync(Model, None))!.Value.Of("origin"));
        foreach (CompactedProfile compacted in (CompactedProfile[])[CompactedDay, CompactedMonth])
        {
            Assert.Equal(compacted.Key, Assert.Single(await AllAsync(tables.Compacted.ListAsync(Model, compacted.Key.Span, January, None))));
            Assert.Equal(compacted.Body.ToArray(), (await tables.Compacted.GetAsync(compacted.Key, None))!.Body.ToArray());
        }

        StoredBaseline? baseline = await tables.Baselines.GetAsync(Model, None);
        Assert.Equal((Baseline.Source, Baseline.ETag, Baseline.CreatedAt, Baseline.Rows), (baseline!.Source, baseline.ETag, baseline.CreatedAt, baseline.Rows));
        Assert.Equal(Baseline.Body.ToArray(), baseline.Body.ToArray());
        Assert.Equal(EvaluateJson.Write(Report), EvaluateJson.Write((await tables.Reports.GetAsync(Model, Daily, Day.End, None))!.Value));
        Assert.Equal(EvaluateJson.Write(Report), EvaluateJson.Write(Assert.Single(await AllAsync(tables.Reports.LatestAsync(None)))));
        CatalogEntry catalog = (await tables.Catalog.GetAsync(Model, None))!;
        Assert.Equal(Catalog with { Evaluated = [] }, catalog with { Evaluated = [] });
        Assert.Equal(Catalog.Evaluated, catalog.Evaluated);
        Assert.Equal(AlertJson.Serialize(GoldenSamples.Alert), AlertJson.Serialize((await tables.Alerts.GetAsync(GoldenSamples.Alert.Identity, None))!.Value));
        Assert.Equal(AlertJson.Serialize(Transition), AlertJson.Serialize(Assert.Single(await AllAsync(tables.Alerts.HistoryAsync(Model.Model, 10, None)))));
        Assert.Equal(NotifyJson.Serialize(Notification), NotifyJson.Serialize((await tables.Notifications.GetAsync(Group, None))!.Value));
    }

    /// <summary>What was in the catalog before there were sequences: nothing is known to be evaluated, and the next note begins them.</summary>
    [Fact]
    public async Task Read_CatalogOfTheFirstBuild_TakesDefaults()
    {
        StoredTables tables = await StoredTables.CreateAsync(storage.Clients);
        await StoredRows.WriteAsync(tables.Table("Catalog"), await File.ReadAllBytesAsync(PathOf("Catalog-first"), None));

        CatalogEntry? entry = await tables.Catalog.GetAsync(Model, None);
        long sequence = await tables.Catalog.NoteBatchAsync(Model, Catalog.Events, Monday, None);

        Assert.Equal(new CatalogEntry(Model, Catalog.Events, Catalog.LastArrival), entry);
        Assert.Equal(Catalog.LastArrival.UtcTicks, sequence);
    }

    /// <summary>Reports from before metrics had a naive model's value beside them.</summary>
    [Fact]
    public async Task Read_VerdictsOfTheFirstBuild_HaveNoNaiveValue()
    {
        StoredTables tables = await StoredTables.CreateAsync(storage.Clients);
        await StoredRows.WriteAsync(tables.Table("Verdicts"), await File.ReadAllBytesAsync(PathOf("Verdicts-first"), None));

        EvaluationReport report = (await tables.Reports.GetAsync(Model, Daily, Day.End, None))!.Value;

        Assert.Equal(Report.Metrics.Select(metric => metric with { Naive = null }), report.Metrics);
    }

    [Fact]
    public async Task Quarantine_Reason_IsTheGoldenOne()
    {
        BlobStore blobs = (await StoredTables.CreateAsync(storage.Clients)).Blobs;
        var quarantine = new BlobQuarantine(blobs, new ManualTimeProvider(Monday));
        var reason = new BlobAddress(StorageNames.Quarantine, $"{Blob.Container}/{Blob.Path}.reason.json");

        await quarantine.KeepAsync(Blob, Entry.ETag, new BatchProblem("RowTooLong", Entry.Problem!) { Line = 3, Column = "distance" }, None);
        using var written = new MemoryStream();
        await using (SourceBlob source = (await blobs.OpenAsync(reason, None))!)
        {
            await source.Content.CopyToAsync(written, None);
        }

        GoldenFile.Check(PathOf("quarantine.reason"), written.ToArray());

        await using FileStream kept = File.OpenRead(PathOf("quarantine.reason"));
        await blobs.WriteAsync(reason, kept, "application/json", onlyIfAbsent: false, None);
        await quarantine.RemoveAsync(Blob, Entry.ETag, None);
        Assert.Null(await blobs.OpenAsync(reason, None));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Read_RowOfANewerFormat_IsRefusedByName(string table)
    {
        StoredTables tables = await LoadAsync();
        await ChangeAsync(tables.Table(table), entity => entity["Format"] = 2);

        NewerFormatException refusal = await Assert.ThrowsAsync<NewerFormatException>(() => ReadOneAsync(tables, table));

        Assert.Contains($"{table} has format 2; this build understands up to 1.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(("2", "1"), (refusal.Met, refusal.Understood));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Read_PropertiesThatANewerBuildAdded_ArePassedOver(string table)
    {
        StoredTables tables = await LoadAsync();
        await ChangeAsync(tables.Table(table), entity =>
        {
            entity["Format"] = 1;
            entity["AddedLater"] = "x";
        });

        await ReadOneAsync(tables, table);
    }

    [Fact]
    public async Task Read_CompactedRowOfANewerFormat_IsRefusedByName()
    {
        StoredTables tables = await LoadAsync();
        await ChangeAsync(tables.Table("Profiles"), entity => entity["Format"] = 2);

        NewerFormatException listed = await Assert.ThrowsAsync<NewerFormatException>(() => AllAsync(tables.Compacted.ListAsync(Model, CompactedSpan.Day, January, None)));
        NewerFormatException read = await Assert.ThrowsAsync<NewerFormatException>(() => tables.Compacted.GetAsync(CompactedMonth.Key, None));

        Assert.All((NewerFormatException[])[listed, read], refusal => Assert.Equal(("2", "1"), (refusal.Met, refusal.Understood)));
    }

    [Fact]
    public async Task Read_OneRowOfANewerFormat_SparesTheOthers()
    {
        StoredTables tables = await LoadAsync();
        var other = new ModelVersion("churn", "1");
        await tables.Catalog.NoteBatchAsync(other, Day, Monday, None);
        await ChangeAsync(tables.Table("Catalog"), entity => entity["Format"] = entity.PartitionKey == other.Model ? 1 : 2);

        Assert.NotNull(await tables.Catalog.GetAsync(other, None));
        await Assert.ThrowsAsync<NewerFormatException>(() => tables.Catalog.GetAsync(Model, None));
        await Assert.ThrowsAsync<NewerFormatException>(() => AllAsync(tables.Catalog.ListAsync(model: null, None)));
    }

    private static async Task ReadOneAsync(StoredTables tables, string table)
    {
        switch (table)
        {
            case "Batches":
                await AllAsync(tables.Ledger.ListAsync(Blob.Container, None));
                break;
            case "BatchesByTime":
                await tables.Index.QueryAsync(new BatchQuery { Model = Model.Model }, None);
                break;
            case "Profiles":
                await AllAsync(tables.Profiles.QueryAsync(Model, Day, None));
                await tables.Baselines.GetAsync(Model, None);
                break;
            case "Verdicts":
                await tables.Reports.GetAsync(Model, Daily, Day.End, None);
                break;
            case "Latest":
                await AllAsync(tables.Reports.LatestAsync(None));
                break;
            case "Catalog":
                await tables.Catalog.GetAsync(Model, None);
                break;
            case "Alerts":
                await AllAsync(tables.Alerts.ListAsync(model: null, None));
                break;
            case "AlertLog":
                await AllAsync(tables.Alerts.HistoryAsync(Model.Model, 10, None));
                break;
            default:
                await AllAsync(tables.Notifications.ListAsync(None));
                break;
        }
    }

    private static async Task ChangeAsync(TableClient table, Action<TableEntity> change)
    {
        await foreach (TableEntity entity in table.QueryAsync<TableEntity>((string?)null, cancellationToken: None))
        {
            change(entity);
            await table.UpdateEntityAsync(entity, entity.ETag, TableUpdateMode.Replace, None);
        }
    }

    private static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<T> items)
    {
        List<T> all = [];
        await foreach (T item in items)
        {
            all.Add(item);
        }

        return all;
    }

    private static string PathOf(string table, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "v1", $"{table}.json");

    private async Task<StoredTables> LoadAsync()
    {
        StoredTables tables = await StoredTables.CreateAsync(storage.Clients);
        foreach (string table in Names)
        {
            await StoredRows.WriteAsync(tables.Table(table), await File.ReadAllBytesAsync(PathOf(table), None));
        }

        return tables;
    }
}
