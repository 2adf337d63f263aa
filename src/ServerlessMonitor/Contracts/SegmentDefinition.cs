namespace ServerlessMonitor.Contracts;

/// <summary>
/// Parts of the rows that are watched on their own: one for each value of a column, or, with a <see cref="Name"/>, the rows that a filter on the column lets through.
/// </summary>
/// <param name="Column">The column.</param>
public sealed record SegmentDefinition(string Column)
{
    /// <summary>The filter's name; null: a segment for each value.</summary>
    public string? Name { get; init; }

    /// <summary>The values that have a segment, or that the filter lets through; null: all, as far as the <see cref="Limit"/> goes.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>The smallest number that the filter lets through.</summary>
    public double? Minimum { get; init; }

    /// <summary>The numbers from here on the filter does not let through.</summary>
    public double? Below { get; init; }

    /// <summary>How many values have a segment; those of the others are one segment together.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Whether the monitor's rules hold for each segment too; else segments are shown, and alert nobody.</summary>
    public bool Alert { get; init; }

    /// <summary>Of a sensitive column: the value of the group that others are compared with; null: the largest group of the window.</summary>
    public string? Reference { get; init; }

    /// <summary>What its segments are called by: the filter's name, or the column.</summary>
    public string Key => Name ?? Column;

    /// <summary>Whether it is one segment.</summary>
    public bool IsFilter => Name is not null;

    /// <summary>Whether the rows decide which values have a segment.</summary>
    public bool FindsValues => !IsFilter && Values is null;
}
