using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>What quality is judged by.</summary>
/// <param name="Current">The window.</param>
/// <param name="Baseline">The baseline; null where there is none.</param>
/// <param name="Monitor">Limits, features and sensitive columns.</param>
internal sealed record QualityInput(DatasetProfile Current, DatasetProfile? Baseline, MonitorDefinition Monitor)
{
    private static readonly string[] Concerned = ["not", "concerned"];

    /// <summary>Whether no more rows are expected.</summary>
    public bool Complete { get; init; }

    /// <summary>Rows of the comparable windows before, newest first.</summary>
    public IReadOnlyList<long> PrecedingRows { get; init; } = [];

    /// <summary>The baseline in pieces, where they say how rows hang together; else null.</summary>
    public BaselineChunks? Chunks { get; init; }

    /// <summary>Columns of the window that have rows and are not left out of every check. What says which predictions failed is judged by their rate, unless something is said of it as of a feature.</summary>
    public IEnumerable<ColumnProfile> Columns => Current.Schema.Columns
        .Select(column => Current.Columns[column.Name])
        .Where(column => column.Rows > 0 && column.Role != ColumnRole.Ignored && !Monitor.Columns.Ignore.Contains(column.Name, StringComparer.Ordinal)
            && (!string.Equals(column.Name, Monitor.Service?.Error, StringComparison.Ordinal) || Monitor.Features.ContainsKey(column.Name)));

    /// <summary>The baseline's column of that name and kind, if it has rows.</summary>
    public ColumnProfile? BaselineOf(ColumnProfile column) =>
        Baseline?.Columns.GetValueOrDefault(column.Name) is { Rows: > 0 } found && found.Kind == column.Kind ? found : null;

    /// <summary>How many rows carry as much as one independent row, where a share of a column's rows is concerned.</summary>
    /// <param name="column">The column.</param>
    /// <param name="count">How many of a piece's rows are concerned.</param>
    public double OverdispersionOf(string column, Func<ColumnProfile, double> count)
    {
        (double Count, double Rows)[] pieces = [.. (Chunks?.Parts ?? [])
            .Select(chunk => chunk.Columns.GetValueOrDefault(column))
            .OfType<ColumnProfile>()
            .Where(piece => piece.Rows > 0 && piece.Kind == Current.Columns[column].Kind)
            .Select(piece => (count(piece), (double)piece.Rows))];
        double all = pieces.Sum(piece => piece.Count);
        double rows = pieces.Sum(piece => piece.Rows);
        return Overdispersion.Learn([.. pieces.Select(piece => new BinnedPair(Concerned, [rows - all, all], [piece.Rows - piece.Count, piece.Count]))]);
    }

    /// <summary>What the monitor says of the column.</summary>
    public FeatureDefinition? FeatureOf(string column) => Monitor.Features.GetValueOrDefault(column);

    /// <summary>Whether values of the column must not be shown.</summary>
    public bool IsSensitive(string column) => Monitor.Columns.Sensitive.Contains(column, StringComparer.Ordinal);
}
