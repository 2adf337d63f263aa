using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>The rise of the share of rows that repeat another row over the baseline's; the limit is that of duplicate ids.</summary>
internal sealed class DuplicateRowsCheck : IQualityCheck
{
    /// <inheritdoc/>
    public string Key => "duplicateRows";

    /// <inheritdoc/>
    public string AlertName => "DuplicateRows";

    /// <inheritdoc/>
    public IEnumerable<QualityFinding> Check(QualityInput input)
    {
        // Rows with few columns repeat by nature: without a baseline nobody can say how many.
        if (input.Monitor.Quality.DuplicateIds is not { } limit || input.Baseline is not { Rows: > 0 } before)
        {
            yield break;
        }

        long rows = input.Current.Rows;
        long duplicates = input.Current.DuplicateRowEstimate;
        bool exact = input.Current.RowHashes.IsExact;
        double share = rows == 0 ? 0 : (double)duplicates / rows;
        double known = (double)before.DuplicateRowEstimate / before.Rows;
        double noise = 3 * HyperLogLog.StandardError * ((exact ? 0 : 1) + (before.RowHashes.IsExact ? 0 : 1));
        yield return new QualityFinding(
            Key,
            null,
            ShareGate.Judge(duplicates, rows, limit + noise, before.DuplicateRowEstimate, before.Rows),
            $"{(exact ? string.Empty : "about ")}{Say.Percent(share)} of {Say.Count(rows, "row")} repeat another (baseline {Say.Percent(known)}, may rise by {Say.Percent(limit)})")
        {
            Value = share,
            Threshold = limit,
            Baseline = known,
        };
    }
}
