namespace ServerlessMonitor.Tests.Runs.Interleavings;

/// <summary>What blobs and monitor files can hold.</summary>
internal static class Contents
{
    private const string Columns = "task: binary\ncolumns: {positive: \"1\"}\nfeatures:\n  amount: {type: numeric}\nbaseline: {version: none}\n";
    private static readonly DateOnly Monday = new(2026, 2, 23);

    /// <summary>Two that differ in nothing that a profile shows, with one that cannot be used between them.</summary>
    public static IReadOnlyList<string> Monitors { get; } =
    [
        $"model: churn\n{Columns}",
        "model: churn\nperformanse: []\n",
        $"model: churn\nowner: growth-ml\n{Columns}",
    ];

    /// <summary>Batches of one day, of the next and of both, one that cannot be read, and last one that is empty, which only a later sweep says to be bad.</summary>
    public static IReadOnlyList<string> Batches { get; } =
    [
        Runs.Batches.Day(Monday, rows: 12),
        Runs.Batches.Day(Monday.AddDays(1), rows: 9, amount: 20, seed: 2),
        Runs.Batches.Day(Monday, rows: 10, seed: 3) + Rows(Runs.Batches.Day(Monday.AddDays(1), rows: 11, seed: 3)),
        "%PDF-1.7 is no table",
        Runs.Batches.Day(Monday, rows: 8, right: 0.2, seed: 5),
        string.Empty,
    ];

    /// <summary>The days that they touch.</summary>
    public static IReadOnlyList<DateOnly> Days { get; } = [Monday, Monday.AddDays(1)];

    private static string Rows(string batch) => batch[(batch.IndexOf('\n', StringComparison.Ordinal) + 1)..];
}
