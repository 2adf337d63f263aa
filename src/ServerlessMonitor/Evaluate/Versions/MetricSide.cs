namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>A metric of one version.</summary>
/// <param name="Value">The value; null where it is undefined.</param>
/// <param name="Lower">Lower end of its 95 % interval; null where none is known.</param>
/// <param name="Upper">Upper end of it.</param>
public sealed record MetricSide(double? Value, double? Lower, double? Upper);
