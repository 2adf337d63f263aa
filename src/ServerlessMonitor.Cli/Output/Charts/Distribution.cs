namespace ServerlessMonitor.Cli.Output.Charts;

/// <summary>How the values of a column are spread, on both sides over the same bins.</summary>
/// <param name="Bins">In the order they are drawn in.</param>
internal sealed record Distribution(IReadOnlyList<Distribution.Bin> Bins)
{
    /// <summary>Whether the bins are adjoining ranges of numbers; else values or categories.</summary>
    public bool IsHistogram { get; init; }

    /// <summary>The edges of a histogram as text, one more than there are bins.</summary>
    public IReadOnlyList<string> Edges { get; init; } = [];

    /// <summary>Whether there is a second side.</summary>
    public bool HasCurrent { get; init; }

    /// <summary>What one must know to read it right.</summary>
    public string? Note { get; init; }

    /// <summary>The largest share of a bin, above 0.</summary>
    public double Top => Math.Max(Bins.Max(bin => Math.Max(bin.Baseline, bin.Current)), 1e-9);

    /// <summary>One bin.</summary>
    /// <param name="Label">What it holds, for people.</param>
    /// <param name="Baseline">Share of the baseline's values, 0 to 1.</param>
    /// <param name="Current">Share of the current values, 0 to 1; 0 where there is no second side.</param>
    internal readonly record struct Bin(string Label, double Baseline, double Current);
}
