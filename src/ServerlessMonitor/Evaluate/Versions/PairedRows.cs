using ServerlessMonitor.Profile.Pairs;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>What is known of the rows that two versions scored both, in the windows that are compared.</summary>
/// <param name="Outcome">What came of them.</param>
/// <param name="ChampionIsFirst">Whether the champion is the first of the outcome's two versions.</param>
public sealed record PairedRows(PairedOutcome Outcome, bool ChampionIsFirst)
{
    /// <summary>Hours that have pairs.</summary>
    public int Hours { get; init; }

    /// <summary>Hours that both scored rows in and whose pairs have not been looked for yet.</summary>
    public int MissingHours { get; init; }
}
