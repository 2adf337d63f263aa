using System.Text.Json.Serialization;

namespace ServerlessMonitor.Cli.Offline.Infer;

/// <summary>What a monitor file for a data file says; also the JSON of <c>infer</c>.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="File">The file it was read from.</param>
/// <param name="Rows">Rows of that file.</param>
/// <param name="Task">What the model predicts; null where no column shows it.</param>
/// <param name="Columns">Roles of columns that their names do not show to the suite.</param>
/// <param name="Sensitive">Columns that look like personal data.</param>
/// <param name="Features">In the order of the header.</param>
internal sealed record MonitorDraft(
    string Model,
    string File,
    long Rows,
    string? Task,
    IReadOnlyList<MonitorDraft.Role> Columns,
    IReadOnlyList<string> Sensitive,
    IReadOnlyList<MonitorDraft.Feature> Features)
{
    /// <summary>Columns that say how the model is served; null where no name shows any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GuessService? Service { get; init; }

    /// <summary>The classes, where none of them is clearly the event.</summary>
    public IReadOnlyList<string>? UnclearPositive { get; init; }

    /// <summary>Whether labels are in the file, so that limits on metrics can be given.</summary>
    public bool HasLabels { get; init; }

    /// <summary>About how many weeks the rows span, where there are enough to learn from how they differ; else null.</summary>
    public int? Weeks { get; init; }

    /// <summary>A role and the column that seems to have it.</summary>
    internal sealed record Role(string Key, string Column, string Why);

    /// <summary>What is known of a feature.</summary>
    /// <param name="Name">The column.</param>
    /// <param name="Type">The kind of its values.</param>
    /// <param name="Min">A bound that means something.</param>
    /// <param name="Max">A bound that means something.</param>
    /// <param name="Domain">All values there are.</param>
    /// <param name="Required">Whether it is always there.</param>
    /// <param name="Comment">What was seen, for those who read the file.</param>
    internal sealed record Feature(
        string Name,
        string Type,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Min,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Max,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Domain,
        bool Required,
        string Comment);
}
