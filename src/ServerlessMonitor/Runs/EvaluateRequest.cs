using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Runs;

/// <summary>Asks for the windows of a model version to be evaluated. Safe to repeat.</summary>
/// <param name="Model">The model version.</param>
/// <param name="Range">The event times that changed; null: what the clock has brought.</param>
public sealed record EvaluateRequest(ModelVersion Model, TimeWindow? Range);
