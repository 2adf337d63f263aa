using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>What a window is compared with.</summary>
/// <param name="Profile">Null when there is nothing to compare with.</param>
/// <param name="Name">For people; null when there is nothing.</param>
/// <param name="Digest">Names its content: the same digest is the same baseline. Null when there is nothing.</param>
public sealed record ResolvedBaseline(DatasetProfile? Profile, string? Name, string? Digest)
{
    /// <summary>The baseline in pieces; null where nothing is learnt from them.</summary>
    public BaselineChunks? Chunks { get; init; }

    /// <summary>Whether differences between pieces are taken for rows that hang together.</summary>
    public bool ChunksShowDependence { get; init; } = true;

    /// <summary>What drift is compared with, where a season narrows the baseline to the window's hours.</summary>
    public DatasetProfile? Season { get; init; }

    /// <summary>Has a window compared with it.</summary>
    public EvaluationInput For(EvaluationInput input) => input with
    {
        Baseline = Profile,
        BaselineName = Name,
        BaselineChunks = Chunks,
        ChunksShowDependence = ChunksShowDependence,
        SeasonBaseline = Season,
    };
}
