namespace ServerlessMonitor.Contracts;

/// <summary>What stands between the whole and the fraction of a number in CSV.</summary>
public enum DecimalSign
{
    /// <summary><c>1.5</c></summary>
    Point,

    /// <summary><c>1,5</c></summary>
    Comma,
}
