using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Profile;

/// <summary>Decides which summaries a column gets: the only place that knows.</summary>
public static class SummaryResolver
{
    /// <summary>The summaries of a column in that role with values of that kind.</summary>
    public static ColumnSummaries Resolve(ColumnKind kind, ColumnRole role) => role switch
    {
        ColumnRole.Id or ColumnRole.Query => ColumnSummaries.Distinct,
        ColumnRole.Timestamp => ColumnSummaries.Moments,
        ColumnRole.Ignored => ColumnSummaries.None,
        _ => kind switch
        {
            ColumnKind.Numeric => ColumnSummaries.Moments | ColumnSummaries.Quantiles | ColumnSummaries.Values | ColumnSummaries.Distinct,
            ColumnKind.Categorical => ColumnSummaries.Items | ColumnSummaries.Distinct,
            ColumnKind.Boolean => ColumnSummaries.Items | ColumnSummaries.Distinct,
            ColumnKind.Text => ColumnSummaries.Distinct | ColumnSummaries.TextLength,
            ColumnKind.Timestamp => ColumnSummaries.Moments | ColumnSummaries.Quantiles,
            _ => ColumnSummaries.None,
        },
    };
}
