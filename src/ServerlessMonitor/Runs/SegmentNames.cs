using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>Which values have a segment in a model version: read before a file is, and kept before its profiles are.</summary>
internal static class SegmentNames
{
    /// <summary>The values in force; null where the monitor leaves none to be found, or none were.</summary>
    public static Task<Versioned<SegmentValues>?> InForceAsync(IProfileStore profiles, ModelVersion model, MonitorDefinition monitor, CancellationToken cancellationToken) =>
        monitor.Segments.Any(segment => segment.FindsValues)
            ? profiles.GetSegmentValuesAsync(model, cancellationToken)
            : Task.FromResult<Versioned<SegmentValues>?>(null);

    /// <summary>Keeps the values that a file brought.</summary>
    /// <param name="profiles">The store.</param>
    /// <param name="model">The model version.</param>
    /// <param name="known">What the file was read by.</param>
    /// <param name="profile">What came out.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Whether the profile is in the terms that are in force; else the file is to be read again.</returns>
    public static async Task<bool> KeepAsync(
        IProfileStore profiles, ModelVersion model, Versioned<SegmentValues>? known, BatchProfile profile, CancellationToken cancellationToken)
    {
        return !profile.HasNewSegmentValues
            || (await profiles.TryPutSegmentValuesAsync(model, profile.SegmentValues, known?.Tag, cancellationToken) is not null && !profile.HasTooManySegmentValues);
    }
}
