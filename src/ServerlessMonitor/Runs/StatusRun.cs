using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Runs.Status;

namespace ServerlessMonitor.Runs;

/// <summary>Reads every model at a glance: a few small queries, no scan of profiles.</summary>
public sealed class StatusRun(
    IModelCatalog catalog, IReportStore reports, IAlertStore alerts, IIngestLedger ledger, IBatchIndex index, IPoisonQueues poison, NotificationsRun notifications)
{
    private static readonly BatchQuery Open = new() { States = [BatchState.Waiting, BatchState.Held, BatchState.Quarantined], Limit = BatchQuery.MostRows };

    /// <summary>Reads it.</summary>
    public async Task<SuiteStatus> ReadAsync(CancellationToken cancellationToken)
    {
        ILookup<ModelVersion, WindowStatus> windows = (await ReadAllAsync(reports.LatestAsync(cancellationToken), cancellationToken))
            .ToLookup(report => report.Model, Glance);
        List<Versioned<AlertTimeline>> known = await ReadAllAsync(alerts.ListAsync(model: null, cancellationToken), cancellationToken);
        ILookup<ModelVersion, AlertStatus> active = known
            .Where(alert => alert.Value.State.Phase is AlertPhase.Pending or AlertPhase.Firing)
            .ToLookup(alert => alert.Value.Identity.Model, alert => Glance(alert.Value));
        Dictionary<ModelVersion, CatalogEntry> data = (await ReadAllAsync(catalog.ListAsync(model: null, cancellationToken), cancellationToken)).ToDictionary(entry => entry.Model);

        // A model whose first batches cannot be read has alerts before it has data.
        IEnumerable<ModelStatus> models = data.Keys.Union(active.Select(alerts => alerts.Key))
            .OrderBy(model => model.Model, StringComparer.Ordinal)
            .ThenBy(model => model.Version, StringComparer.Ordinal)
            .Select(model =>
            {
                CatalogEntry? entry = data.GetValueOrDefault(model);
                return new ModelStatus(
                    model.Model, model.Version, entry?.Events.Start, entry?.Events.End, entry?.LastArrival, [.. windows[model]], [.. active[model]]);
            });
        return new SuiteStatus([.. models], await CountAsync(cancellationToken))
        {
            WaitingForData = await WaitingAsync([.. data.Keys.Union(active.Select(alerts => alerts.Key)).Select(model => model.Model)], cancellationToken),
            Open = await OpenAsync(cancellationToken),
            Notifications = await notifications.HealthAsync(known.Count(alert => alert.Value.NotificationDue), cancellationToken),
        };
    }

    private static async Task<List<T>> ReadAllAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        await foreach (T item in items.WithCancellation(cancellationToken))
        {
            all.Add(item);
        }

        return all;
    }

    private static WindowStatus Glance(EvaluationReport report) => new(
        report.Spec.Key,
        report.Window.Start,
        report.Window.End,
        report.Rows,
        report.LabelledRows,
        report.Provisional,
        Values(report.Metrics),
        [.. report.Drift.Where(drift => drift.Verdict == DriftVerdict.Drift).Select(drift => drift.Column)],
        [.. report.Quality.Where(finding => finding.Outcome == VerdictOutcome.Breach).Select(finding => finding.Summary)])
    {
        Estimated = Values(report.Estimated),
    };

    private static Dictionary<string, double> Values(IReadOnlyList<MetricResult> metrics) =>
        metrics.Where(metric => metric.Value is not null).ToDictionary(metric => metric.Key, metric => metric.Value!.Value, StringComparer.Ordinal);

    private static AlertStatus Glance(AlertTimeline alert) => new(
        alert.Identity.AlertName,
        alert.Identity.RuleId,
        alert.State.Severity,
        alert.State.Phase,
        alert.State.ActiveSince,
        alert.State.Latest?.Verdict.Summary ?? string.Empty);

    private async Task<OpenWork> OpenAsync(CancellationToken cancellationToken)
    {
        BatchPage page = await index.QueryAsync(Open, cancellationToken);
        IReadOnlyList<PoisonCount> queues = await poison.CountAsync(cancellationToken);
        return new OpenWork(
            page.Batches.Count(batch => batch.State == BatchState.Waiting),
            page.Batches.Count(batch => batch.State == BatchState.Held),
            page.Batches.Count(batch => batch.State == BatchState.Quarantined),
            page.Next is not null,
            [.. queues.Where(queue => queue.Messages > 0)]);
    }

    /// <summary>Models that have a monitor file, and neither data nor an alert, such as of that file's mistakes.</summary>
    private async Task<IReadOnlyList<string>> WaitingAsync(HashSet<string> withData, CancellationToken cancellationToken)
    {
        var waiting = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (LedgerEntry entry in ledger.ListAsync(BlobContainers.Monitors, cancellationToken))
        {
            string model = Path.GetFileNameWithoutExtension(entry.Blob.Path);
            if (entry.State == LedgerState.Live && !withData.Contains(model))
            {
                waiting.Add(model);
            }
        }

        return [.. waiting];
    }

    private async Task<LedgerStatus> CountAsync(CancellationToken cancellationToken)
    {
        var count = new Dictionary<LedgerState, int>();
        await foreach (LedgerEntry entry in ledger.ListAsync(BlobContainers.Predictions, cancellationToken))
        {
            count[entry.State] = count.GetValueOrDefault(entry.State) + 1;
        }

        return new LedgerStatus(
            count.GetValueOrDefault(LedgerState.Live),
            count.GetValueOrDefault(LedgerState.Quarantined),
            count.GetValueOrDefault(LedgerState.Retracted),
            count.GetValueOrDefault(LedgerState.Expired));
    }
}
