using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>Columns of the window that the baseline does not have. Labels are exempt.</summary>
internal sealed class NewColumnCheck : IQualityCheck
{
    /// <inheritdoc/>
    public string Key => "newColumn";

    /// <inheritdoc/>
    public string AlertName => "SchemaChanged";

    /// <inheritdoc/>
    public IEnumerable<QualityFinding> Check(QualityInput input)
    {
        if (input.Baseline is null)
        {
            yield break;
        }

        string[] extra = [.. input.Columns
            .Where(column => column.Role != ColumnRole.Label && input.Baseline.Schema.Find(column.Name) is null)
            .Select(column => column.Name)];
        VerdictOutcome outcome = input.Current.Rows == 0 ? VerdictOutcome.NotEnoughData : extra.Length == 0 ? VerdictOutcome.Ok : VerdictOutcome.Breach;
        string summary = extra.Length == 0
            ? "no columns that the baseline does not have"
            : $"{(extra.Length == 1 ? "a column" : "columns")} that the baseline does not have: {string.Join(", ", extra)}";
        yield return new QualityFinding(Key, null, outcome, summary) { Value = extra.Length, Threshold = 0, Samples = extra };
    }
}
