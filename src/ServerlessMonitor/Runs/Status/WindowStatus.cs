namespace ServerlessMonitor.Runs.Status;

/// <summary>One window at a glance.</summary>
/// <param name="Windows">Its length, as in links.</param>
/// <param name="Start">Its start.</param>
/// <param name="End">Its end.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Labelled">Rows whose truth is known.</param>
/// <param name="Provisional">Whether rows may still come.</param>
/// <param name="Metrics">Metrics that have a value.</param>
/// <param name="DriftedColumns">Columns that drifted.</param>
/// <param name="Findings">What the quality checks found.</param>
public sealed record WindowStatus(
    string Windows,
    DateTimeOffset Start,
    DateTimeOffset End,
    long Rows,
    long Labelled,
    bool Provisional,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyList<string> DriftedColumns,
    IReadOnlyList<string> Findings)
{
    /// <summary>Metrics estimated without the window's labels. <see cref="Evaluate.Estimation.Assumption"/></summary>
    public IReadOnlyDictionary<string, double> Estimated { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);
}
