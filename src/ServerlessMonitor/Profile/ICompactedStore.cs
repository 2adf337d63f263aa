using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Profile;

/// <summary>
/// Days and months in one profile each, kept beside the parts so that long windows read less. Nothing depends on them: what is missing, or holds other parts than those that
/// count, is passed over.
/// </summary>
public interface ICompactedStore
{
    /// <summary>Keeps a profile, in the place of what was kept for the same span.</summary>
    Task PutAsync(CompactedProfile profile, CancellationToken cancellationToken);

    /// <summary>What there is, without bodies: the spans that start inside <paramref name="range"/>, by start.</summary>
    IAsyncEnumerable<CompactedKey> ListAsync(ModelVersion model, CompactedSpan span, TimeWindow range, CancellationToken cancellationToken);

    /// <summary>The profile; null when it is gone, or holds something else by now.</summary>
    Task<CompactedProfile?> GetAsync(CompactedKey key, CancellationToken cancellationToken);

    /// <summary>Forgets what is kept for the span; safe to repeat.</summary>
    Task RemoveAsync(CompactedKey key, CancellationToken cancellationToken);
}
