namespace ServerlessMonitor.Contracts;

/// <summary>What may stand between groups of three digits of a number in CSV.</summary>
public enum ThousandsSign
{
    /// <summary>Nothing: a number with such a sign is none.</summary>
    None,

    /// <summary><c>1.234.567</c></summary>
    Point,

    /// <summary><c>1,234,567</c></summary>
    Comma,

    /// <summary><c>1 234 567</c>, also with a no-break space (U+00A0) or a narrow one (U+202F).</summary>
    Space,

    /// <summary><c>1'234'567</c>, also with U+2019.</summary>
    Apostrophe,
}
