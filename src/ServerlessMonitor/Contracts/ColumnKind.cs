namespace ServerlessMonitor.Contracts;

/// <summary>What the values of a column are.</summary>
public enum ColumnKind
{
    /// <summary>Finite numbers, NaN and infinities.</summary>
    Numeric,

    /// <summary>Few repeated values, compared as exact text.</summary>
    Categorical,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Free text; only its length, presence and distinct count are profiled.</summary>
    Text,

    /// <summary>Instants.</summary>
    Timestamp,
}
