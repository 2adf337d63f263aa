using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Runs;

/// <summary>How far the data of a model version reaches.</summary>
/// <param name="Model">The model version.</param>
/// <param name="Events">From its first to its last event.</param>
/// <param name="LastArrival">When the last batch arrived, wall clock.</param>
public sealed record CatalogEntry(ModelVersion Model, TimeWindow Events, DateTimeOffset LastArrival)
{
    // A new baseline or monitor changes every verdict; what is older than this stays as it was judged then.
    private static readonly TimeSpan Reevaluated = TimeSpan.FromDays(35);

    // As many days, or models of a burst's files, as are written to side by side.
    private const int MostSpans = 12;

    /// <summary>
    /// Grows with each change that is noted, which is after the ledger has it: whoever reads the entry and then the ledger sees all changes up to this one.
    /// At least the ticks of <see cref="LastArrival"/>, so that it goes on growing after a build that does not know it has written the entry. 0: none was noted.
    /// </summary>
    public long Sequence { get; init; }

    /// <summary>The sequence at which a batch version that counted was last noted not to count any more; 0: never.</summary>
    public long SupersededAt { get; init; }

    /// <summary>What has been evaluated, newest first; not all of it: a hint that spares work.</summary>
    public IReadOnlyList<EvaluatedSpan> Evaluated { get; init; } = [];

    /// <summary>The event times whose windows are judged again when the baseline or the monitor changes.</summary>
    public TimeWindow Recent => new(Events.Duration > Reevaluated ? Events.End - Reevaluated : Events.Start, Events.End);

    /// <summary>The entry of a version's first batch.</summary>
    public static CatalogEntry First(ModelVersion model, TimeWindow events, DateTimeOffset arrivedAt) =>
        new(model, events, arrivedAt) { Sequence = arrivedAt.UtcTicks };

    /// <summary>The entry after one more batch: never narrower, never earlier.</summary>
    public CatalogEntry Including(TimeWindow events, DateTimeOffset arrivedAt)
    {
        DateTimeOffset last = arrivedAt > LastArrival ? arrivedAt : LastArrival;
        return this with { Events = Events.Including(events), LastArrival = last, Sequence = Math.Max(Sequence + 1, last.UtcTicks) };
    }

    /// <summary>The entry after a batch version that counted counts no more.</summary>
    public CatalogEntry Superseding()
    {
        long next = Math.Max(Sequence + 1, LastArrival.UtcTicks);
        return this with { Sequence = next, SupersededAt = next };
    }

    /// <summary>The entry after an evaluation.</summary>
    public CatalogEntry AfterEvaluating(EvaluatedSpan span) => Evaluated.Any(known => known.Covers(span.Events, span.Sequence))
        ? this
        : this with { Evaluated = [span, .. Evaluated.Where(known => !span.Covers(known.Events, known.Sequence)).Take(MostSpans - 1)] };

    /// <summary>Whether an evaluation that began after the request's batch was noted has answered the request.</summary>
    public bool HasEvaluated(EvaluateRequest request) =>
        request is { Range: { } range, Sequence: { } sequence } && Evaluated.Any(span => span.Covers(range, sequence));
}
