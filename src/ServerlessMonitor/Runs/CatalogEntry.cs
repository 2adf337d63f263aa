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

    /// <summary>The event times whose windows are judged again when the baseline or the monitor changes.</summary>
    public TimeWindow Recent => new(Events.Duration > Reevaluated ? Events.End - Reevaluated : Events.Start, Events.End);

    /// <summary>The entry after one more batch: never narrower, never earlier.</summary>
    public CatalogEntry Including(TimeWindow events, DateTimeOffset arrivedAt) => this with
    {
        Events = Events.Including(events),
        LastArrival = arrivedAt > LastArrival ? arrivedAt : LastArrival,
    };
}
