using System.Text.Json.Serialization;

namespace ServerlessMonitor.Cli.Output;

/// <summary>The JSON of <c>profile</c>: a contract.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Rows">Rows that count.</param>
/// <param name="RejectedRows">Rows left out because they could not be read.</param>
/// <param name="Columns">In the order of the header.</param>
internal sealed record ProfileDocument(string File, long Rows, long RejectedRows, IReadOnlyList<ProfileDocument.ProfiledColumn> Columns)
{
    /// <summary>One column. What its kind does not have is absent.</summary>
    /// <param name="Name">As in the header.</param>
    /// <param name="Kind"><c>numeric categorical boolean text timestamp</c>.</param>
    /// <param name="Role"><c>feature id timestamp prediction score label query ignored</c>.</param>
    /// <param name="Values">Cells with a value of its kind.</param>
    /// <param name="Missing">Cells without.</param>
    /// <param name="Invalid">Cells that are not of its kind.</param>
    /// <param name="NaN">Cells that say so.</param>
    /// <param name="Infinite">Infinite cells, of either sign.</param>
    internal sealed record ProfiledColumn(string Name, string Kind, string Role, long Values, long Missing, long Invalid, long NaN, long Infinite)
    {
        /// <summary>Different values; within 2 % where <see cref="DistinctIsExact"/> is false.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public long? Distinct { get; init; }

        /// <summary>Whether <see cref="Distinct"/> is exact.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public bool? DistinctIsExact { get; init; }

        /// <summary>Of finite numbers: <c>mean standardDeviation min p01 p05 p25 p50 p75 p95 p99 max</c>; null where it is no finite number.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyDictionary<string, double?>? Numbers { get; init; }

        /// <summary>The most frequent values, at most 20.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<Item>? Top { get; init; }

        /// <summary>How the values are spread.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<Bin>? Histogram { get; init; }
    }

    /// <summary>A frequent value.</summary>
    internal sealed record Item(string Value, long Count, double Share);

    /// <summary>A bin of numbers.</summary>
    internal sealed record Bin([property: JsonPropertyName("bin")] string Label, double Share);
}
