using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Runs;

/// <summary>A window to evaluate.</summary>
/// <param name="Model">The model version.</param>
/// <param name="Spec">The windows that it belongs to.</param>
/// <param name="Window">The span of event time.</param>
/// <param name="Families">What it is evaluated for.</param>
/// <param name="Monitor">What the team says about the model.</param>
public sealed record WindowTarget(ModelVersion Model, WindowSpec Spec, TimeWindow Window, IReadOnlyList<EvaluationFamily> Families, MonitorDefinition Monitor);
