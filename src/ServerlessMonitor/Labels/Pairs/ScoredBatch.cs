using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Labels.Pairs;

/// <summary>A batch of one version and the labels that count for it.</summary>
/// <param name="Predictions">Its kept predictions; left open.</param>
/// <param name="Links">The labels; of several for one prediction the later link's wins.</param>
/// <param name="Schema">The schema of the version.</param>
/// <param name="AbsentCounts">Whether rows that have no label by now have that of <see cref="LabelsDefinition.AbsentMeans"/>.</param>
public sealed record ScoredBatch(IKeptFile Predictions, IReadOnlyList<LabelMatches> Links, DatasetSchema Schema, bool AbsentCounts);
