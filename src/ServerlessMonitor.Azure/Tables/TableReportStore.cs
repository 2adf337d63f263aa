using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Azure.Tables;

/// <summary>
/// Table <c>Verdicts</c>, partition <c>model~version~month of the window's end</c>: row <c>v~windows~end</c> is the newest report, <c>r~windows~end~revision</c> each
/// revision, and <c>s~windows~end</c> the window's point of every series; all three in one transaction. Table <c>Latest</c> repeats the newest report of each
/// model version and window length, so that a glance at all models needs no scan.
/// </summary>
public sealed class TableReportStore(StorageClients clients, IOptions<AzureStorageOptions> options, EntityBody bodies) : IReportStore
{
    private const int MostTries = 20;
    private const string LatestPartition = "latest";
    private readonly TableClient _verdicts = clients.Tables.GetTableClient(options.Value.Table(StorageNames.VerdictsTable));
    private readonly TableClient _latest = clients.Tables.GetTableClient(options.Value.Table(StorageNames.LatestTable));

    /// <inheritdoc/>
    public async Task<Versioned<EvaluationReport>?> GetAsync(
        ModelVersion model, WindowSpec spec, DateTimeOffset windowEnd, CancellationToken cancellationToken)
    {
        TableEntity? entity = await ConditionalWrite.FindAsync(_verdicts, Partition(model, windowEnd), Row('v', spec, windowEnd), cancellationToken);
        return entity is null ? null : new Versioned<EvaluationReport>(await ReadAsync(entity, cancellationToken), entity.ETag.ToString());
    }

    /// <inheritdoc/>
    public async Task<bool> TryPutAsync(EvaluationReport report, string? expectedTag, CancellationToken cancellationToken)
    {
        DateTimeOffset end = report.Window.End;
        string partition = Partition(report.Model, end);
        byte[] json = EvaluateJson.Write(report);
        var newest = new TableEntity(partition, Row('v', report.Spec, end));
        var revision = new TableEntity(partition, $"{Row('r', report.Spec, end)}{TableKeys.Separator}{report.Revision:D6}");
        var point = new TableEntity(partition, Row('s', report.Spec, end));
        await bodies.PutAsync(newest, json, cancellationToken);
        await bodies.PutAsync(revision, json, cancellationToken);
        await bodies.PutAsync(point, JsonSerializer.SerializeToUtf8Bytes(Points(report), StorageJson.Default.DictionaryStringNullableDouble), cancellationToken);
        TableTransactionAction write = expectedTag is null
            ? new(TableTransactionActionType.Add, newest)
            : new(TableTransactionActionType.UpdateReplace, newest, new ETag(expectedTag));
        try
        {
            await _verdicts.SubmitTransactionAsync(
                [write, new(TableTransactionActionType.UpsertReplace, revision), new(TableTransactionActionType.UpsertReplace, point)], cancellationToken);
        }
        catch (RequestFailedException exception) when (ConditionalWrite.IsLostRace(exception))
        {
            return false;
        }

        await NoteLatestAsync(report, cancellationToken);
        return true;
    }

    /// <inheritdoc/>
    public async Task NoteLatestAsync(EvaluationReport report, CancellationToken cancellationToken)
    {
        string row = $"{TableKeys.Of(report.Model)}{TableKeys.Separator}{report.Spec.Key}";
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            NullableResponse<TableEntity> found = await _latest.GetEntityIfExistsAsync<TableEntity>(
                LatestPartition, row, select: ["PartitionKey", "RowKey", "End", "Revision"], cancellationToken);
            TableEntity? stored = found.HasValue ? found.Value : null;
            bool newerIsThere = stored is not null
                && (stored.GetInt64("End"), stored.GetInt32("Revision")).CompareTo((report.Window.End.UtcTicks, report.Revision)) >= 0;
            if (newerIsThere)
            {
                return;
            }

            var entity = new TableEntity(LatestPartition, row) { ["End"] = report.Window.End.UtcTicks, ["Revision"] = report.Revision };
            await bodies.PutAsync(entity, EvaluateJson.Write(report), cancellationToken);
            if (await ConditionalWrite.TryPutAsync(_latest, entity, stored?.ETag.ToString(), cancellationToken) is not null)
            {
                return;
            }
        }

        throw new InvalidOperationException($"The latest report of {report.Model} changed {MostTries} times while it was being written.");
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<EvaluationReport> QueryAsync(
        ModelVersion model, WindowSpec spec, TimeWindow range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // One range over all the months: months without reports cost nothing.
        string filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {Partition(model, range.Start)} and PartitionKey le {Partition(model, range.End)} and RowKey gt {Row('v', spec, range.Start)} and RowKey le {Row('v', spec, range.End)}");
        await foreach (TableEntity entity in _verdicts.RowsAsync(filter, cancellationToken))
        {
            yield return await ReadAsync(entity, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<EvaluationReport> LatestAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (TableEntity entity in _latest.RowsAsync(filter: null, cancellationToken))
        {
            yield return await ReadAsync(entity, cancellationToken);
        }
    }

    private static string Partition(ModelVersion model, DateTimeOffset end) => $"{TableKeys.Of(model)}{TableKeys.Separator}{TableKeys.Month(end)}";

    private static string Row(char kind, WindowSpec spec, DateTimeOffset end) =>
        $"{kind}{TableKeys.Separator}{spec.Key}{TableKeys.Separator}{TableKeys.Of(end)}";

    private static Dictionary<string, double?> Points(EvaluationReport report)
    {
        var points = new Dictionary<string, double?>(StringComparer.Ordinal) { ["rows"] = report.Rows, ["labelledRows"] = report.LabelledRows };
        foreach (MetricResult metric in report.Metrics)
        {
            points[$"metric/{metric.Key}"] = metric.Value;
        }

        Estimates(points, string.Empty, report.Estimated);
        foreach (DriftResult drift in report.Drift)
        {
            points[$"drift/{drift.Column}/{drift.Method}"] = drift.Value;
        }

        foreach (QualityFinding finding in report.Quality)
        {
            points[$"quality/{finding.Check}/{finding.Column}"] = finding.Value;
        }

        foreach (SegmentReport segment in report.Segments ?? [])
        {
            points[$"segment/{segment.Segment}/rows"] = segment.Rows;
            foreach (MetricResult metric in segment.Metrics)
            {
                points[$"segment/{segment.Segment}/metric/{metric.Key}"] = metric.Value;
            }

            Estimates(points, $"segment/{segment.Segment}/", segment.Estimated);
        }

        return points;
    }

    private static void Estimates(Dictionary<string, double?> points, string prefix, IReadOnlyList<MetricResult> estimated)
    {
        foreach (MetricResult metric in estimated)
        {
            points[$"{prefix}estimated/{metric.Key}"] = metric.Value;
        }
    }

    private async Task<EvaluationReport> ReadAsync(TableEntity entity, CancellationToken cancellationToken) =>
        EvaluateJson.Read(await bodies.GetAsync(entity, cancellationToken));
}
