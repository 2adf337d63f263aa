using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>The rise of the share of rows that repeat another row over the baseline's; the limit is that of duplicate ids. Counted as ids are.</summary>
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
        RepeatCount repeats = Of(input.Current);
        RepeatCount known = Of(before);
        double knownShare = (double)known.Count / before.Rows;
        yield return new QualityFinding(
            Key,
            null,
            ShareGate.Judge(repeats.Proven, rows, limit, known.AtMost, before.Rows),
            $"{repeats.Qualifier}{Say.Of(repeats.Count, rows, "row")} repeat another (baseline {known.Qualifier}{Say.Percent(knownShare)}, may rise by {Say.Percent(limit)})")
        {
            Value = rows == 0 ? 0 : (double)repeats.Count / rows,
            Threshold = limit,
            Baseline = knownShare,
        };
    }

    private static RepeatCount Of(DatasetProfile profile) =>
        RepeatCount.Of(profile.RepeatedRows, profile.UncountedRows == 0, profile.Rows, profile.RowHashes);
}
