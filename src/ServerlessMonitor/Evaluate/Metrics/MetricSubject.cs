using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>What is measured: the labelled rows of a profile, with what several metrics need of them made once.</summary>
/// <param name="outcome">The rows.</param>
internal sealed class MetricSubject(OutcomeProfile outcome)
{
    private readonly Dictionary<string, (Estimate Area, Estimate AveragePrecision)> _orders = new(StringComparer.Ordinal);
    private ClassTable? _table;

    /// <summary>The rows.</summary>
    public OutcomeProfile Outcome => outcome;

    /// <summary>Labels against predictions; only where the rows are of a classification.</summary>
    public ClassTable Table => _table ??= outcome.Binary is { } binary ? ClassTable.Of(binary) : ClassTable.Of(outcome.Classes!);

    /// <summary>The area under the curve of a class against the rest.</summary>
    public Estimate AreaOf(string name, ScoreHistogram scores) => OrderOf(name, scores).Area;

    /// <summary>The average precision of a class against the rest.</summary>
    public Estimate AveragePrecisionOf(string name, ScoreHistogram scores) => OrderOf(name, scores).AveragePrecision;

    // Both from one sorting of the scores, which is most of what they cost.
    private (Estimate Area, Estimate AveragePrecision) OrderOf(string name, ScoreHistogram histogram)
    {
        if (!_orders.TryGetValue(name, out (Estimate Area, Estimate AveragePrecision) order))
        {
            ScoreCount[] scores = histogram.Scores();
            _orders[name] = order = (AreaUnderCurve.Of(histogram, scores), PrecisionRecall.AveragePrecision(histogram, scores));
        }

        return order;
    }
}
