using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>What one version had in a window.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="LabelledRows">Rows whose truth is known.</param>
public sealed record VersionRows(long Rows, long LabelledRows)
{
    /// <summary>The rows that a metric is from.</summary>
    internal long RowsOf(string metric) => ServiceKeys.Includes(metric) ? Rows : LabelledRows;

    /// <summary>What they are called.</summary>
    internal static string NounOf(string metric) => ServiceKeys.Includes(metric) ? "row" : "labelled row";
}
