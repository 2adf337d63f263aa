using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Runs.Status;

namespace ServerlessMonitor.Runs;

/// <summary>Reads every model at a glance: a few small queries, no scan of profiles.</summary>
public sealed class StatusRun(IModelCatalog catalog, IReportStore reports, IAlertStore alerts, IIngestLedger ledger, NotificationsRun notifications)
{
    /// <summary>Reads it.</summary>
    public async Task<SuiteStatus> ReadAsync(CancellationToken cancellationToken)
    {
        ILookup<ModelVersion, WindowStatus> windows = (await ReadAllAsync(reports.LatestAsync(cancellationToken), cancellationToken))
            .ToLookup(report => report.Model, Glance);
        List<Versioned<AlertTimeline>> known = await ReadAllAsync(alerts.ListAsync(model: null, cancellationToken), cancellationToken);
        ILookup<ModelVersion, AlertStatus> active = known
            .Where(alert => alert.Value.State.Phase is AlertPhase.Pending or AlertPhase.Firing)
            .ToLookup(alert => alert.Value.Identity.Model, alert => Glance(alert.Value));
        IEnumerable<ModelStatus> models = (await ReadAllAsync(catalog.ListAsync(cancellationToken), cancellationToken))
            .OrderBy(entry => entry.Model.Model, StringComparer.Ordinal)
            .ThenBy(entry => entry.Model.Version, StringComparer.Ordinal)
            .Select(entry => new ModelStatus(
                entry.Model.Model, entry.Model.Version, entry.Events.Start, entry.Events.End, entry.LastArrival, [.. windows[entry.Model]], [.. active[entry.Model]]));
        return new SuiteStatus([.. models], await CountAsync(cancellationToken))
        {
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
        report.Metrics.Where(metric => metric.Value is not null).ToDictionary(metric => metric.Key, metric => metric.Value!.Value, StringComparer.Ordinal),
        [.. report.Drift.Where(drift => drift.Verdict == DriftVerdict.Drift).Select(drift => drift.Column)],
        [.. report.Quality.Where(finding => finding.Outcome == VerdictOutcome.Breach).Select(finding => finding.Summary)]);

    private static AlertStatus Glance(AlertTimeline alert) => new(
        alert.Identity.AlertName,
        alert.Identity.RuleId,
        alert.State.Severity,
        alert.State.Phase,
        alert.State.ActiveSince,
        alert.State.Latest?.Verdict.Summary ?? string.Empty);

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
