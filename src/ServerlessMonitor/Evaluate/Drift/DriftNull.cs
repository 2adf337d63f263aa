namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>How a method's distribution without change is to be had.</summary>
internal enum DriftNull
{
    /// <summary>From χ² of the two samples over the method's bins.</summary>
    ChiSquareOnBins,

    /// <summary>The statistic has a law of its own, which gives its p-value.</summary>
    OwnLaw,

    /// <summary>No law is at hand: by drawing from the baseline's profile, or by a bound that is on the safe side.</summary>
    Resampling,
}
