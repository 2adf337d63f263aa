using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Ingest;

/// <summary>
/// Finds what each column is for: as the monitor says, else by name (in any case): <c>prediction_id</c> or <c>id</c>,
/// <c>timestamp</c>, <c>prediction</c>, <c>score</c> or <c>score_&lt;class&gt;</c>, <c>label</c>. All others are features.
/// </summary>
internal sealed class ColumnRoles
{
    private const string ScorePrefix = "score_";

    private readonly Dictionary<string, (ColumnRole Role, string? ScoreClass)> _roles = new(StringComparer.Ordinal);

    /// <summary>Assigns the roles.</summary>
    /// <param name="names">The header.</param>
    /// <param name="columns">What the monitor says.</param>
    /// <param name="taken">Roles that other columns have already.</param>
    public ColumnRoles(IReadOnlyList<string> names, MonitorColumns columns, IReadOnlySet<ColumnRole> taken)
    {
        foreach (string name in columns.Ignore)
        {
            _roles[name] = (ColumnRole.Ignored, null);
        }

        Assign(names, taken, ColumnRole.Timestamp, columns.Timestamp, "timestamp");
        Assign(names, taken, ColumnRole.Id, columns.Id, "prediction_id", "id");
        Assign(names, taken, ColumnRole.Prediction, columns.Prediction, "prediction");
        Assign(names, taken, ColumnRole.Label, columns.Label, "label");
        Assign(names, taken, ColumnRole.Query, columns.Query);
        AssignScores(names, columns, taken);
    }

    public ColumnRole RoleOf(string name) => _roles.TryGetValue(name, out (ColumnRole Role, string? ScoreClass) found) ? found.Role : ColumnRole.Feature;

    public string? ScoreClassOf(string name) => _roles.TryGetValue(name, out (ColumnRole Role, string? ScoreClass) found) ? found.ScoreClass : null;

    private void Assign(IReadOnlyList<string> names, IReadOnlySet<ColumnRole> taken, ColumnRole role, string? said, params ReadOnlySpan<string> usual)
    {
        if (taken.Contains(role))
        {
            return;
        }

        if (said is not null)
        {
            _roles[said] = (role, null);
            return;
        }

        foreach (string candidate in usual)
        {
            string? found = names.FirstOrDefault(name => string.Equals(name, candidate, StringComparison.OrdinalIgnoreCase));
            if (found is not null && _roles.TryAdd(found, (role, null)))
            {
                return;
            }
        }
    }

    private void AssignScores(IReadOnlyList<string> names, MonitorColumns columns, IReadOnlySet<ColumnRole> taken)
    {
        if (taken.Contains(ColumnRole.Score))
        {
            return;
        }

        if (columns.Scores.Count > 0)
        {
            foreach (KeyValuePair<string, string> score in columns.Scores)
            {
                _roles[score.Value] = (ColumnRole.Score, score.Key.Length == 0 ? null : ClassLabel.Normalize(score.Key));
            }

            return;
        }

        foreach (string name in names)
        {
            if (string.Equals(name, "score", StringComparison.OrdinalIgnoreCase))
            {
                _roles.TryAdd(name, (ColumnRole.Score, null));
            }
            else if (name.Length > ScorePrefix.Length && name.StartsWith(ScorePrefix, StringComparison.OrdinalIgnoreCase))
            {
                _roles.TryAdd(name, (ColumnRole.Score, ClassLabel.Normalize(name[ScorePrefix.Length..])));
            }
        }
    }
}
