namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>What the name of a file of kept labels says.</summary>
/// <param name="Name">The name.</param>
/// <param name="Model">The model's name.</param>
/// <param name="ModifiedAt">When the labels were written.</param>
/// <param name="Id">The blob of labels.</param>
/// <param name="VersionHash">Which version of it, as <see cref="KeptNames.Hash"/>.</param>
internal sealed record KeptLabelsName(string Name, string Model, DateTimeOffset ModifiedAt, string Id, string VersionHash);
