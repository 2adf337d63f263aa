using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Cli.Offline.Infer;

/// <summary>Finds roles that the suite's own names do not show: what a person would say after a look at the header and the values.</summary>
internal static class GuessRoles
{
    private static readonly string[] Labels = ["target", "y", "y_true", "actual", "actuals", "truth", "ground_truth", "outcome"];
    private static readonly string[] Predictions = ["pred", "preds", "y_pred", "y_hat", "yhat", "predicted", "forecast"];
    private static readonly string[] Scores = ["proba", "prob", "probability", "y_score", "y_proba", "y_prob", "prediction_score", "confidence"];
    private static readonly string[] Personal = ["email", "e_mail", "mail", "phone", "telephone", "ssn", "iban", "passport", "first_name", "last_name", "surname", "full_name", "address", "street", "birthdate", "date_of_birth"];

    /// <summary>Roles beyond those that the schema has already.</summary>
    public static IReadOnlyList<MonitorDraft.Role> Of(DatasetProfile profile)
    {
        var roles = new List<MonitorDraft.Role>();
        Add(ColumnRole.Timestamp, "timestamp", "its values are times", column => column.Kind == ColumnKind.Timestamp);
        Add(ColumnRole.Id, "id", "no value repeats", column => IsIdName(column.Name) && IsUnique(column));
        Add(ColumnRole.Label, "label", "by its name", column => Named(column, Labels));
        Add(ColumnRole.Prediction, "prediction", "by its name", column => Named(column, Predictions) || column.Name.StartsWith("predicted_", StringComparison.OrdinalIgnoreCase));
        Add(ColumnRole.Score, "score", "by its name, and from 0 to 1", column => IsShare(column) && (Named(column, Scores) || column.Name.StartsWith("p_", StringComparison.OrdinalIgnoreCase)));
        return roles;

        void Add(ColumnRole role, string key, string why, Func<ColumnProfile, bool> fits)
        {
            if (profile.Schema.Find(role) is not null)
            {
                return;
            }

            var found = profile.Schema.Columns
                .Where(column => column.Role == ColumnRole.Feature && roles.TrueForAll(taken => taken.Column != column.Name))
                .Select(column => profile.Columns[column.Name])
                .FirstOrDefault(fits);
            if (found is not null)
            {
                roles.Add(new MonitorDraft.Role(key, found.Name, why));
            }
        }
    }

    /// <summary>The roles as the monitor has them.</summary>
    public static MonitorColumns AsColumns(IReadOnlyList<MonitorDraft.Role> roles)
    {
        string? Column(string key) => roles.FirstOrDefault(role => string.Equals(role.Key, key, StringComparison.Ordinal))?.Column;

        return new MonitorColumns
        {
            Id = Column("id"),
            Timestamp = Column("timestamp"),
            Prediction = Column("prediction"),
            Label = Column("label"),
            Scores = Column("score") is { } score
                ? new Dictionary<string, string>(StringComparer.Ordinal) { [string.Empty] = score }
                : new Dictionary<string, string>(StringComparer.Ordinal),
        };
    }

    /// <summary>Whether a column's name says that its values are nobody's business.</summary>
    public static bool IsPersonal(string name) => Personal.Contains(name.Replace('-', '_').Replace(' ', '_'), StringComparer.OrdinalIgnoreCase);

    private static bool Named(ColumnProfile column, string[] names) => names.Contains(column.Name, StringComparer.OrdinalIgnoreCase);

    private static bool IsIdName(string name) =>
        name.EndsWith("_id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Id", StringComparison.Ordinal) || name.EndsWith("ID", StringComparison.Ordinal)
        || name.Equals("uuid", StringComparison.OrdinalIgnoreCase) || name.Equals("guid", StringComparison.OrdinalIgnoreCase) || name.Equals("key", StringComparison.OrdinalIgnoreCase);

    // An estimate of distinct values is within 2 %.
    private static bool IsUnique(ColumnProfile column) =>
        column is { Present: > 1, Distinct: { } distinct } && (distinct.IsExact ? distinct.Estimate() == column.Present : distinct.Estimate() > 0.97 * column.Present);

    private static bool IsShare(ColumnProfile column) => column is { Kind: ColumnKind.Numeric, Moments: { Count: > 0, Min: >= 0, Max: <= 1 } };
}
