using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>What is to be known of a drift method without running it.</summary>
/// <param name="Key">Its name in monitor files and reports.</param>
/// <param name="Kinds">The kinds of column it applies to.</param>
/// <param name="DefaultThreshold">The threshold where the monitor names none, in <see cref="Unit"/>.</param>
/// <param name="Direction">What the threshold is held against.</param>
/// <param name="HasPValue">Whether it knows a p-value.</param>
/// <param name="Accuracy">How exact it is from a profile.</param>
internal sealed record DriftMethodDescriptor(
    string Key, IReadOnlyList<ColumnKind> Kinds, double DefaultThreshold, DriftDirection Direction, bool HasPValue, ProfileAccuracy Accuracy)
{
    /// <summary>Numeric columns.</summary>
    public static readonly IReadOnlyList<ColumnKind> Numeric = [ColumnKind.Numeric];

    /// <summary>Categorical and boolean columns.</summary>
    public static readonly IReadOnlyList<ColumnKind> Categorical = [ColumnKind.Categorical, ColumnKind.Boolean];

    /// <summary>Every kind that is compared.</summary>
    public static readonly IReadOnlyList<ColumnKind> All = [ColumnKind.Numeric, ColumnKind.Categorical, ColumnKind.Boolean];

    /// <summary>How its distribution without change is to be had.</summary>
    public required DriftNull Null { get; init; }

    /// <summary>The value in one line, with p baseline shares, q shares of the window, F and G the distribution functions.</summary>
    public required string Formula { get; init; }

    /// <summary>What the score is counted in.</summary>
    public DriftUnit Unit { get; init; }

    /// <summary>Whether the score grows with the square of a small change, as divergences do; distances and differences grow with the change itself.</summary>
    public bool IsSquare { get; init; }

    /// <summary>Whether the method applies to columns of that kind.</summary>
    public bool AppliesTo(ColumnKind kind) => Kinds.Contains(kind);

    /// <summary>The default threshold for a pair, in the unit of its score.</summary>
    public double ThresholdFor(DriftPair pair) => Unit switch
    {
        DriftUnit.Column => DefaultThreshold * pair.Baseline.Scale,
        DriftUnit.RootOfColumn => DefaultThreshold * Math.Sqrt(pair.Baseline.Scale),
        _ => DefaultThreshold,
    };
}
