namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>Two versions on the rows that both scored and whose labels are known.</summary>
/// <param name="Pairs">How many rows.</param>
public sealed record PairedComparison(long Pairs)
{
    /// <summary>What the first of <see cref="Tests"/> says.</summary>
    public VersionVerdict Verdict { get; init; }

    /// <summary>The same in a sentence.</summary>
    public string Summary { get; init; } = string.Empty;

    /// <summary>What a reader must know beside the sentence.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Labelled rows of the champion in the windows compared, whether the challenger scored them or not.</summary>
    public long ChampionLabelledRows { get; init; }

    /// <summary>Labelled rows of the challenger in the windows compared.</summary>
    public long ChallengerLabelledRows { get; init; }

    /// <summary>Rows that both scored and whose labels in the two batches contradict each other; they are left out.</summary>
    public long Contradicting { get; init; }

    /// <summary>Hours that have pairs.</summary>
    public int Hours { get; init; }

    /// <summary>Hours that both versions scored rows in and whose pairs have not been looked for yet.</summary>
    public int MissingHours { get; init; }

    /// <summary>Classifications: rows that both got right; null for regressions.</summary>
    public long? BothRight { get; init; }

    /// <summary>Classifications: rows that the champion alone got right.</summary>
    public long? ChampionRight { get; init; }

    /// <summary>Classifications: rows that the challenger alone got right.</summary>
    public long? ChallengerRight { get; init; }

    /// <summary>Classifications: rows that both got wrong.</summary>
    public long? BothWrong { get; init; }

    /// <summary>Each metric's test; the first is the one that the sentence is about.</summary>
    public IReadOnlyList<PairedTest> Tests { get; init; } = [];
}
