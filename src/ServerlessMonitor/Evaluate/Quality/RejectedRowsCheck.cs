namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>The share of rows that could not be read; the limit is that of type errors.</summary>
internal sealed class RejectedRowsCheck : IQualityCheck
{
    /// <inheritdoc/>
    public string Key => "rejectedRows";

    /// <inheritdoc/>
    public string AlertName => "RejectedRows";

    /// <inheritdoc/>
    public IEnumerable<QualityFinding> Check(QualityInput input)
    {
        if (input.Monitor.Quality.TypeErrors is not { } limit)
        {
            yield break;
        }

        long rejected = input.Current.RejectedRowCount;
        long all = input.Current.Rows + rejected;
        double share = all == 0 ? 0 : (double)rejected / all;
        string[] reasons = [.. input.Current.RejectedRows.OrderByDescending(item => item.Value).Select(item => $"{item.Key}: {item.Value}")];
        yield return new QualityFinding(
            Key,
            null,
            ShareGate.Judge(rejected, all, limit),
            $"{Say.Percent(share)} of {Say.Count(all, "row")} could not be read (allowed {Say.Percent(limit)}){(reasons.Length == 0 ? string.Empty : $": {string.Join(", ", reasons)}")}")
        {
            Value = share,
            Threshold = limit,
            Samples = reasons,
        };
    }
}
