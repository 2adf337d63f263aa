namespace ServerlessMonitor.Labels;

/// <summary>Where the labels of one file were found.</summary>
public sealed record MatchResult
{
    /// <summary>The files with at least one of the ids, in the order of the candidates.</summary>
    public required IReadOnlyList<(MatchCandidate Candidate, LabelMatches Matches)> Matches { get; init; }

    /// <summary>Different ids of the label file.</summary>
    public required long Ids { get; init; }

    /// <summary>Those that were found in at least one file.</summary>
    public required long Found { get; init; }

    /// <summary>Candidates that are there no more.</summary>
    public required IReadOnlyList<MatchCandidate> Gone { get; init; }

    /// <summary>Candidates whose filters were looked at: the others have rows of other hours only.</summary>
    public required int FilesLookedAt { get; init; }

    /// <summary>Runs of predictions whose hashes were read.</summary>
    public required int RunsRead { get; init; }

    /// <summary>Bytes read of the label file and the candidates.</summary>
    public required long BytesRead { get; init; }
}
