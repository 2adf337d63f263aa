namespace ServerlessMonitor.Ingest.Readers;

/// <summary>What a cell holds.</summary>
public enum CellState : byte
{
    /// <summary>A value of the column's kind; a number is finite.</summary>
    Present,

    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>Text that is not of the column's kind.</summary>
    Invalid,

    /// <summary>"Not a number", spelled out.</summary>
    NaN,

    /// <summary>Positive infinity.</summary>
    PositiveInfinity,

    /// <summary>Negative infinity.</summary>
    NegativeInfinity,
}
