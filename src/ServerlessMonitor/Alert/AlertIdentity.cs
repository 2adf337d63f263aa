using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Alert;

/// <summary>What makes two alerts the same one: never a value, never a time.</summary>
/// <param name="Model">The model version.</param>
/// <param name="AlertName">The alert's name, for example <c>FeatureDrift</c>.</param>
/// <param name="RuleId">The rule that raised it.</param>
/// <param name="Windows">The windows it looks at, as <see cref="Contracts.WindowSpec.Key"/>; empty for alerts that are not about windows.</param>
public sealed record AlertIdentity(ModelVersion Model, string AlertName, string RuleId, string Windows)
{
    /// <summary>A name for keys: the first 32 hexadecimal digits of SHA-256 over all four parts.</summary>
    public string Fingerprint => AlertFingerprint.Of(this);
}
