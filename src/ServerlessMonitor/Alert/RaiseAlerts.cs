using Microsoft.Extensions.Logging;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Alert;

/// <summary>Folds reports and events into alerts. Safe to repeat: the same report changes nothing the second time.</summary>
public sealed class RaiseAlerts(IAlertStore store, IReportStore reports, TimeProvider time, ILogger<RaiseAlerts> logger)
{
    internal const int MaxAttempts = 10;
    internal const string NotEvaluatedSummary = "The rule is no longer evaluated.";

    /// <summary>Folds what every rule of a report says. A provisional report changes nothing.</summary>
    /// <param name="report">The newest report of its window, stored already.</param>
    /// <param name="monitor">What the model's team says about it.</param>
    /// <param name="cancellationToken">Ends the writes between two alerts.</param>
    /// <returns>
    /// The alerts of the model version whose <see cref="AlertTimeline.NotificationDue"/> is set, those that an earlier run left over included. Ask for
    /// their notification, then call <see cref="ClearDueAsync"/>.
    /// </returns>
    /// <exception cref="AlertContentionException">Others changed an alert at every try.</exception>
    public async Task<IReadOnlyList<AlertTimeline>> RaiseAsync(EvaluationReport report, MonitorDefinition monitor, CancellationToken cancellationToken)
    {
        if (report.Provisional)
        {
            return [];
        }

        Dictionary<AlertIdentity, Versioned<AlertTimeline>> known = await LoadAsync(report.Model, cancellationToken);
        var folded = new Dictionary<AlertIdentity, AlertTimeline>();
        var created = new List<AlertIdentity>();
        RuleHistory? history = null;
        foreach (RuleVerdict verdict in report.Rules)
        {
            var identity = new AlertIdentity(report.Model, verdict.AlertName, verdict.RuleId, report.Spec.Key);
            known.TryGetValue(identity, out Versioned<AlertTimeline>? current);
            var outcome = new WindowOutcome(report.Window, Publishable(verdict, monitor), report.Revision);
            IReadOnlyList<WindowOutcome> outcomes = [outcome];
            if (current is null)
            {
                if (verdict.Outcome != VerdictOutcome.Breach)
                {
                    // Most rules never breach; they leave no trace.
                    continue;
                }

                history ??= await RuleHistory.LoadAsync(reports, report, time.GetUtcNow(), cancellationToken);
                outcomes = [.. history.Of(identity), outcome];
                created.Add(identity);
            }

            folded[identity] = await FoldAsync(identity, current, outcomes, timeline => Describe(timeline, verdict, report, monitor), cancellationToken);
        }

        await FoldMissedAsync(report, created, folded, cancellationToken);
        foreach ((AlertIdentity identity, Versioned<AlertTimeline> current) in known)
        {
            if (!folded.ContainsKey(identity))
            {
                folded[identity] = IsNoLongerEvaluated(current.Value, report, monitor)
                    ? await FoldAsync(identity, current, [NotEvaluated(current.Value, report)], timeline => timeline, cancellationToken)
                    : await FinishLeftOverAsync(current.Value, cancellationToken);
            }
        }

        return [.. folded.Values.Where(timeline => timeline.NotificationDue)];
    }

    /// <summary>Raises an alert at once. Telling the same event again changes nothing.</summary>
    /// <returns>The alert when its notification is due, else empty.</returns>
    /// <exception cref="AlertContentionException">Others changed the alert at every try.</exception>
    public async Task<IReadOnlyList<AlertTimeline>> RaiseEventAsync(AlertEvent alertEvent, CancellationToken cancellationToken)
    {
        Versioned<AlertTimeline>? current = await store.GetAsync(alertEvent.Identity, cancellationToken);
        AlertTimeline folded = await FoldAsync(
            alertEvent.Identity,
            current,
            [alertEvent.ToOutcome(VerdictOutcome.Breach)],
            timeline => timeline with { Owner = alertEvent.Owner, Runbook = alertEvent.Runbook },
            cancellationToken);
        return folded.NotificationDue ? [folded] : [];
    }

