using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>A way to measure how far a window's column is from the baseline's.</summary>
internal interface IDriftMethod
{
    /// <summary>What is to be known of it without running it.</summary>
    DriftMethodDescriptor Descriptor { get; }

    /// <summary>Measures. The pair is of a kind that the method applies to.</summary>
    DriftScore Score(DriftPair pair);

    /// <summary>The bins by which the rows' dependence is told: those of the score, unless it counts other things.</summary>
    BinnedPair DependenceBins(DriftPair pair) => pair.Bins;

    /// <summary>What chance alone does to the score at these sizes.</summary>
    /// <param name="pair">What was measured.</param>
    /// <param name="score">A score of <see cref="Score"/> that is defined.</param>
    /// <param name="level">The share of windows in which chance alone may pass for evidence, usually <see cref="SampleSizeGate.Level"/>.</param>
    DriftChance Chance(DriftPair pair, DriftScore score, double level);
}
