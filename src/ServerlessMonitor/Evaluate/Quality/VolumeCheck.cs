using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>
/// Rows of a complete window against the mean of the comparable windows before it, of which at least two must have rows. Windows of a handful of rows
/// vary by chance: the drop must also exceed three standard deviations of a Poisson count.
/// </summary>
internal sealed class VolumeCheck : IQualityCheck
{
    private const int MostWindows = 4;
    private const int LeastWindows = 2;

    /// <inheritdoc/>
    public string Key => "volume";

    /// <inheritdoc/>
    public string AlertName => "VolumeDrop";

    /// <inheritdoc/>
    public IEnumerable<QualityFinding> Check(QualityInput input)
    {
        if (input.Monitor.Quality.VolumeDropBy is not { } dropBy)
        {
            yield break;
        }

        long rows = input.Current.Rows;
        long[] before = [.. input.PrecedingRows.Take(MostWindows).Where(count => count > 0)];
        if (!input.Complete || before.Length < LeastWindows)
        {
            string why = input.Complete ? "fewer than two windows before it have rows" : "rows may still come";
            yield return new QualityFinding(Key, null, VerdictOutcome.NotEnoughData, $"{Say.Count(rows, "row")}; {why}") { Value = rows };
            yield break;
        }

        double mean = before.Average();
        double least = (1 - dropBy) * mean;
        VerdictOutcome outcome = rows >= least ? VerdictOutcome.Ok
            : mean - rows > 3 * Math.Sqrt(mean) ? VerdictOutcome.Breach
            : VerdictOutcome.NotEnoughData;
        yield return new QualityFinding(
            Key,
            null,
            outcome,
            $"{Say.Count(rows, "row")} {(rows < least ? "are" : "are not")} fewer than {Say.Number(Math.Ceiling(least))} (the {before.Length} windows before had {Say.Number(Math.Round(mean))} on average)")
        {
            Value = rows,
            Threshold = least,
            Baseline = mean,
        };
    }
}
