using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Profile;

/// <summary>What must be known beside the file itself to profile a batch.</summary>
/// <param name="Monitor">What the team says about the model.</param>
/// <param name="Fallback">The event time of rows that have none of their own.</param>
public sealed record BatchContext(MonitorDefinition Monitor, EventTimeFallback Fallback)
{
    /// <summary>The schema that the model version has already; null before its first batch, then it is inferred.</summary>
    public DatasetSchema? Schema { get; init; }
}
