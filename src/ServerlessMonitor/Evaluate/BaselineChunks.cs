using System.Collections.Concurrent;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Estimates;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Evaluate.Multivariate;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate;

/// <summary>
/// A baseline in pieces, by time, and what is learnt from them. Nothing of that depends on a window, so each part of it is worked out when it is first asked for, and kept as long as this is. Safe for
/// use by several threads; the profiles must not change any more.
/// </summary>
/// <param name="parts">The pieces, by time.</param>
/// <param name="whole">The pieces put together; they may be kept coarser than the baseline itself.</param>
public sealed class BaselineChunks(IReadOnlyList<DatasetProfile> parts, DatasetProfile whole)
{
    // Sets of features that are kept. Windows mostly have all of the baseline's.
    private const int MostSets = 8;

    private readonly ConcurrentDictionary<string, ColumnChunks?> _columns = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<MetricSettings, IReadOnlyList<IReadOnlyList<MetricResult>>> _metrics = new();

    private readonly Lazy<IReadOnlyDictionary<string, double>> _gaps = new(() => ChunkGaps.Learn(parts, whole.Outcome));

    private readonly ConcurrentDictionary<string, JointChunks?> _joint = new(StringComparer.Ordinal);

    /// <summary>The pieces, by time.</summary>
    public IReadOnlyList<DatasetProfile> Parts => parts;

    /// <summary>By how much realised metrics part from estimates among the pieces, beyond chance: variances, by key.</summary>
    internal IReadOnlyDictionary<string, double> Gaps => _gaps.Value;

    /// <summary>A column; null where the pieces have none of that name.</summary>
    internal ColumnChunks? Of(string column) => _columns.GetOrAdd(
        column,
        static (name, all) => all.Whole.Columns.GetValueOrDefault(name) is { } found
            ? new ColumnChunks(found, [.. all.Parts.Select(part => part.Columns.GetValueOrDefault(name)).OfType<ColumnProfile>()])
            : null,
        (Whole: whole, Parts: parts));

    /// <summary>Features together; null where the pieces do not keep how they go together.</summary>
    internal JointChunks? JointOf(string[] features)
    {
        if (_joint.Count >= MostSets)
        {
            _joint.Clear();
        }

        return _joint.GetOrAdd(string.Join('\0', features), static (_, all) => JointChunks.Learn(all.Features, all.Parts, all.Whole), (Features: features, Parts: parts, Whole: whole));
    }

    /// <summary>The metrics of the pieces that have labels enough.</summary>
    /// <param name="metrics">What measures them, the same every time.</param>
    /// <param name="settings">Which metrics.</param>
    internal IReadOnlyList<IReadOnlyList<MetricResult>> MetricsBy(ModelMetrics metrics, MetricSettings settings) => _metrics.GetOrAdd(
        settings,
        which => [.. parts.Select(chunk => chunk.Outcome).Where(chunk => chunk?.Labelled >= EvidenceGate.LeastLabelled).Select(chunk => metrics.Measure(chunk!, null, which))]);
}
