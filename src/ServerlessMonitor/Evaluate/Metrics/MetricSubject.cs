using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>What is measured: the labelled rows of a profile, with what several metrics need of them made once.</summary>
/// <param name="outcome">The rows.</param>
internal sealed class MetricSubject(OutcomeProfile outcome)
{
    private ClassTable? _table;

    /// <summary>The rows.</summary>
    public OutcomeProfile Outcome => outcome;

    /// <summary>Labels against predictions; only where the rows are of a classification.</summary>
    public ClassTable Table => _table ??= outcome.Binary is { } binary ? ClassTable.Of(binary) : ClassTable.Of(outcome.Classes!);
}
