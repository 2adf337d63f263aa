using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Profile;

/// <summary>Which columns are compared with the baseline: what pieces of one, and segments, keep.</summary>
internal static class ComparedColumns
{
    /// <summary>Whether the column is.</summary>
    public static bool Includes(ColumnSchema column) =>
        column.Role is ColumnRole.Feature or ColumnRole.Prediction or ColumnRole.Score or ColumnRole.Label
        && column.Kind is ColumnKind.Numeric or ColumnKind.Categorical or ColumnKind.Boolean;

    /// <summary>The schema of those of its columns.</summary>
    public static DatasetSchema Of(DatasetSchema schema) => schema with { Columns = [.. schema.Columns.Where(Includes)] };
}
