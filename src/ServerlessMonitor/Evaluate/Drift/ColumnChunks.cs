using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>A column of the baseline in pieces.</summary>
/// <param name="Parts">The column in each chunk.</param>
internal sealed record ColumnChunks(IReadOnlyList<ColumnProfile> Parts)
{
    /// <summary>The chunks put together, where they are kept coarser than the baseline; null: the baseline itself.</summary>
    public ColumnProfile? Whole { get; init; }

    /// <summary>
    /// Whether differences between chunks are taken for rows that hang together. Not where chunks are shorter than windows: that a Sunday is no Monday says nothing about weeks.
    /// </summary>
    public bool ShowDependence { get; init; } = true;
}
