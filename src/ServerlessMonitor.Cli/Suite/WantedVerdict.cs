using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Cli.Suite;

/// <summary>A verdict to replay.</summary>
/// <param name="Model">The model version.</param>
/// <param name="Windows">The windows.</param>
/// <param name="End">The window's end.</param>
/// <param name="Report">The verdict itself; null for the one that is stored.</param>
internal sealed record WantedVerdict(ModelVersion Model, WindowSpec Windows, DateTimeOffset End, EvaluationReport? Report)
{
    /// <summary>A verdict at hand.</summary>
    public static WantedVerdict Of(EvaluationReport report) => new(report.Model, report.Spec, report.Window.End, report);
}
