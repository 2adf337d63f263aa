using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>What the name of a file of kept predictions says.</summary>
/// <param name="Name">The name.</param>
/// <param name="Model">The model version.</param>
/// <param name="Hours">The whole hours that its rows touch.</param>
/// <param name="BatchId">The batch.</param>
/// <param name="VersionHash">Which version of it, as <see cref="KeptNames.Hash"/>.</param>
internal sealed record KeptPredictionsName(string Name, ModelVersion Model, TimeWindow Hours, string BatchId, string VersionHash)
{
    /// <summary>When it was written, where it was listed.</summary>
    public DateTimeOffset WrittenAt { get; init; }
}
