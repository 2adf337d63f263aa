using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Cli.Offline.Infer;

/// <summary>Drafts a monitor file from a data file.</summary>
internal static class InferMonitor
{
    /// <summary>The draft.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="file">The data file's name.</param>
    /// <param name="batch">Its profile, read with the roles.</param>
    /// <param name="roles">Roles that names do not show.</param>
    public static MonitorDraft Of(string model, string file, BatchProfile batch, IReadOnlyList<MonitorDraft.Role> roles)
    {
        var profile = batch.Hours[0].Profile;
        var schema = profile.Schema;
        var answers = schema.Columns.Where(column => column.Role is ColumnRole.Prediction or ColumnRole.Label or ColumnRole.Score or ColumnRole.Query).ToList();
        var features = schema.Columns.Where(column => column.Role == ColumnRole.Feature).ToList();
        var sensitive = features.Select(column => column.Name).Where(GuessRoles.IsPersonal).ToList();
        return new MonitorDraft(
            model,
            file,
            batch.Rows,
            answers.Count == 0 ? null : JsonText.Of(schema.Task),
            roles,
            sensitive,
            [.. features.Select(column => GuessFeature.Of(profile.Columns[column.Name], batch.Rows, sensitive.Contains(column.Name, StringComparer.Ordinal)))])
        {
            UnclearPositive = schema is { Task: ModelTask.Binary, Positive: null } ? Classes(profile, answers) : null,
            HasLabels = answers.Exists(column => column.Role == ColumnRole.Label && profile.Columns[column.Name].Present > 0),
        };
    }

    /// <summary>A name for the model from the file's: <c>2026/flight data.csv.gz</c> gives <c>flight-data</c>.</summary>
    public static string ModelNameOf(string path)
    {
        var name = Path.GetFileName(path);
        name = name[..(name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? dot : name.Length)];
        var letters = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-')).Trim('-', '_');
        letters = letters.Length > 100 ? letters[..100] : letters;
        return ModelVersion.IsValidName(letters) ? letters : "model";
    }

    private static List<string> Classes(DatasetProfile profile, List<ColumnSchema> answers) =>
        [.. answers.Where(column => column.Role is ColumnRole.Prediction or ColumnRole.Label)
            .SelectMany(column => profile.Columns[column.Name].Items?.Items() ?? [])
            .Select(item => item.Text).Distinct(StringComparer.Ordinal).Take(2)];
}
