using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Tests.Runs.Interleavings;

/// <summary>What must be stored, computed from nothing but the blobs that are there; and whether it is.</summary>
internal sealed class Truth
{
    private static readonly MonitorDefinition Monitor = MonitorFile.Parse(Contents.Monitors[0], "churn.yaml", Pipeline.Model.Model).Definition!;
    private readonly Pipeline _suite;
    private readonly List<(BlobAddress Blob, string ETag, BatchProfile? Profile)> _there = [];
    private readonly List<(BlobAddress Blob, DateTimeOffset ModifiedAt, string ETag, string Text)> _labels = [];

    private Truth(Pipeline suite) => _suite = suite;

    /// <summary>Throws unless everything that is stored says the same as the blobs do.</summary>
    public static async Task CheckAsync(Pipeline suite)
    {
        var truth = new Truth(suite);
        await truth.ReadLabelsAsync();
        await truth.ReadBlobsAsync();
        List<LedgerEntry> entries = await ReadAllAsync(suite.Ledger.ListAsync(BlobContainers.Predictions, CancellationToken.None));
        truth.CheckLedger(entries);
        List<LedgerEntry> labels = await ReadAllAsync(suite.Ledger.ListAsync(BlobContainers.Labels, CancellationToken.None));
        truth.CheckLabels(labels);
        await truth.CheckPartsAsync(entries);
        await truth.CheckCatalogAsync();
        await truth.CheckIndexAsync([.. entries, .. labels]);
        foreach (DateOnly day in Contents.Days)
        {
            await truth.CheckDayAsync(Pipeline.Window(day));
        }

        await truth.CheckMonthAsync();
        await truth.CheckLatestAsync();
    }

    private static async Task<List<T>> ReadAllAsync<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        await foreach (T item in items)
        {
            all.Add(item);
        }

