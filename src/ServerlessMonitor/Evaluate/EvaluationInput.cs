using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate;

/// <summary>All that the evaluation of a window depends on.</summary>
/// <param name="Model">The model version.</param>
/// <param name="Spec">The windows that it belongs to.</param>
/// <param name="Window">The span of event time.</param>
/// <param name="Monitor">What the team says about the model.</param>
/// <param name="Current">The window's rows; empty where it has none.</param>
public sealed record EvaluationInput(ModelVersion Model, WindowSpec Spec, TimeWindow Window, MonitorDefinition Monitor, DatasetProfile Current)
{
    /// <summary>What to evaluate.</summary>
    public IReadOnlyList<EvaluationFamily> Families { get; init; } = [EvaluationFamily.Performance, EvaluationFamily.Drift, EvaluationFamily.Quality];

    /// <summary>What to compare with; null where there is none.</summary>
    public DatasetProfile? Baseline { get; init; }

    /// <summary>The baseline in pieces, for rules that learn how much it varies by itself; null where it is known as a whole only.</summary>
    public BaselineChunks? BaselineChunks { get; init; }

    /// <summary>
    /// Whether differences between chunks are taken for rows that hang together. Not where chunks are shorter than windows: that a Sunday is no Monday says nothing about weeks.
    /// </summary>
    public bool ChunksShowDependence { get; init; } = true;

    /// <summary>What drift is compared with, where a season narrows <see cref="Baseline"/> to the window's hours; null: the baseline.</summary>
    public DatasetProfile? SeasonBaseline { get; init; }

    /// <summary>The baseline's name for people.</summary>
    public string? BaselineName { get; init; }

    /// <summary>Whether rows may still come.</summary>
    public bool Provisional { get; init; }

    /// <summary>Rows of the comparable windows before this one, newest first; the first four count.</summary>
    public IReadOnlyList<long> PrecedingRows { get; init; } = [];

    /// <summary><see cref="Evaluate.InputDigest"/> of the same inputs.</summary>
    public string InputDigest { get; init; } = string.Empty;

    /// <summary>When it is evaluated, wall clock.</summary>
    public DateTimeOffset EvaluatedAt { get; init; }
}
