using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>
/// A column of the baseline in pieces, each beside the whole of it, and what is learnt from them. Nothing of it depends on a window, so it is worked out once, when it is first asked for. Safe for
/// use by several threads.
/// </summary>
internal sealed class ColumnChunks
{
    // Ways to measure that are kept at a time. A monitor has one for a column; a preset's bins may depend on the window's values.
    private const int MostWays = 8;

    private readonly Lazy<IReadOnlyList<DriftPair>> _pairs;
    private readonly Dictionary<(IDriftMethod Method, DriftBins? Bins, bool MissingBin), ChunkScores> _ways = [];
    private readonly Lock _gate = new();

    /// <summary>Pieces that are beside the whole already.</summary>
    public ColumnChunks(IReadOnlyList<DriftPair> pairs) => _pairs = new(pairs);

    /// <summary>Pieces of a baseline.</summary>
    /// <param name="whole">The pieces put together.</param>
    /// <param name="parts">The column in each chunk, by time.</param>
    public ColumnChunks(ColumnProfile whole, IReadOnlyList<ColumnProfile> parts) => _pairs = new(() =>
    {
        var side = new ColumnSample(whole);
        return [.. parts.Select(part => ProfileSamples.Pair(side, part).Pair).OfType<DriftPair>()];
    });

    /// <summary>How many pieces can be compared with the whole.</summary>
    public int Count => _pairs.Value.Count;

    /// <summary>The pieces, measured in one way.</summary>
    /// <param name="method">The method.</param>
    /// <param name="bins">The rule for bins of numbers.</param>
    /// <param name="missingBin">Whether missing numbers are a bin of their own.</param>
    public ChunkScores By(IDriftMethod method, DriftBins? bins, bool missingBin)
    {
        lock (_gate)
        {
            if (_ways.TryGetValue((method, bins, missingBin), out ChunkScores? known))
            {
                return known;
            }

            if (_ways.Count == MostWays)
            {
                _ways.Clear();
            }

            return _ways[(method, bins, missingBin)] = new ChunkScores(_pairs, method, bins, missingBin);
        }
    }
}
