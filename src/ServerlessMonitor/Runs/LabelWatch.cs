using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Quality;

namespace ServerlessMonitor.Runs;

/// <summary>Looks whether the labels of a model come when its monitor says they do. Reads the reports of the windows that are due, and nothing else.</summary>
internal sealed class LabelWatch(IReportStore reports, AlertingRun alerting, TimeProvider clock)
{
    /// <summary>Looks at the newest window that should have its labels.</summary>
    /// <param name="data">How far the model's data reaches.</param>
    /// <param name="monitor">Says how late labels come.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task LookAsync(CatalogEntry data, MonitorDefinition monitor, CancellationToken cancellationToken)
    {
        if (monitor.Labels.Delay is not { } delay)
        {
            await alerting.NoteLabelsAsync(data.Model, monitor, isLate: false, "The monitor does not say any more when labels come.", clock.GetUtcNow(), cancellationToken);
            return;
        }

        // Data of former years is as old as its own latest row: the clock goes on from there.
        DateTimeOffset now = clock.GetUtcNow();
        DateTimeOffset reached = data.Events.End + (now > data.LastArrival ? now - data.LastArrival : TimeSpan.Zero);
        reached = reached < now ? reached : now;
        TimeSpan whole = LabelsExpected.DueAt(DateTimeOffset.UnixEpoch, delay) - DateTimeOffset.UnixEpoch;
        WindowSpec spec = monitor.PerformanceWindows;
        var calendar = new WindowCalendar(monitor.TimeZone);
        TimeWindow first = calendar.Overlapping(spec, new TimeWindow(reached - whole, reached - whole)).First();
        for (int back = 0; back < LabelsExpected.MostBefore + 1; back++)
        {
            first = calendar.Previous(spec, first);
        }

        var due = new List<EvaluationReport>();
        await foreach (EvaluationReport report in reports.QueryAsync(data.Model, spec, new TimeWindow(first.Start, reached - whole), cancellationToken))
        {
            due.Add(report);
        }

        if (LabelsExpected.Judge(due) is { } found)
        {
            // From the data, not from the clock: telling it every hour is telling it once.
            DateTimeOffset dueAt = LabelsExpected.DueAt(found.Report.Window.End, delay);
            await alerting.NoteLabelsAsync(data.Model, monitor, found.IsLate, found.Summary, dueAt > found.Report.EvaluatedAt ? dueAt : found.Report.EvaluatedAt, cancellationToken);
        }
    }
}
