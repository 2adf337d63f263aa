using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>The share of ids that repeat another id. Beyond 1,024 ids the distinct count is an estimate; three of its standard errors are allowed for.</summary>
internal sealed class DuplicateIdsCheck : IQualityCheck
{
    /// <inheritdoc/>
    public string Key => "duplicateIds";

    /// <inheritdoc/>
    public string AlertName => "DuplicateIds";

    /// <inheritdoc/>
    public IEnumerable<QualityFinding> Check(QualityInput input)
    {
        if (input.Monitor.Quality.DuplicateIds is not { } limit || input.Current.DuplicateIdEstimate is not { } duplicates
            || input.Current.Schema.Find(ColumnRole.Id) is not { } id)
        {
            yield break;
        }

        ColumnProfile column = input.Current.Columns[id.Name];
        bool exact = column.Distinct!.IsExact;
        double share = column.Present == 0 ? 0 : (double)duplicates / column.Present;
        double certain = exact ? duplicates : Math.Max(0, duplicates - (3 * HyperLogLog.StandardError * column.Present));
        yield return new QualityFinding(
            Key,
            id.Name,
            ShareGate.Judge(certain, column.Present, limit),
            $"{id.Name}: {(exact ? string.Empty : "about ")}{Say.Percent(share)} of {Say.Count(column.Present, "id")} repeat another (allowed {Say.Percent(limit)})")
        {
            Value = share,
            Threshold = limit,
        };
    }
}
