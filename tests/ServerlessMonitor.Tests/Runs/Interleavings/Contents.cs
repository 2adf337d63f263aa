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

    /// <summary>Labels for the rows of one batch, for those of several and for ids that nobody predicted; others that say otherwise; and a file that cannot be read.</summary>
    public static IReadOnlyList<string> Labels { get; } =
    [
        LabelsOf("1", [("20260223-1", 0, 8), ("nobody", 0, 2)]),
        LabelsOf("0", [("20260223-1", 4, 12), ("20260224-2", 0, 9), ("20260223-3", 2, 5)]),
        LabelsOf("1", [("20260223-3", 0, 10), ("20260224-3", 3, 11), ("20260223-5", 0, 8)]),
        "%PDF-1.7 is no table",
    ];

    /// <summary>The days that they touch.</summary>
    public static IReadOnlyList<DateOnly> Days { get; } = [Monday, Monday.AddDays(1)];

    private static string LabelsOf(string label, IEnumerable<(string Ids, int From, int To)> ranges) =>
        "prediction_id,label\n" + string.Concat(ranges.SelectMany(range => Enumerable.Range(range.From, range.To - range.From).Select(row => $"{range.Ids}-{row},{label}\n")));

    private static string Rows(string batch) => batch[(batch.IndexOf('\n', StringComparison.Ordinal) + 1)..];
}
