using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Cli.Output.Html;

/// <summary>All that the page of a comparison shows.</summary>
/// <param name="Document">Verdicts and figures.</param>
/// <param name="Baseline">The profile that is compared with.</param>
/// <param name="Current">The profile that is judged.</param>
/// <param name="Sensitive">Columns whose values must not be shown.</param>
/// <param name="MadeAt">When, for the foot of the page.</param>
internal sealed record Comparison(CompareDocument Document, DatasetProfile Baseline, DatasetProfile Current, IReadOnlyList<string> Sensitive, DateTimeOffset MadeAt);
