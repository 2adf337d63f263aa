namespace ServerlessMonitor.Contracts;

/// <summary>A stored value with the tag that a conditional write must name.</summary>
/// <param name="Value">The value as it was read.</param>
/// <param name="Tag">Opaque: compared for equality only.</param>
/// <typeparam name="T">What is stored.</typeparam>
public sealed record Versioned<T>(T Value, string Tag);
