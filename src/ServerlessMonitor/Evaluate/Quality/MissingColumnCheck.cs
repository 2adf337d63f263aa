using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>Columns that should be there and are in no file of the window: those of the model's schema, of the baseline, and those that the monitor requires.</summary>
internal sealed class MissingColumnCheck : IQualityCheck
{
    /// <inheritdoc/>
    public string Key => "missingColumn";

    /// <inheritdoc/>
    public string AlertName => "SchemaChanged";

    /// <inheritdoc/>
    public IEnumerable<QualityFinding> Check(QualityInput input)
    {
        IEnumerable<ColumnSchema> known = input.Current.Schema.Columns.Concat(input.Baseline?.Schema.Columns ?? []);
        IEnumerable<string> names = known
            .Where(column => column.Role is not (ColumnRole.Ignored or ColumnRole.Label))
            .Select(column => column.Name)
            .Concat(input.Monitor.Features.Where(feature => feature.Value.Required).Select(feature => feature.Key))
            .Except(input.Monitor.Columns.Ignore, StringComparer.Ordinal)
            .Distinct(StringComparer.Ordinal);
        foreach (string name in names)
        {
            bool there = input.Current.Columns.TryGetValue(name, out Profile.ColumnProfile? column) && column.Rows > 0;
            VerdictOutcome outcome = input.Current.Rows == 0 ? VerdictOutcome.NotEnoughData : there ? VerdictOutcome.Ok : VerdictOutcome.Breach;
            string summary = input.Current.Rows == 0 ? $"{name}: no rows to look at"
                : there ? $"{name} is there"
                : $"{name} is in none of the window's files ({Say.Count(input.Current.Rows, "row")})";
            yield return new QualityFinding(Key, name, outcome, summary);
        }
    }
}
