namespace ServerlessMonitor.Contracts;

/// <summary>
/// Which values have a segment of their own in a model version, by column, in the order in which they came. Values are only ever added: a row's segment never changes while the limit stays.
/// </summary>
/// <param name="ByColumn">The values of each column whose rows decide.</param>
public sealed record SegmentValues(IReadOnlyDictionary<string, IReadOnlyList<string>> ByColumn)
{
    /// <summary>Before the first batch.</summary>
    public static SegmentValues None { get; } = new(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));

    /// <summary>The values of a column.</summary>
    public IReadOnlyList<string> Of(string column) => ByColumn.GetValueOrDefault(column) ?? [];

    /// <summary>With more values of some columns.</summary>
    public SegmentValues With(IReadOnlyDictionary<string, IReadOnlyList<string>> added)
    {
        var all = new SortedDictionary<string, IReadOnlyList<string>>(ByColumn.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach ((string column, IReadOnlyList<string> values) in added)
        {
            all[column] = [.. Of(column), .. values.Except(Of(column), StringComparer.Ordinal)];
        }

        return new SegmentValues(all);
    }
}
