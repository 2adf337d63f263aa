using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>
/// What a segment keeps of one part (an hour of a file): fifty segments must not take fifty times the storage of the whole. Counts, moments, categories, few values and outcomes stay as they are.
/// </summary>
internal static class SegmentSummaries
{
    /// <summary>
    /// Numbers kept of a column: ranks are off by less than 0.8 % of the part's rows, typically by 0.2 %, where the chance of a thousand rows is 1.6 %. Parts err independently of each
    /// other, so that a window's ranks are nearer.
    /// </summary>
    public const int MostValues = 256;

    /// <summary>Brings a new part to its size.</summary>
    public static void Thin(DatasetProfile part)
    {
        foreach (ColumnProfile column in part.InOrder)
        {
            Thin(column);
        }
    }

    /// <summary>The same for one column.</summary>
    public static void Thin(ColumnProfile column)
    {
        // The counts of few values stay; they must be made before the numbers from which they follow are thinned.
        _ = column.Values;
        column.Quantiles?.Thin(MostValues);
    }
}
