using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>One of ten equal score ranges: how sure the model was, and how often it was right to be.</summary>
public sealed class CalibrationBin
{
    /// <summary>How many bins there are: bin i holds scores s with ⌊10·s⌋ = i, the last one also 1.</summary>
    public const int BinCount = 10;

    /// <summary>Of the scores in the bin; the count is that of its rows.</summary>
    public Moments Scores { get; internal set; } = new();

    /// <summary>Rows in the bin whose label is positive.</summary>
    public long Positives { get; internal set; }

    /// <summary>The bin of a score in [0, 1].</summary>
    public static int IndexOf(double score) => Math.Min((int)(score * BinCount), BinCount - 1);
}
