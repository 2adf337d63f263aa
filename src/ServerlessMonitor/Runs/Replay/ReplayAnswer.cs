using System.Text.Json.Serialization;

namespace ServerlessMonitor.Runs.Replay;

/// <summary>A verdict, computed once more and compared.</summary>
/// <param name="Model">The model.</param>
/// <param name="Version">Its version.</param>
/// <param name="Windows">The windows: <c>7d</c>, or <c>7d.1d</c> where they overlap.</param>
/// <param name="End">The window's end.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Summary">The same in a sentence.</param>
public sealed record ReplayAnswer(string Model, string Version, string Windows, DateTimeOffset End, ReplayOutcome Outcome, string Summary)
{
    /// <summary>As many differences are listed, at most.</summary>
    public const int MostDifferences = 200;

    /// <summary>The window's start; null where there is no verdict.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>The verdict's revision; null where there is none.</summary>
    public int? Revision { get; init; }

    /// <summary>When it was evaluated; null where there is no verdict.</summary>
    public DateTimeOffset? EvaluatedAt { get; init; }

    /// <summary>Whether what it depends on is still the same; null where that could not be found out.</summary>
    public bool? SameInputs { get; init; }

    /// <summary>What of it is not, for people.</summary>
    public IReadOnlyList<string> InputChanges { get; init => field = value ?? []; } = [];

    /// <summary>What is not the same in the verdict, the first <see cref="MostDifferences"/>.</summary>
    public IReadOnlyList<ReplayDifference> Differences { get; init => field = value ?? []; } = [];

    /// <summary>How many there are.</summary>
    public int DifferenceCount { get; init; }

    /// <summary>Whether there is no verdict or no such model, which is no conflict.</summary>
    [JsonIgnore]
    public bool IsUnknown { get; init; }
}
