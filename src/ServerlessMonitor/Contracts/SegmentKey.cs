using System.Text.Json.Serialization;

namespace ServerlessMonitor.Contracts;

/// <summary>Names a segment.</summary>
/// <param name="Name">The column, or the filter's name.</param>
/// <param name="Value">The column's value; null for a filter.</param>
public readonly record struct SegmentKey(string Name, string? Value)
{
    /// <summary>The value of the segment of rows whose value has none of its own.</summary>
    public const string Other = "(other)";

    /// <summary>The value of the segment of rows without one.</summary>
    public const string Missing = "(missing)";

    /// <summary>Whether it stands for what is left.</summary>
    [JsonIgnore]
    public bool IsRest => Value is Other or Missing;

    /// <summary>By name, then by value; what is left comes last.</summary>
    public static IComparer<SegmentKey> Order { get; } = Comparer<SegmentKey>.Create(static (left, right) =>
    {
        int byName = string.CompareOrdinal(left.Name, right.Name);
        return byName != 0 ? byName
            : left.IsRest != right.IsRest ? left.IsRest.CompareTo(right.IsRest)
            : string.CompareOrdinal(left.Value, right.Value);
    });

    /// <summary>For example <c>origin=JFK</c>, or a filter's name.</summary>
    public override string ToString() => Value is null ? Name : $"{Name}={Value}";
}
