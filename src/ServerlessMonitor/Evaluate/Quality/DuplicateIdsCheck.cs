using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>
/// The share of ids that repeat another id. Those that repeat within an hour of a file are counted one by one; those that repeat elsewhere show only once
/// they are more than the estimate's error (<see cref="RepeatCount"/>).
/// </summary>
internal sealed class DuplicateIdsCheck : IQualityCheck
{
    /// <inheritdoc/>
    public string Key => "duplicateIds";

    /// <inheritdoc/>
    public string AlertName => "DuplicateIds";

    /// <inheritdoc/>
    public IEnumerable<QualityFinding> Check(QualityInput input)
    {
        if (input.Monitor.Quality.DuplicateIds is not { } limit || input.Current.Schema.Find(ColumnRole.Id) is not { } id
            || input.Current.Columns.GetValueOrDefault(id.Name) is not { Distinct: { } distinct } column)
        {
            yield break;
        }

        RepeatCount repeats = RepeatCount.Of(input.Current.RepeatedIds, input.Current.UncountedRows == 0, column.Present, distinct);
        double share = column.Present == 0 ? 0 : (double)repeats.Count / column.Present;
        yield return new QualityFinding(
            Key,
            id.Name,
            ShareGate.Judge(repeats.Proven, column.Present, limit),
            $"{id.Name}: {repeats.Qualifier}{Say.Of(repeats.Count, column.Present, "id")} repeat another (allowed {Say.Percent(limit)})")
        {
            Value = share,
            Threshold = limit,
        };
    }
}
