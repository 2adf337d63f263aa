using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Runs;

/// <summary>Asks for the windows of a model version to be evaluated. Safe to repeat.</summary>
/// <param name="Model">The model version.</param>
/// <param name="Range">The event times that changed; null: what the clock has brought.</param>
public sealed record EvaluateRequest(ModelVersion Model, TimeWindow? Range)
{
    // Ranges nearer than this are one: the windows between them are few.
    private static readonly TimeSpan Near = TimeSpan.FromHours(1);

    /// <summary>
    /// The <see cref="CatalogEntry.Sequence"/> of the new batch that asks: an evaluation that began after that was noted answers the request as well. Null: only one of its own does, as
    /// for what was retracted, for a new monitor or baseline, and by the clock.
    /// </summary>
    public long? Sequence { get; init; }

    /// <summary>As few requests of one model version as ask for the same: overlapping ranges are joined.</summary>
    public static IReadOnlyList<EvaluateRequest> Join(IReadOnlyList<EvaluateRequest> requests)
    {
        var joined = new List<EvaluateRequest>();
        foreach (EvaluateRequest next in requests.OrderBy(request => request.Range?.Start ?? DateTimeOffset.MinValue))
        {
            bool goesWithLast = joined is [.., { } last]
                && (next.Range is { } range ? last.Range is { } known && range.Start - known.End <= Near : last.Range is null);
            if (!goesWithLast)
            {
                joined.Add(next);
            }
            else if (next.Range is { } added)
            {
                EvaluateRequest before = joined[^1];
                joined[^1] = before with
                {
                    Range = before.Range!.Value.Including(added),
                    Sequence = before.Sequence is { } one && next.Sequence is { } other ? Math.Max(one, other) : null,
                };
            }
        }

        return joined;
    }
}
