using Microsoft.Extensions.Logging;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Runs;

/// <summary>
/// Evaluates the windows that a change of data, or of the clock, touches, and hands what their rules say to alerting. Safe to repeat: a window whose inputs are
/// the same keeps its report.
/// </summary>
public sealed class EvaluationRun(
    MonitorCatalog monitors,
    IModelCatalog catalog,
    WindowLoader windows,
    BaselineResolver baselines,
    EvaluateWindow evaluate,
    IReportStore reports,
    AlertingRun alerting,
    TimeProvider clock,
    ILogger<EvaluationRun> logger)
{
    private const int MostTries = 10;

    private readonly WindowInputs _inputs = new(windows, baselines, reports, clock);
    private readonly LabelWatch _labels = new(reports, alerting, clock);

    // A range without data for longer than this is a gap between two ranges.
    private static readonly TimeSpan LongestGap = TimeSpan.FromDays(35);

    /// <summary>Handles one request.</summary>
    public async Task HandleAsync(EvaluateRequest request, CancellationToken cancellationToken)
    {
        // Read before anything else: what is evaluated below includes all that was noted until now.
        if (await catalog.GetAsync(request.Model, cancellationToken) is not { } data || data.HasEvaluated(request))
        {
            return;
        }

        MonitorFileResult monitor = await monitors.GetAsync(request.Model.Model, cancellationToken);
        if (!monitor.IsValid)
        {
            // The change of the file brings the request back.
            Log.EvaluationHeld(logger, request.Model.ToString(), monitor.Problems[0].ToString());
            return;
        }

        await alerting.NoteFreshnessAsync(data, monitor.Definition, cancellationToken);
        var schedule = new WindowSchedule(monitor.Definition, data, clock.GetUtcNow());
        TimeWindow? evaluated = request.Range?.Duration <= LongestGap ? new TimeWindow(DateTimeOffset.MinValue, DateTimeOffset.MaxValue) : null;
        foreach (IGrouping<WindowSpec, EvaluationFamily> group in Enum.GetValues<EvaluationFamily>().GroupBy(monitor.Definition.WindowsOf))
        {
            IReadOnlyList<TimeWindow?> ranges = request.Range is { } range ? await WithoutGapsAsync(request.Model, monitor.Definition, group.Key, range, cancellationToken) : [null];
            ranges = [.. ranges.Select(span => span is { } part ? schedule.Whole(group.Key, part) : span)];
            TimeSpan reach = await ReachAsync(request.Model, monitor.Definition, [.. group], cancellationToken);
            EvaluationReport? newest = null;
            IReadOnlyList<TimeWindow> closed = await ClosedAsync(request.Model, monitor.Definition, group.Key, schedule, request.Range?.Start ?? data.Events.End, cancellationToken);
            foreach (TimeWindow window in closed.Concat(ranges.SelectMany(changed => schedule.Due(group.Key, Reaching(changed, reach, data)))).Distinct())
            {
                var target = new WindowTarget(request.Model, group.Key, window, [.. group], monitor.Definition);
                EvaluationReport report = await EvaluateAsync(target, remembers: request.Sequence is not null, cancellationToken);
                await alerting.NoteReportAsync(report, monitor.Definition, cancellationToken);
                newest = newest?.Window.End > report.Window.End ? newest : report;
            }

            if (newest is not null)
            {
                // A run that was killed between storing a report and noting it as the latest is made good by whoever finds the report stored.
                await reports.NoteLatestAsync(newest, cancellationToken);
            }

            evaluated = evaluated is { } all && ranges is [{ } one] ? schedule.Reached(group.Key, one)?.Within(all) : null;
        }

        if (request.Range is null)
        {
            await _labels.LookAsync(data, monitor.Definition, cancellationToken);
        }

        // Where nothing else was noted meanwhile, hardly anybody else will ask.
        if (evaluated is { } done && request.Sequence is { } asked && data.Sequence != asked)
        {
            await catalog.NoteEvaluatedAsync(request.Model, new EvaluatedSpan(done, data.Sequence), cancellationToken);
        }
    }

    /// <summary>
    /// The windows before the changed one that are complete now, and were reported while they were not: rows that move the watermark past the end of a window need not touch it.
    /// </summary>
    private async Task<IReadOnlyList<TimeWindow>> ClosedAsync(
        ModelVersion model, MonitorDefinition monitor, WindowSpec spec, WindowSchedule schedule, DateTimeOffset changed, CancellationToken cancellationToken)
    {
        var calendar = new WindowCalendar(monitor.TimeZone);
        TimeWindow next = calendar.Overlapping(spec, new TimeWindow(changed, changed)).First();
        List<TimeWindow> closed = [];
        for (int back = 1; back <= WindowInputs.PrecedingWindows; back++)
        {
            TimeWindow before = calendar.Previous(spec, next);
            Versioned<EvaluationReport>? stored = await reports.GetAsync(model, spec, before.End, cancellationToken);
            if (stored is { Value.Provisional: false })
            {
                break;
            }

            if (stored is not null && !schedule.IsProvisional(before))
            {
                closed.Insert(0, before);
            }

            next = before;
        }

        return closed;
    }

    /// <summary>How far after itself a change can be felt: volume looks back at the windows before, a trailing baseline at the time before.</summary>
    private async Task<TimeSpan> ReachAsync(
        ModelVersion model, MonitorDefinition monitor, IReadOnlyList<EvaluationFamily> families, CancellationToken cancellationToken)
    {
        TimeSpan volume = families.Contains(EvaluationFamily.Quality)
            ? WindowInputs.PrecedingWindows * new WindowCalendar(monitor.TimeZone).Overlapping(monitor.QualityWindows, new TimeWindow(clock.GetUtcNow(), clock.GetUtcNow())).First().Duration
            : TimeSpan.Zero;
        TimeSpan trailing = families.Contains(EvaluationFamily.Drift) && await baselines.IsTrailingAsync(model, monitor, cancellationToken)
            ? monitor.Baseline.Trailing
            : TimeSpan.Zero;
        return volume > trailing ? volume : trailing;
    }

    private static TimeWindow? Reaching(TimeWindow? changed, TimeSpan reach, CatalogEntry data)
    {
        if (changed is not { } range || range.End >= data.Events.End)
        {
            return changed;
        }

        DateTimeOffset end = range.End + reach;
        return new TimeWindow(range.Start, end < data.Events.End ? end : data.Events.End);
    }

    /// <summary>
    /// The parts of a range where something is, or was reported: one row with the time of 1970 must not ask for twenty thousand empty windows.
    /// </summary>
    private async Task<IReadOnlyList<TimeWindow?>> WithoutGapsAsync(
        ModelVersion model, MonitorDefinition monitor, WindowSpec spec, TimeWindow range, CancellationToken cancellationToken)
    {
        if (range.Duration <= LongestGap)
        {
            return [range];
        }

        var touched = new List<TimeWindow>();
        await foreach (DateTimeOffset hour in windows.HoursAsync(model, range, cancellationToken))
        {
            touched.Add(new TimeWindow(hour, hour.AddHours(1)));
        }

        // What was retracted has no hours any more, but its windows have reports.
        DateTimeOffset lastEnd = new WindowCalendar(monitor.TimeZone).Overlapping(spec, new TimeWindow(range.End, range.End)).Last().End;
        await foreach (EvaluationReport report in reports.QueryAsync(model, spec, new TimeWindow(range.Start, lastEnd), cancellationToken))
        {
            touched.Add(report.Window);
        }

        var ranges = new List<TimeWindow?>();
        foreach (TimeWindow next in touched.OrderBy(span => span.Start))
        {
            if (ranges is [.., { } last] && next.Start - last.End <= LongestGap)
            {
                ranges[^1] = last.Including(next);
            }
            else
            {
                ranges.Add(next);
            }
        }

        return ranges;
    }

    private async Task<EvaluationReport> EvaluateAsync(WindowTarget target, bool remembers, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            // The stored report's tag is read before its inputs, how far the data reaches included: whoever has read older inputs cannot write last.
            Versioned<EvaluationReport>? stored = await reports.GetAsync(target.Model, target.Spec, target.Window.End, cancellationToken);
            CatalogEntry data = await catalog.GetAsync(target.Model, cancellationToken)
                ?? throw new InvalidOperationException($"The catalog had {target.Model}, and has it no more: nothing removes entries.");
            bool provisional = new WindowSchedule(target.Monitor, data, clock.GetUtcNow()).IsProvisional(target.Window);
            (EvaluationInput input, ReportInputs named) = await _inputs.LoadAsync(target, provisional, precedingRows: null, remembers ? data.SupersededAt : null, cancellationToken);
            if (stored?.Value.InputDigest == input.InputDigest)
            {
                return stored.Value;
            }

            EvaluationReport report = evaluate.Evaluate(input) with { Revision = (stored?.Value.Revision ?? 0) + 1, Inputs = named };
            if (await reports.TryPutAsync(report, stored?.Tag, cancellationToken))
            {
                int breaches = report.Rules.Count(rule => rule.Outcome == VerdictOutcome.Breach);
                Log.WindowEvaluated(
                    logger, target.Model.ToString(), target.Spec.Key, target.Window.ToString(), report.Rows, breaches, report.Revision, report.Provisional ? ", provisional" : string.Empty);
                return report;
            }
        }

        throw new InvalidOperationException($"The report of {target.Model} {target.Spec.Key} {target.Window} changed {MostTries} times while it was being written.");
    }
}
