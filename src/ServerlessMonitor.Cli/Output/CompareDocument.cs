using System.Text.Json.Serialization;

namespace ServerlessMonitor.Cli.Output;

/// <summary>The JSON of <c>compare</c>: a contract.</summary>
/// <param name="Baseline">What it is compared with.</param>
/// <param name="Current">What is judged.</param>
/// <param name="Columns">In the order of the baseline's header, then new ones.</param>
/// <param name="Dataset">The whole.</param>
internal sealed record CompareDocument(
    CompareDocument.Side Baseline, CompareDocument.Side Current, IReadOnlyList<CompareDocument.Column> Columns, CompareDocument.DatasetEntry Dataset)
{
    /// <summary>The segments; null where neither the monitor nor the command names any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SegmentEntry>? Segments { get; init; }

    /// <summary>How the model was served, by the metric's key; null where the monitor names no columns for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, EvaluateDocument.MetricEntry>? Service { get; init; }

    /// <summary>Whether there is anything to report.</summary>
    [JsonIgnore]
    public bool HasFindings => Dataset.DriftedColumns > 0 || Dataset.Findings.Count > 0 || Columns.Any(column => column.Quality.Findings.Count > 0)
        || Segments?.Any(segment => segment.DriftedColumns > 0) == true;

    /// <summary>One file.</summary>
    /// <param name="File">Its name.</param>
    /// <param name="Rows">Rows that count.</param>
    /// <param name="RejectedRows">Rows left out because they could not be read.</param>
    internal sealed record Side(string File, long Rows, long RejectedRows);

    /// <summary>One column.</summary>
    /// <param name="Name">As in the header.</param>
    /// <param name="Kind"><c>numeric categorical boolean text timestamp</c>.</param>
    /// <param name="Role"><c>feature id timestamp prediction score label query ignored</c>.</param>
    /// <param name="Drift">Null for columns that are not compared: ids, times, text, and columns that are new.</param>
    /// <param name="NotCompared">Why there is no drift; null where there is.</param>
    /// <param name="Methods">With <c>--all-methods</c>, by the method's key.</param>
    /// <param name="Quality">Missing values, and limits that are broken.</param>
    internal sealed record Column(
        string Name,
        string Kind,
        string Role,
        DriftEntry? Drift,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NotCompared,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, Score>? Methods,
        ColumnQuality Quality);

    /// <summary>One method's score, judged by the method's own threshold.</summary>
    internal sealed record Score(
        double? Value,
        double? PValue,
        double Threshold,
        string Verdict,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);

    /// <summary>The quality of one column.</summary>
    internal sealed record ColumnQuality(Pair Missing, IReadOnlyList<FindingEntry> Findings);

    /// <summary>A share on both sides, 0 to 1; null where the file lacks the column.</summary>
    internal sealed record Pair(double? Baseline, double? Current);

    /// <summary>The whole.</summary>
    /// <param name="DriftedColumns">How many columns drift.</param>
    /// <param name="DriftedShare">Their share of the compared columns.</param>
    /// <param name="Verdict"><c>drift</c> when at least half of them do.</param>
    /// <param name="Findings">Broken limits that are not of one column.</param>
    /// <param name="Multivariate">The numeric features taken together.</param>
    internal sealed record DatasetEntry(
        int DriftedColumns, double DriftedShare, string Verdict, IReadOnlyList<FindingEntry> Findings, IReadOnlyList<Joint> Multivariate);

    /// <summary>One score of the numeric features taken together.</summary>
    /// <param name="Method">The method's key.</param>
    /// <param name="Value">The score; null where it is undefined.</param>
    /// <param name="Baseline">The same score of the baseline against itself.</param>
    /// <param name="Columns">How many features took part.</param>
    /// <param name="Largest">What has most of the score.</param>
    /// <param name="Reason">Why there is no score.</param>
    internal sealed record Joint(
        string Method,
        double? Value,
        double? Baseline,
        int Columns,
        IReadOnlyList<string> Largest,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason)
    {
        /// <summary>The threshold that was learnt; null where the monitor file asks for none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public double? Threshold { get; init; }

        /// <summary>How it was learnt, or why it could not be.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? ThresholdNote { get; init; }

        /// <summary><c>ok</c>, <c>drift</c> or <c>notEnoughData</c>; null where the monitor file asks for no verdict.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Verdict { get; init; }
    }
}