    /// <summary>Says that what an event told of is over. Writes nothing when the alert has never been raised.</summary>
    /// <param name="identity">The event's alert.</param>
    /// <param name="at">When it was over.</param>
    /// <param name="summary">Why, for people.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    /// <returns>The alert when its notification is due, else empty.</returns>
    /// <exception cref="AlertContentionException">Others changed the alert at every try.</exception>
    public async Task<IReadOnlyList<AlertTimeline>> ResolveEventAsync(AlertIdentity identity, DateTimeOffset at, string summary, CancellationToken cancellationToken)
    {
        Versioned<AlertTimeline>? current = await store.GetAsync(identity, cancellationToken);
        if (current?.Value.State.Latest?.Verdict is not { } last)
        {
            return [];
        }

        var over = new AlertEvent(identity, last.Severity, summary, last.Measure, at);
        AlertTimeline folded = await FoldAsync(identity, current, [over.ToOutcome(VerdictOutcome.Ok)], timeline => timeline, cancellationToken);
        return folded.NotificationDue ? [folded] : [];
    }

    /// <summary>
    /// Notes that notification has been asked for. An alert that has changed its phase since it was returned stays due: somebody else will ask for it.
    /// </summary>
    /// <exception cref="AlertContentionException">Others changed an alert at every try.</exception>
    public async Task ClearDueAsync(IReadOnlyList<AlertTimeline> alerts, CancellationToken cancellationToken)
    {
        foreach (AlertTimeline asked in alerts)
        {
            await ClearOneAsync(asked, cancellationToken);
        }
    }

    private async Task ClearOneAsync(AlertTimeline asked, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            Versioned<AlertTimeline>? current = await store.GetAsync(asked.Identity, cancellationToken);
            if (current is not { Value.NotificationDue: true } || current.Value.ChangedAt != asked.ChangedAt || current.Value.State.Phase != asked.State.Phase)
            {
                return;
            }

            if (await store.TryPutAsync(current.Value with { NotificationDue = false, Unlogged = null }, current.Tag, cancellationToken) is not null)
            {
                return;
            }
        }

