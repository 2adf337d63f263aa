using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Azure;
using ServerlessMonitor.Azure.Blobs;
using ServerlessMonitor.Azure.Tables;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Functions.Tests.Kills;

/// <summary>Reads the raw blobs and holds every stored number against them.</summary>
internal sealed class Oracle(StorageClients clients, AzureStorageOptions names)
{
    private readonly EntityBody _bodies = new(new BlobStore(clients, Options.Create(names)));

    /// <summary>Checks ledger, profiles, catalog, reports, series and alerts of a model.</summary>
    public async Task CheckAsync(string model)
    {
        Dictionary<string, (string ETag, IReadOnlyList<RawRow> Rows)> blobs = await ReadAsync("predictions", model);
        string labels = (await clients.Blobs.GetBlobContainerClient($"{names.StoragePrefix}-labels").GetBlobClient($"{model}/late.csv").DownloadContentAsync()).Value.Content.ToString();
        RawRow[] rows = [.. RawRow.Labelled([.. blobs.Values.SelectMany(blob => blob.Rows)], labels)];
        RawRow[] baseline = [.. (await ReadAsync("baselines", model)).Values.SelectMany(blob => blob.Rows)];
        Assert.NotEmpty(rows);
        await CheckPartsAsync(model, blobs, await CheckLedgerAsync(model, blobs));
        await CheckCatalogAsync(model, rows);
        await CheckWindowsAsync(model, rows, baseline);
        await CheckAlertAsync(model);
    }

