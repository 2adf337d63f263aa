namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>How exactly a method can be computed from profiles.</summary>
internal enum ProfileAccuracy
{
    /// <summary>As from the rows.</summary>
    Exact,

    /// <summary>As from the rows while the column's counter holds every category.</summary>
    ExactWhileDomainFits,

    /// <summary>Within the rank error of the quantile sketch; as from the rows while the sketch holds every value.</summary>
    RankError,
}