        throw new AlertContentionException(asked.Identity, MaxAttempts);
    }

    private async Task<Dictionary<AlertIdentity, Versioned<AlertTimeline>>> LoadAsync(ModelVersion model, CancellationToken cancellationToken)
    {
        var known = new Dictionary<AlertIdentity, Versioned<AlertTimeline>>();
        await foreach (Versioned<AlertTimeline> alert in store.ListAsync(model.Model, cancellationToken))
        {
            if (alert.Value.Identity.Model == model)
            {
                known[alert.Value.Identity] = alert;
            }
        }

        return known;
    }

    private async Task<AlertTimeline> FoldAsync(
        AlertIdentity identity,
        Versioned<AlertTimeline>? current,
        IReadOnlyList<WindowOutcome> outcomes,
        Func<AlertTimeline, AlertTimeline> describe,
        CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            AlertTimeline before = current?.Value ?? new AlertTimeline(identity);
            (AlertTimeline after, AlertTransition? transition) =
                FoldTimeline.Insert(before, outcomes.Where(outcome => !Contains(before, outcome)), time.GetUtcNow());
            if (ReferenceEquals(after, before))
            {
                return await FinishLeftOverAsync(before, cancellationToken);
            }

            await FinishLeftOverAsync(before, cancellationToken);
            after = current is null || ReferenceEquals(after.State.Latest, outcomes[^1]) ? describe(after) : after;
            if (await store.TryPutAsync(after, current?.Tag, cancellationToken) is not null)
            {
                if (transition is not null)
                {
                    await store.AppendHistoryAsync(transition, cancellationToken);
                    logger.Changed(identity.AlertName, identity.RuleId, identity.Model, transition.From, transition.To, outcomes[^1].Window);
                }

                return after;
            }

            current = await store.GetAsync(identity, cancellationToken);
        }

        throw new AlertContentionException(identity, MaxAttempts);
    }

    /// <summary>
    /// A window whose run looked for the alert just before it was created left no trace in it, but its report was stored before that look: ask once more.
    /// </summary>
    private async Task FoldMissedAsync(
        EvaluationReport report, List<AlertIdentity> created, Dictionary<AlertIdentity, AlertTimeline> folded, CancellationToken cancellationToken)
    {
        if (created.Count == 0)
        {
            return;
        }

        RuleHistory history = await RuleHistory.LoadAsync(reports, report, time.GetUtcNow(), cancellationToken);
        foreach (AlertIdentity identity in created)
        {
            IReadOnlyList<WindowOutcome> missed = [.. history.Of(identity).Where(outcome => !Contains(folded[identity], outcome))];
            if (missed.Count > 0)
            {
                Versioned<AlertTimeline>? current = await store.GetAsync(identity, cancellationToken);
                folded[identity] = await FoldAsync(identity, current, missed, timeline => timeline, cancellationToken);
            }
        }
    }

    /// <summary>A run that ended between writing the alert and its history left the transition unlogged; the store keeps a transition once.</summary>
    private async Task<AlertTimeline> FinishLeftOverAsync(AlertTimeline timeline, CancellationToken cancellationToken)
    {
        if (timeline.Unlogged is { } transition)
        {
            await store.AppendHistoryAsync(transition, cancellationToken);
        }

        return timeline;
    }

    private static bool Contains(AlertTimeline timeline, WindowOutcome outcome) => timeline.Outcomes.Any(kept =>
        kept.Window.End == outcome.Window.End
        && kept.ReportRevision == outcome.ReportRevision
        && kept.Verdict.Outcome == outcome.Verdict.Outcome
        && kept.Verdict.For == outcome.Verdict.For
        && kept.Verdict.Severity == outcome.Verdict.Severity
        && string.Equals(kept.Verdict.Summary, outcome.Verdict.Summary, StringComparison.Ordinal));

    /// <summary>
    /// Whether the report should have judged the alert and did not: its rule or column is gone, or the monitor no longer looks at such windows. Only
    /// where that changes the alert's state, so that an alert long over costs nothing.
    /// </summary>
    private static bool IsNoLongerEvaluated(AlertTimeline timeline, EvaluationReport report, MonitorDefinition monitor)
    {
        AlertIdentity identity = timeline.Identity;
        if (timeline.State.Latest?.Verdict is not { } last || identity.Windows.Length == 0)
        {
            return false;
        }

        if (last.Segment is { } segment && IsWatched(segment, monitor) && report.Segments?.Any(entry => entry.Segment.ToString() == segment) != true)
        {
            // A segment without rows in the window: nothing is known of it, as of a whole without rows.
            return false;
        }

        bool sameWindows = string.Equals(identity.Windows, report.Spec.Key, StringComparison.Ordinal);
        bool gone = sameWindows
            ? report.Families.Contains(last.Family)
            : !string.Equals(identity.Windows, monitor.WindowsOf(last.Family).Key, StringComparison.Ordinal);
        if (!gone || (!sameWindows && (!IsActive(timeline) || report.Window.End <= timeline.State.Latest.Window.End)))
        {
            return false;
        }

        AlertState state = FoldTimeline.Insert(timeline, NotEvaluated(timeline, report), timeline.ChangedAt).Timeline.State;
        return state with { Latest = null } != timeline.State with { Latest = null };
    }

    private static bool IsWatched(string segment, MonitorDefinition monitor) => monitor.Segments.Any(definition =>
        definition.Alert && (segment == definition.Key || segment.StartsWith(definition.Key + "=", StringComparison.Ordinal)));

    private static bool IsActive(AlertTimeline timeline) => timeline.State.Phase is AlertPhase.Firing or AlertPhase.Pending;

    private static WindowOutcome NotEvaluated(AlertTimeline timeline, EvaluationReport report) => new(
        report.Window,
        timeline.State.Latest!.Verdict with { Outcome = VerdictOutcome.Ok, Summary = NotEvaluatedSummary, Value = null, Contributions = [] },
        report.Revision);

    private static AlertTimeline Describe(AlertTimeline timeline, RuleVerdict verdict, EvaluationReport report, MonitorDefinition monitor) => timeline with
    {
        Owner = monitor.Owner,
        Runbook = monitor.Runbook,
        Importance = verdict.Column is { } column && monitor.Features.TryGetValue(column, out FeatureDefinition? feature) ? feature.Importance : null,
        BaselineName = report.BaselineName,
    };

    /// <summary>
    /// What may leave with a message, and is worth keeping: no values of sensitive columns, and contributions of breaches only.
    /// </summary>
    private static RuleVerdict Publishable(RuleVerdict verdict, MonitorDefinition monitor) =>
        verdict.Outcome != VerdictOutcome.Breach || (verdict.Column is { } column && monitor.Columns.Sensitive.Contains(column, StringComparer.Ordinal))
            ? verdict with { Contributions = [] }
            : verdict;
}
