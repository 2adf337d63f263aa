using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>Measures the drift of the columns of a window, or of a segment of it.</summary>
/// <param name="drift">Measures one.</param>
internal sealed class DatasetDrift(ColumnDrift drift)
{
    /// <summary>The columns of a baseline that are compared with it.</summary>
    public static IReadOnlyList<ColumnSchema> Compared(MonitorDefinition monitor, DatasetProfile baseline) => [.. baseline.Schema.Columns.Where(column => ComparedColumns.Includes(column)
        && monitor.Service?.Has(column.Name) != true
        && !monitor.Columns.Ignore.Contains(column.Name, StringComparer.Ordinal)
        && monitor.Drift.Columns.GetValueOrDefault(column.Name) is not { Enabled: false })];

    /// <summary>A result for each of the columns that the baseline has.</summary>
    /// <param name="input">What the window is evaluated by.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="baseline">What is compared with: the whole or a segment.</param>
    /// <param name="current">The same of the window.</param>
    /// <param name="level">The gate's level; null: <see cref="SampleSizeGate.Level"/>.</param>
    public IReadOnlyList<DriftResult> Measure(EvaluationInput input, IReadOnlyList<ColumnSchema> columns, DatasetProfile baseline, DatasetProfile current, double? level)
    {
        MonitorDefinition monitor = input.Monitor;
        var results = new List<DriftResult>();
        foreach (ColumnSchema column in columns)
        {
            // A label that comes in blobs of its own is in no prediction file: nothing to compare is not a finding.
            ColumnProfile? now = current.Columns.GetValueOrDefault(column.Name);
            bool lateLabel = column.Role == ColumnRole.Label && now is not { Present: > 0 };
            if (!lateLabel && baseline.Columns.GetValueOrDefault(column.Name) is { } before)
            {
                results.Add(drift.Measure(
                    before,
                    now,
                    monitor.Drift,
                    monitor.Columns.Sensitive.Contains(column.Name, StringComparer.Ordinal),
                    input.BaselineChunks?.Of(column.Name),
                    input.ChunksShowDependence,
                    level));
            }
        }

        return results;
    }
}
