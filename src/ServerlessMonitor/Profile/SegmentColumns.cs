using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Profile;

/// <summary>Which columns a segment's profile keeps: those that are compared.</summary>
internal static class SegmentColumns
{
    /// <summary>Whether it keeps the column.</summary>
    public static bool Has(ColumnSchema column) =>
        column.Role is ColumnRole.Feature or ColumnRole.Prediction or ColumnRole.Score or ColumnRole.Label
        && column.Kind is ColumnKind.Numeric or ColumnKind.Categorical or ColumnKind.Boolean;

    /// <summary>The schema of the segments of such rows.</summary>
    public static DatasetSchema Of(DatasetSchema schema) => schema with { Columns = [.. schema.Columns.Where(Has)] };
}