        return all;
    }

    private async Task ReadBlobsAsync()
    {
        DatasetSchema? schema = await _suite.Profiles.GetSchemaAsync(Pipeline.Model, CancellationToken.None);
        for (int number = 0; number < World.Blobs; number++)
        {
            BlobAddress address = World.Blob(number);
            await using SourceBlob? blob = await _suite.Blobs.OpenAsync(address, CancellationToken.None);
            if (blob is null)
            {
                continue;
            }

            using var reader = new StreamReader(blob.Content);
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(Labelled(await reader.ReadToEndAsync())));
            BatchProfile? profile = null;
            var context = new BatchContext(Monitor, EventTimeFallback.LastModified(blob.LastModified)) { Schema = schema };
            try
            {
                profile = await new BatchProfiler(workers: 1).ProfileAsync(content, address.Path, context, CancellationToken.None);
            }
            catch (BatchFormatException)
            {
                // It belongs into quarantine.
            }

            _there.Add((address, blob.ETag, profile));
        }
    }

    private async Task ReadLabelsAsync()
    {
        for (int number = 0; number < World.LabelBlobs; number++)
        {
            await using SourceBlob? blob = await _suite.Blobs.OpenAsync(World.LabelBlob(number), CancellationToken.None);
            if (blob is not null)
            {
                using var reader = new StreamReader(blob.Content);
                _labels.Add((blob.Address, blob.LastModified, blob.ETag, await reader.ReadToEndAsync()));
            }
        }
    }

    /// <summary>The batch as if its labels had been known when it was written.</summary>
    private string Labelled(string batch)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string row in _labels.OrderBy(file => file.ModifiedAt).ThenBy(file => file.Blob.BatchId, StringComparer.Ordinal).SelectMany(file => file.Text.Split('\n').Skip(1)))
        {
            if (row.Split(',') is [var id, var label])
            {
                labels[id] = label;
            }
        }

        return string.Join('\n', batch.Split('\n').Select(row =>
        {
            string[] cells = row.Split(',');
            return labels.TryGetValue(cells[0], out string? label) ? string.Join(',', [.. cells[..^1], label]) : row;
        }));
    }

    private void CheckLabels(List<LedgerEntry> entries)
    {
        foreach ((BlobAddress blob, _, string eTag, string text) in _labels)
        {
            bool isReadable = text.StartsWith("prediction_id", StringComparison.Ordinal);
            LedgerEntry entry = entries.Single(entry => entry.Blob == blob);
            Assert.Equal((eTag, isReadable ? LedgerState.Live : LedgerState.Quarantined, true), (entry.ETag, entry.State, entry.Announced));
            Assert.Equal(isReadable ? text.Split('\n').Length - 2 : 0, entry.Rows);
        }

        Assert.All(entries.Where(entry => !_labels.Any(blob => blob.Blob == entry.Blob)), entry => Assert.Equal((LedgerState.Retracted, true), (entry.State, entry.Announced)));
    }

    /// <summary>Without labels to the byte; with them, rows come in another order, so that sums differ in their last digits.</summary>
    private void AssertSame(DatasetProfile expected, DatasetProfile actual)
    {
        if (_labels.Count == 0 && _suite.Links.Puts == 0)
        {
            Assert.Equal(ProfileCodec.ToBytes(expected), ProfileCodec.ToBytes(actual));
            return;
        }

        Assert.Equal((expected.Rows, expected.FirstEvent, expected.LastEvent), (actual.Rows, actual.FirstEvent, actual.LastEvent));
        (BinaryOutcome? wanted, BinaryOutcome? found) = (expected.Outcome?.Binary, actual.Outcome?.Binary);
        Assert.Equal(
            (wanted?.TruePositives, wanted?.FalsePositives, wanted?.TrueNegatives, wanted?.FalseNegatives),
            (found?.TruePositives, found?.FalsePositives, found?.TrueNegatives, found?.FalseNegatives));
        Assert.Equal(wanted?.LogLoss.Mean ?? 0, found?.LogLoss.Mean ?? 0, 1e-9);
        Assert.Equal(expected.Outcome?.PredictedClasses, actual.Outcome?.PredictedClasses);
    }

    private void CheckLedger(List<LedgerEntry> entries)
    {
        foreach ((BlobAddress blob, string eTag, BatchProfile? profile) in _there)
        {
            LedgerEntry entry = entries.Single(entry => entry.Blob == blob);
            Assert.Equal((eTag, profile is null ? LedgerState.Quarantined : LedgerState.Live, true), (entry.ETag, entry.State, entry.Announced));
            Assert.Equal((profile?.Rows ?? 0, profile?.EventRange), (entry.Rows, entry.EventRange));
            Assert.True(profile is not null || _suite.Quarantine.Kept.ContainsKey(blob), $"{blob} is not in quarantine");
        }

        Assert.All(entries.Where(entry => !_there.Any(blob => blob.Blob == entry.Blob)), entry => Assert.Equal((LedgerState.Retracted, true), (entry.State, entry.Announced)));
    }

    private async Task CheckPartsAsync(List<LedgerEntry> entries)
    {
        List<StoredPart> parts = await ReadAllAsync(_suite.Profiles.ListAsync(Pipeline.Model, window: null, CancellationToken.None));
        IEnumerable<(DateTimeOffset, string, string)> expected =
            from blob in _there
            where blob.Profile is not null
            from hour in blob.Profile.Hours
            select (hour.Hour, blob.Blob.BatchId, entries.Single(entry => entry.Blob == blob.Blob).CountedVersion);

        // What a crash left behind counts for nothing, and may stay until a later round of housekeeping.
        IEnumerable<(DateTimeOffset, string, string)> counted =
            from part in parts
            where entries.Exists(entry => entry.Counts && entry.Blob.BatchId == part.BatchId && entry.CountedVersion == part.ETag)
            select (part.Hour, part.BatchId, part.ETag);
        Assert.Equal(expected.Order(), counted.Order());
    }

    private async Task CheckCatalogAsync()
    {
        CatalogEntry? known = await _suite.Catalog.GetAsync(Pipeline.Model, CancellationToken.None);
        foreach (TimeWindow range in _there.Where(blob => blob.Profile is not null).Select(blob => blob.Profile!.EventRange))
        {
            Assert.True(known?.Events.Start <= range.Start && known.Events.End >= range.End, $"{known?.Events} lacks {range}");
        }
    }

    private async Task CheckIndexAsync(List<LedgerEntry> entries)
    {
        BatchPage page = await _suite.Index.QueryAsync(new BatchQuery { Limit = BatchQuery.MostRows }, CancellationToken.None);
        Assert.Equal(
            entries.Select(BatchRecord.Of).OrderBy(record => record.Blob.Path, StringComparer.Ordinal),
            page.Batches.OrderBy(record => record.Blob.Path, StringComparer.Ordinal));
    }

    private async Task CheckDayAsync(TimeWindow window)
    {
        DatasetProfile profile = await MergeAsync(window);
        LoadedWindow loaded = await _suite.Windows.LoadAsync(Pipeline.Model, window, CancellationToken.None);
        AssertSame(profile, loaded.Profile);

        WindowSpec daily = WindowSpec.Tumbling("1d");
        EvaluationReport? report = (await _suite.Reports.GetAsync(Pipeline.Model, daily, window.End, CancellationToken.None))?.Value;
        Assert.Equal(profile.Rows, report?.Rows ?? 0);
        if (report is not null && profile.Rows > 0)
        {
            var input = new EvaluationInput(Pipeline.Model, daily, window, Monitor, profile) { Families = report.Families };
            EvaluationReport expected = new EvaluateWindow().Evaluate(input);
            Assert.Equal(expected.Metrics.Select(metric => metric.Key), report.Metrics.Select(metric => metric.Key));
            Assert.All(expected.Metrics.Zip(report.Metrics), pair => Assert.Equal(pair.First.Value ?? -1, pair.Second.Value ?? -1, 1e-9));
            Assert.Equal(expected.LabelledRows, report.LabelledRows);
        }
    }

    /// <summary>What lies in many days, of which some may be compacted, is what lies in each of them.</summary>
    private async Task CheckMonthAsync()
    {
        DatasetSchema schema = await SchemaAsync();
        var month = new DatasetProfile(schema);
        foreach (DateOnly day in Contents.Days)
        {
            DatasetProfile merged = await MergeAsync(Pipeline.Window(day));
            if (merged.Rows > 0)
            {
                month.Merge(merged);
            }
        }

        var february = new TimeWindow(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        LoadedWindow loaded = await _suite.Windows.LoadAsync(Pipeline.Model, february, CancellationToken.None);
        AssertSame(month, loaded.Profile);
    }

    private async Task<DatasetSchema> SchemaAsync() =>
        await _suite.Profiles.GetSchemaAsync(Pipeline.Model, CancellationToken.None) ?? new DatasetSchema(ModelTask.Binary, []);

    private async Task<DatasetProfile> MergeAsync(TimeWindow window)
    {
        var merged = new DatasetProfile(await SchemaAsync());
        IEnumerable<DatasetProfile> parts =
            from blob in _there
            where blob.Profile is not null
            from hour in blob.Profile.Hours
            where window.Contains(hour.Hour)
            orderby hour.Hour, blob.Blob.BatchId
            select hour.Profile;
        foreach (DatasetProfile part in parts)
        {
            merged.Merge(ProfileCodec.FromBytes(ProfileCodec.ToBytes(part)));
        }

        return merged;
    }

    private async Task CheckLatestAsync()
    {
        foreach (EvaluationReport latest in await ReadAllAsync(_suite.Reports.LatestAsync(CancellationToken.None)))
        {
            Versioned<EvaluationReport>? stored = await _suite.Reports.GetAsync(latest.Model, latest.Spec, latest.Window.End, CancellationToken.None);
            Assert.Equal(stored?.Value.Revision, latest.Revision);
        }
    }
}
