namespace ServerlessMonitor.Contracts;

/// <summary>How a numeric column is cut into bins for drift.</summary>
public enum DriftBinRule
{
    /// <summary>Equally filled bins of the baseline, open at both ends.</summary>
    Quantile,

    /// <summary>Equally wide bins over the baseline's range, open at both ends.</summary>
    EqualWidth,

    /// <summary>Sturges' rule over the range of both samples: log2(rows) + 1 equally wide bins.</summary>
    Sturges,

    /// <summary>Doane's rule over the baseline's range; values outside are one more bin.</summary>
    Doane,

    /// <summary>One bin for each value.</summary>
    Distinct,
}
