using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>The merged profile of a window.</summary>
/// <param name="Profile">Empty when no rows fall into it.</param>
/// <param name="Batches">The batch versions that went into it, in order: what a verdict on the window depends on.</param>
public sealed record LoadedWindow(DatasetProfile Profile, IReadOnlyList<(string BatchId, string ETag)> Batches);
