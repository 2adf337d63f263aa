using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Cli.Offline.Infer;

/// <summary>Drafts a monitor file from a data file.</summary>
internal static class InferMonitor
{
    // From so many a baseline is cut into whole weeks.
    private const int FewestWeeks = 5;
    private const double SecondsOfWeek = 7 * 86_400;

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
        var service = GuessService.Of(profile);
        var features = schema.Columns.Where(column => column.Role == ColumnRole.Feature && service?.Has(column.Name) != true).ToList();
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
            Service = service,
            UnclearPositive = schema is { Task: ModelTask.Binary, Positive: null } ? Classes(profile, answers) : null,
            Weeks = WeeksOf(profile),
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

    private static int? WeeksOf(DatasetProfile profile)
    {
        if (profile.Schema.Find(ColumnRole.Timestamp) is not { } time || profile.Columns[time.Name] is not { Kind: ColumnKind.Timestamp, Moments: { Count: > 0 } times })
        {
            return null;
        }

        // Twice the shorter side of the mean: a row of a wrong clock hardly moves that.
        var weeks = 2 * Math.Min(times.Max - times.Mean, times.Mean - times.Min) / SecondsOfWeek;
        return weeks >= FewestWeeks - 0.1 ? (int)Math.Round(weeks) : null;
    }

    private static List<string> Classes(DatasetProfile profile, List<ColumnSchema> answers) =>
        [.. answers.Where(column => column.Role is ColumnRole.Prediction or ColumnRole.Label)
            .SelectMany(column => profile.Columns[column.Name].Items?.Items() ?? [])
            .Select(item => item.Text).Distinct(StringComparer.Ordinal).Take(2)];
}
