using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>What a window is compared with.</summary>
/// <param name="Profile">Null when there is nothing to compare with.</param>
/// <param name="Name">For people; null when there is nothing.</param>
/// <param name="Digest">Names its content: the same digest is the same baseline. Null when there is nothing.</param>
public sealed record ResolvedBaseline(DatasetProfile? Profile, string? Name, string? Digest);
