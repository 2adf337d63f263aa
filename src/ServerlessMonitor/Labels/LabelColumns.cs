using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Labels;

/// <summary>Which columns of a label file hold the ids, the labels and the times: as the monitor says, else the usual names, in any case.</summary>
internal sealed record LabelColumns(string Id, string Label, string? Timestamp)
{
    private static readonly string[] Ids = ["prediction_id", "id"];
    private static readonly string[] OtherLabels = ["actual", "actuals", "target", "ground_truth", "groundtruth", "truth", "y_true", "outcome"];

    /// <exception cref="BatchFormatException">There is no id or no label, or it is not clear which one is meant.</exception>
    public static LabelColumns Find(IReadOnlyList<string> names, MonitorColumns columns)
    {
        string id = One(names, columns.Id, Ids)
            ?? throw Problem("NoIdColumn", names, "No column names the predictions", $"{(columns.Id is null ? string.Empty : $"'{columns.Id}', ")}prediction_id or id", "columns.id");
        string[] others = [.. names.Where(name => OtherLabels.Contains(name, StringComparer.OrdinalIgnoreCase) && name != id)];
        string? label = One(names, columns.Label, ["label"]);
        if (label is null && others.Length > 1)
        {
            throw Problem("AmbiguousLabelColumn", names, $"Any of {string.Join(", ", others.Select(name => $"'{name}'"))} may be the label", "one of them", "columns.label");
        }

        label ??= others.FirstOrDefault()
            ?? throw Problem("NoLabelColumn", names, "No column holds the labels", $"{(columns.Label is null ? string.Empty : $"'{columns.Label}', ")}label, actual, target or ground_truth", "columns.label");
        string? timestamp = One(names, columns.Timestamp, ["timestamp"]);
        return new LabelColumns(id, label, timestamp == id || timestamp == label ? null : timestamp);
    }

    private static string? One(IReadOnlyList<string> names, string? said, IReadOnlyList<string> usual) =>
        (said is null ? null : names.FirstOrDefault(name => name == said))
        ?? usual.Select(candidate => names.FirstOrDefault(name => string.Equals(name, candidate, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(found => found is not null);

    private static BatchFormatException Problem(string code, IReadOnlyList<string> names, string what, string expected, string setting) =>
        new(new BatchProblem(code, $"{what}: the file has {string.Join(", ", names.Take(20).Select(name => $"'{name}'"))}. Expected {expected}, or {setting} in the monitor file."));
}
