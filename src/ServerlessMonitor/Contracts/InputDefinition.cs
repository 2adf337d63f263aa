namespace ServerlessMonitor.Contracts;

/// <summary>How the files of a model are written where that is not usual. Nothing of it is ever guessed, but the delimiter.</summary>
public sealed record InputDefinition
{
    /// <summary>CSV: the decimal sign. Default: the point.</summary>
    public DecimalSign DecimalSign { get; init; } = DecimalSign.Point;

    /// <summary>CSV: the sign between thousands. Default: none.</summary>
    public ThousandsSign ThousandsSign { get; init; } = ThousandsSign.None;

    /// <summary>CSV: what stands between fields; null: found from the first lines.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Timestamps in text: their form beside ISO 8601; null: ISO 8601, or a number since 1970.</summary>
    public DatePattern? DateFormat { get; init; }
}
