namespace ServerlessMonitor.Sketches;

/// <summary>
/// A summary that can absorb another one of its kind, as if it had seen both streams.
/// </summary>
/// <remarks>
/// Laws that every implementation keeps, or says in its own documentation how far:
/// <list type="bullet">
/// <item>neutral element: merging a new, empty instance changes nothing that can be observed;</item>
/// <item>commutative: <c>a.Merge(b)</c> and <c>b.Merge(a)</c> give the same summary;</item>
/// <item>associative: the grouping of several merges does not matter;</item>
/// <item>the argument is left unchanged, and may be the receiver itself;</item>
/// <item>the outcome is a function of the two states alone, never of time, threads or memory addresses.</item>
/// </list>
/// Instances are not safe for concurrent writes. Queries on an instance that nobody writes to may run concurrently.
/// </remarks>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IMergeable<in TSelf>
    where TSelf : IMergeable<TSelf>
{
    /// <summary>Absorbs <paramref name="other"/>.</summary>
    /// <param name="other">The summary of another part of the stream; left unchanged.</param>
    void Merge(TSelf other);
}
