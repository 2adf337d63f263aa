using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>What is measured: the labelled rows of a profile, with what several metrics need of them made once.</summary>
/// <param name="outcome">The rows.</param>
internal sealed class MetricSubject(OutcomeProfile outcome)
{
    private readonly Dictionary<string, Estimate> _areas = new(StringComparer.Ordinal);
    private ClassTable? _table;

    /// <summary>The rows.</summary>
    public OutcomeProfile Outcome => outcome;

    /// <summary>Labels against predictions; only where the rows are of a classification.</summary>
    public ClassTable Table => _table ??= outcome.Binary is { } binary ? ClassTable.Of(binary) : ClassTable.Of(outcome.Classes!);

    /// <summary>The area under the curve of a class against the rest.</summary>
    public Estimate AreaOf(string name, ScoreHistogram scores)
    {
        if (!_areas.TryGetValue(name, out Estimate area))
        {
            _areas[name] = area = AreaUnderCurve.Of(scores);
        }

        return area;
    }
}