    /// <summary>Whether each day, and the month, is compacted and holds the rows of the blobs.</summary>
    public async Task<bool> IsCompactedAsync(string model)
    {
        var kept = new SortedDictionary<string, long>(StringComparer.Ordinal);
        await foreach (TableEntity row in Table("Profiles").QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {$"{model}~{ModelData.Version}"} and RowKey ge {"d~"} and RowKey lt {"n"}")))
        {
            if (row.RowKey[..2] is "d~" or "m~")
            {
                long start = row.GetInt64("Start")!.Value;
                kept[Key(row.RowKey[0], start)] = ProfileCodec.FromBytes(await _bodies.GetAsync(row, CancellationToken.None)).Rows;
            }
        }

        RawRow[] rows = [.. (await ReadAsync("predictions", model)).Values.SelectMany(blob => blob.Rows)];
        SortedDictionary<string, long> expected = new(
            rows.GroupBy(row => Key('d', row.Time.Date.Ticks))
                .Concat(rows.GroupBy(row => Key('m', new DateTime(row.Time.Year, row.Time.Month, 1, 0, 0, 0, DateTimeKind.Utc).Ticks)))
                .ToDictionary(group => group.Key, group => (long)group.Count(), StringComparer.Ordinal),
            StringComparer.Ordinal);
        return kept.SequenceEqual(expected);

        static string Key(char span, long ticks) => string.Create(CultureInfo.InvariantCulture, $"{span} {ticks:D19}");
    }

    /// <summary>Nothing was given up: no message is in a poison queue.</summary>
    public async Task CheckQueuesAsync()
    {
        foreach (string queue in (string[])[names.PredictionsQueue, names.LabelsQueue, names.BaselinesQueue, names.MonitorsQueue, names.JoinQueue, names.EvaluateQueue, names.NotifyQueue])
        {
            Assert.False((await clients.Queues.GetQueueClient($"{queue}-poison").ExistsAsync()).Value, $"{queue}-poison has come to be");
        }
    }

    private async Task<Dictionary<string, (string ETag, IReadOnlyList<RawRow> Rows)>> ReadAsync(string container, string model)
    {
        BlobContainerClient client = clients.Blobs.GetBlobContainerClient($"{names.StoragePrefix}-{container}");
        var blobs = new Dictionary<string, (string ETag, IReadOnlyList<RawRow> Rows)>(StringComparer.Ordinal);
        await foreach (BlobItem item in client.GetBlobsAsync(prefix: $"{model}/"))
        {
            BlobDownloadResult content = await client.GetBlobClient(item.Name).DownloadContentAsync();
            blobs[item.Name] = (content.Details.ETag.ToString().Trim('"'), RawRow.Read(content.Content.ToString()));
        }

        return blobs;
    }

    /// <returns>Of each version that counts, the ETag of its blob.</returns>
    private async Task<Dictionary<string, string>> CheckLedgerAsync(string model, Dictionary<string, (string ETag, IReadOnlyList<RawRow> Rows)> blobs)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var counted = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (TableEntity entry in Table("Batches").QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"Model eq {model}")))
        {
            if (entry.GetString("Container") != "predictions")
            {
                continue;
            }

            string path = entry.GetString("Path")!;
            (string eTag, IReadOnlyList<RawRow> rows) = blobs[path];
            Assert.True(seen.Add(path), $"{path} has two entries");
            Assert.Equal(("Live", eTag, true), (entry.GetString("State"), entry.GetString("BlobETag"), entry.GetBoolean("Announced")));
            Assert.Equal((rows.Count, 0), (entry.GetInt64("Rows"), entry.GetInt64("RejectedRows")));
            Assert.Equal(rows.Min(row => row.Time).Ticks, entry.GetInt64("EventStart"));
            counted.Add(entry.GetString("ProfileVersion")!, eTag);
        }

        Assert.Equal(blobs.Keys.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        return counted;
    }

    /// <summary>The parts of live versions hold their blob's rows by hour. Parts of other versions count for nothing.</summary>
    private async Task CheckPartsAsync(
        string model, Dictionary<string, (string ETag, IReadOnlyList<RawRow> Rows)> blobs, Dictionary<string, string> counted)
    {
        var stored = new SortedDictionary<string, long>(StringComparer.Ordinal);
        await foreach (TableEntity part in Table("Profiles").QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {$"{model}~{ModelData.Version}"} and RowKey ge {"h~"} and RowKey lt {"i"}")))
        {
            if (counted.TryGetValue(part.GetString("BlobETag")!, out string? eTag))
            {
                DatasetProfile profile = ProfileCodec.FromBytes(await _bodies.GetAsync(part, CancellationToken.None));
                stored[Key(eTag, part.GetInt64("Hour")!.Value)] = profile.Rows;
            }
        }

        IEnumerable<KeyValuePair<string, long>> expected = blobs.Values
            .SelectMany(blob => blob.Rows.GroupBy(row => Key(blob.ETag, row.Time.Ticks - (row.Time.Ticks % TimeSpan.TicksPerHour))))
            .Select(hour => KeyValuePair.Create(hour.Key, (long)hour.Count()))
            .OrderBy(hour => hour.Key, StringComparer.Ordinal);
        Assert.Equal(expected, stored);

        static string Key(string eTag, long ticks) => string.Create(CultureInfo.InvariantCulture, $"{eTag} {ticks:D19}");
    }

    private async Task CheckCatalogAsync(string model, RawRow[] rows)
    {
        TableEntity entry = await Table("Catalog").GetEntityAsync<TableEntity>(model, ModelData.Version);
        Assert.Equal(rows.Min(row => row.Time).Ticks, entry.GetInt64("FirstEvent"));
        Assert.InRange(entry.GetInt64("LastEvent")!.Value, rows.Max(row => row.Time).Ticks, rows.Max(row => row.Time).Ticks + TimeSpan.TicksPerSecond);
    }

    private async Task CheckWindowsAsync(string model, RawRow[] rows, RawRow[] baseline)
    {
        var newest = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var points = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var revisions = new Dictionary<string, int>(StringComparer.Ordinal);
        await foreach (TableEntity row in Table("Verdicts").QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey ge {$"{model}~"} and PartitionKey lt {$"{model}~~"}")))
        {
            string[] key = row.RowKey.Split('~');
            string window = $"{key[1]}~{key[2]}";
            JsonElement body = JsonSerializer.Deserialize<JsonElement>(await _bodies.GetAsync(row, CancellationToken.None));
            switch (key[0])
            {
                case "v":
                    newest[window] = body;
                    break;
                case "s":
                    points[window] = body;
                    break;
                default:
                    revisions[window] = revisions.GetValueOrDefault(window) + 1;
                    break;
            }
        }

        var ends = new HashSet<DateTime>();
        foreach ((string window, JsonElement report) in newest)
        {
            DateTime end = report.GetProperty("window").GetProperty("end").GetDateTime().ToUniversalTime();
            ends.Add(end);
            CheckNumbers(model, end, points[window], rows, baseline);
            Assert.Equal(report.GetProperty("revision").GetInt32(), revisions[window]);
        }

        Assert.Superset(rows.Select(row => row.Time.Date.AddDays(1)).ToHashSet(), ends);
    }

    /// <summary>The alert of the model's rule has fired once and ended once. (That realised values part from estimates is told, too, and may be so on the last day.)</summary>
    private async Task CheckAlertAsync(string model)
    {
        var alerts = new Dictionary<string, string?>(StringComparer.Ordinal);
        await foreach (TableEntity alert in Table("Alerts").QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {model}")))
        {
            // One that began by what was there for a moment, and was over before anybody was to be told.
            if (alert.GetString("Phase") != "Inactive")
            {
                alerts.Add(alert.RowKey, $"{alert.GetString("RuleId")} {alert.GetString("Phase")}");
            }
        }

        string fingerprint = Assert.Single(alerts, alert => alert.Value == "performance/f1/below Resolved").Key;
        Assert.All(alerts.Where(alert => alert.Key != fingerprint), alert => Assert.StartsWith("performance/estimated/gap ", alert.Value, StringComparison.Ordinal));
        var changes = new List<string>();
        await foreach (TableEntity change in Table("AlertLog").QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey ge {$"{model}~"} and PartitionKey lt {$"{model}~~"}")))
        {
            if (change.RowKey.Contains(fingerprint, StringComparison.Ordinal))
            {
                changes.Add(change.RowKey.Split('~')[^1]);
            }
        }

        Assert.Equal(["Firing", "Resolved"], changes.Order(StringComparer.Ordinal));
    }

    private static void CheckNumbers(string model, DateTime end, JsonElement stored, RawRow[] rows, RawRow[] baseline)
    {
        Dictionary<string, double?> expected = Expected.Of([.. rows.Where(row => row.Time >= end.AddDays(-1) && row.Time < end)], baseline);
        var wrong = new StringBuilder();
        foreach (JsonProperty point in stored.EnumerateObject())
        {
            double? value = point.Value.ValueKind == JsonValueKind.Null ? null : point.Value.GetDouble();
            bool right = expected.Remove(point.Name, out double? wanted) && (value is { } a && wanted is { } b ? Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Abs(b)) : value is null && wanted is null);
            if (!right)
            {
                wrong.Append(CultureInfo.InvariantCulture, $"\n{point.Name} is {value}, expected {wanted}");
            }
        }

        foreach (string missing in expected.Keys)
        {
            wrong.Append(CultureInfo.InvariantCulture, $"\n{missing} is missing");
        }

        Assert.True(wrong.Length == 0, $"{model}, window until {end:u}:{wrong}");
    }

    private TableClient Table(string name) => clients.Tables.GetTableClient(names.StoragePrefix + name);
}
