using ServerlessMonitor.Alert;
using ServerlessMonitor.Cli.Suite;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Cli.Output;

/// <summary>The status of a suite for people.</summary>
internal static class StatusTables
{
    // A row is for a glance; JSON has them all.
    private static readonly string[] ShownMetrics = ["f1", "accuracy", "rocAuc", "rmse", "mae", "r2"];
    private const int ShownColumns = 5;

    public static void Write(SuiteStatus status, CommandContext context)
    {
        if (status.Models.Count == 0)
        {
            context.Output.WriteLine("Nothing has arrived yet. Send a file with 'serverless-monitor upload FILE --model NAME --version NAME'.");
        }
        else
        {
            WriteWindows(status, context);
            WriteAlerts(status, context);
            WriteVersions(status, context);
        }

        if (status.WaitingForData is { Count: > 0 } waiting)
        {
            context.Output.WriteLine($"Waiting for data, with a monitor file in place: {string.Join(", ", waiting)}.");
        }

        var ledger = status.Ledger;
        var expired = ledger.Expired > 0 ? $", {Words.Count(ledger.Expired)} deleted by retention and still counted" : string.Empty;
        context.Output.WriteLine(
            $"Batches: {Words.Count(ledger.Live)} live, {Words.Count(ledger.Quarantined)} in quarantine, {Words.Count(ledger.Retracted)} retracted{expired}.");
        WriteOpen(status.Open, context);
        NotificationTables.WriteHealth(status.Notifications, context);
    }

    /// <summary>What somebody should look at, each with the command that helps: nothing when all is well.</summary>
    private static void WriteOpen(SuiteStatus.OpenEntry? open, CommandContext context)
    {
        if (open is null)
        {
            return;
        }

        var most = open.More ? "at least " : string.Empty;
        if (open.Waiting > 0)
        {
            context.Output.WriteLine($"Not read yet, for minutes: {most}{Words.Counted(open.Waiting, "blob")}. 'serverless-monitor batches --state waiting' shows which.");
        }

        if (open.Held > 0)
        {
            context.Output.WriteLine($"Held back: {most}{Words.Counted(open.Held, "blob")}. 'serverless-monitor batches --state held' says why.");
        }

        if (open.Quarantined > 0)
        {
            context.Output.WriteLine(
                $"Not readable: {most}{Words.Counted(open.Quarantined, "blob")}, baselines included. 'serverless-monitor batches --state quarantined' says why; write a blob again, or mend its cause and 'requeue' it.");
        }

        if (open.Poisoned is { Count: > 0 } poisoned)
        {
            var queues = string.Join(", ", poisoned.Select(queue => $"{Words.Counted(queue.Messages, "message")} of {queue.Name}"));
            context.Output.WriteLine($"Given up: {queues}. 'serverless-monitor requeue --list' says why; 'requeue --poisoned' has them handled again.");
        }
    }

    private static void WriteWindows(SuiteStatus status, CommandContext context)
    {
        var table = new TextTable("model", "windows", "newest window", ">rows", ">labelled", "metrics", "drifted columns", ">findings");
        foreach (var model in status.Models.Where(HasData))
        {
            var name = NameOf(model);
            foreach (var window in model.Windows.OrderBy(window => window.Windows, StringComparer.Ordinal))
            {
                var drifted = window.DriftedColumns;
                table.Add(
                    name,
                    window.Windows,
                    $"{Words.Instant(window.Start)} to {Words.Instant(window.End)}{(window.Provisional ? ", provisional" : string.Empty)}",
                    Words.Count(window.Rows),
                    Words.Count(window.Labelled),
                    string.Join(", ", ShownMetrics
                        .Where(key => window.Metrics.ContainsKey(key) || window.Estimated?.ContainsKey(key) == true)
                        .Take(3)
                        .Select(key => $"{key} {Words.Figure(window.Metrics.GetValueOrDefault(key), window.Estimated?.GetValueOrDefault(key))}")),
                    drifted.Count == 0 ? "none" : TextCell.Doubtful(Shorten(drifted)),
                    window.Findings.Count == 0 ? "0" : TextCell.Doubtful(Words.Count(window.Findings.Count)));
            }

            if (model.Windows.Count == 0)
            {
                table.Add(name, "-", "none yet", "0", "0", string.Empty, string.Empty, "0");
            }
        }

        if (table.Count > 0)
        {
            table.Write(context);
        }

        if (status.Models.SelectMany(model => model.Windows).Any(window => window.Estimated?.Keys.Except(window.Metrics.Keys, StringComparer.Ordinal).Any() == true))
        {
            context.Output.WriteLine($"~ {Evaluate.Estimation.Assumption}");
        }
    }

    private static void WriteAlerts(SuiteStatus status, CommandContext context)
    {
        var table = new TextTable("alert", "severity", "phase", "since", "model", "summary");
        foreach (var (model, alert) in status.Models
            .SelectMany(model => model.Alerts.Select(alert => (Model: model, Alert: alert)))
            .OrderByDescending(pair => pair.Alert.Phase)
            .ThenByDescending(pair => pair.Alert.Severity))
        {
            var severity = alert.Severity.ToString().ToLowerInvariant();
            table.Add(
                alert.AlertName,
                alert.Severity == Severity.Critical ? TextCell.Bad(severity) : alert.Severity == Severity.Warning ? TextCell.Doubtful(severity) : severity,
                alert.Phase == AlertPhase.Firing ? TextCell.Bad("firing") : alert.Phase.ToString().ToLowerInvariant(),
                alert.Since is { } since ? Words.Instant(since) : "-",
                NameOf(model),
                alert.Summary);
        }

        if (table.Count > 0)
        {
            table.Write(context);
        }
        else
        {
            context.Output.WriteLine("No alert is active.");
        }
    }

    /// <summary>Versions of a model whose newest windows of a length are the same, with rows: they serve side by side.</summary>
    private static void WriteVersions(SuiteStatus status, CommandContext context)
    {
        foreach (var model in status.Models.GroupBy(model => model.Model, StringComparer.Ordinal))
        {
            var serving = model
                .SelectMany(version => version.Windows.Select(window => (version.Version, Window: window)))
                .GroupBy(item => item.Window.Windows, StringComparer.Ordinal)
                .Select(windows => windows.Where(item => item.Window.Rows > 0 && item.Window.End == windows.Max(other => other.Window.End)).Select(item => item.Version).ToList())
                .MaxBy(versions => versions.Count);
            if (serving is { Count: > 1 })
            {
                var names = $"{string.Join(", ", serving.SkipLast(1))} and {serving[^1]}";
                context.Output.WriteLine($"{model.Key}: versions {names} are {(serving.Count == 2 ? "both " : string.Empty)}serving. 'serverless-monitor versions {model.Key}' compares {(serving.Count == 2 ? "them" : "two of them")}.");
            }
        }
    }

    // Alerts of files that belong to no model, and of monitor files, which hold for every version, have no data of their own.
    private static bool HasData(SuiteStatus.ModelEntry model) => model.LastEvent is not null || model.Windows.Count > 0;

    private static string NameOf(SuiteStatus.ModelEntry model) =>
        model.Model == BatchQuery.Unassigned ? "-" : !HasData(model) && model.Version == AlertEvent.AllVersions ? model.Model : $"{model.Model}/{model.Version}";

    private static string Shorten(IReadOnlyList<string> columns) => columns.Count <= ShownColumns
        ? string.Join(", ", columns)
        : $"{string.Join(", ", columns.Take(ShownColumns))} and {columns.Count - ShownColumns} more";
}
