using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Runs;

/// <summary>Says that everything that follows from changes inside a span has been evaluated.</summary>
/// <param name="Events">The event times.</param>
/// <param name="Sequence">Up to which <see cref="CatalogEntry.Sequence"/>: the evaluation began its reading after that was noted.</param>
public sealed record EvaluatedSpan(TimeWindow Events, long Sequence)
{
    /// <summary>Whether what a batch of this sequence changed has been evaluated.</summary>
    public bool Covers(TimeWindow events, long sequence) => sequence <= Sequence && Events.Contains(events.Start) && events.End <= Events.End;
}
