using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>The chunks of a column, each beside the whole of it and measured by one method in one way. Safe for use by several threads.</summary>
internal sealed class ChunkScores
{
    private readonly DriftBins? _bins;
    private readonly bool _missingBin;
    private readonly Lazy<double> _overdispersion;
    private readonly Lazy<IReadOnlyList<double>> _values;
    private readonly Lazy<IReadOnlyList<LearntChunk>> _independent;
    private readonly Lazy<IReadOnlyList<LearntChunk>> _dependent;

    /// <summary>Measures when it is asked to.</summary>
    public ChunkScores(Lazy<IReadOnlyList<DriftPair>> pairs, IDriftMethod method, DriftBins? bins, bool missingBin)
    {
        (_bins, _missingBin) = (bins, missingBin);
        Lazy<DriftPair[]> binned = new(() => [.. pairs.Value.Select(pair => pair.WithBins(bins, missingBin))]);
        _overdispersion = new(() => Drift.Overdispersion.Learn([.. binned.Value.Select(method.DependenceBins)]));
        _values = new(() => [.. binned.Value.Select(pair => method.Score(pair).Value).OfType<double>().Where(double.IsFinite)]);
        _independent = new(() => LearntThreshold.Measure(method, binned.Value));
        _dependent = new(() => LearntThreshold.Measure(method, [.. binned.Value.Select(pair => Dependent(pair, Overdispersion))]));
    }

    /// <summary>How many rows carry as much as one independent row, at least 1: <see cref="Drift.Overdispersion"/>.</summary>
    public double Overdispersion => _overdispersion.Value;

    /// <summary>The scores that are defined.</summary>
    public IReadOnlyList<double> Values => _values.Value;

    /// <summary>What a threshold is learnt from.</summary>
    /// <param name="dependent">Whether rows hang together as <see cref="Overdispersion"/> says.</param>
    public IReadOnlyList<LearntChunk> Learnt(bool dependent) => dependent ? _dependent.Value : _independent.Value;

    /// <summary>The same pair, where it takes so many rows to carry as much as one independent row.</summary>
    public DriftPair Dependent(DriftPair pair, double factor) => factor > 1 ? pair.WithOverdispersion(factor, _bins, _missingBin) : pair;
}
