using ServerlessMonitor.Cli.Suite;

namespace ServerlessMonitor.Cli.Demo;

/// <summary>A week of the demo as the suite has judged it.</summary>
/// <param name="Monday">Its first day.</param>
/// <param name="Window">Its figures.</param>
/// <param name="Alerts">Names of the alerts that fire after it.</param>
internal sealed record DemoWeek(DateOnly Monday, SuiteStatus.WindowEntry Window, IReadOnlyList<string> Alerts);
