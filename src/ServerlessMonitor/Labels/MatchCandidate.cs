using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Labels;

/// <summary>A file of kept predictions in which ids may be found.</summary>
/// <param name="Version">The model version of the batch: an id is expected in one batch of a version.</param>
/// <param name="File">The name of the kept file.</param>
public sealed record MatchCandidate(string Version, string File)
{
    /// <summary>The hours in which its rows may be: more than those of their times where these are not their own but the path's. Null: those of its rows.</summary>
    public TimeWindow? Hours { get; init; }
}
