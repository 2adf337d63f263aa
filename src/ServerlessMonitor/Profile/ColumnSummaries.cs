namespace ServerlessMonitor.Profile;

/// <summary>Which summaries a column's profile keeps beside its counts.</summary>
[Flags]
public enum ColumnSummaries
{
    /// <summary>Counts only.</summary>
    None = 0,

    /// <summary>Mean, variance and extremes of the values.</summary>
    Moments = 1,

    /// <summary>Quantiles of the values.</summary>
    Quantiles = 2,

    /// <summary>Exact counts of numeric values while there are few.</summary>
    Values = 4,

    /// <summary>How many different values there are.</summary>
    Distinct = 8,

    /// <summary>The frequent values of a categorical or boolean column with their counts.</summary>
    Items = 16,

    /// <summary>Moments of the length of the text, in Unicode code points.</summary>
    TextLength = 32,
}
