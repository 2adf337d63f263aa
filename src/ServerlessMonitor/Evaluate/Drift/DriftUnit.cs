namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>What a score, and so its threshold, is counted in.</summary>
internal enum DriftUnit
{
    /// <summary>Nothing: the score means the same for every column.</summary>
    None,

    /// <summary>The column's unit: the default threshold is multiplied by the baseline's standard deviation.</summary>
    Column,

    /// <summary>The root of the column's unit: the default threshold is multiplied by the root of the baseline's standard deviation.</summary>
    RootOfColumn,
}
