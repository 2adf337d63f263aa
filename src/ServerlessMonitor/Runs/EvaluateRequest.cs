using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Runs;

/// <summary>Asks for the windows of a model version to be evaluated. Safe to repeat.</summary>
/// <param name="Model">The model version.</param>
/// <param name="Range">The event times that changed; null: what the clock has brought.</param>
public sealed record EvaluateRequest(ModelVersion Model, TimeWindow? Range)
{
    // Ranges nearer than this are one: the windows between them are few.
    private static readonly TimeSpan Near = TimeSpan.FromHours(1);

    /// <summary>As few requests of one model version as ask for the same: overlapping ranges are joined.</summary>
    public static IReadOnlyList<EvaluateRequest> Join(IReadOnlyList<EvaluateRequest> requests)
    {
        var joined = new List<EvaluateRequest>();
        foreach (EvaluateRequest next in requests.OrderBy(request => request.Range?.Start ?? DateTimeOffset.MinValue))
        {
            bool goesWithLast = joined is [.., { } last]
                && (next.Range is { } range ? last.Range is { } before && range.Start - before.End <= Near : last.Range is null);
            if (!goesWithLast)
            {
                joined.Add(next);
            }
            else if (next.Range is { } added)
            {
                joined[^1] = joined[^1] with { Range = joined[^1].Range!.Value.Including(added) };
            }
        }

        return joined;
    }
}
