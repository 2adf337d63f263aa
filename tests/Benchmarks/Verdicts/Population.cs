using ServerlessMonitor.Evaluate.Drift;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>A column's distribution, and how it changes by one parameter.</summary>
internal abstract class Population
{
    private const long Many = 1_000_000_000_000;
    private const int Steps = 60;

    /// <summary>Its name in the table.</summary>
    public abstract string Name { get; }

    /// <summary>The largest change there is.</summary>
    public abstract double MostChange { get; }

    /// <summary>A baseline and a window of independent rows, the window changed.</summary>
    /// <param name="draw">Where chance comes from.</param>
    /// <param name="baseline">Rows of the baseline.</param>
    /// <param name="window">Rows of the window.</param>
    /// <param name="change">0: none.</param>
    /// <param name="cluster">How many identical rows come together.</param>
    public abstract DriftPair Pair(Draw draw, long baseline, long window, double change, int cluster);

    /// <summary>The change at which the method's score of the two populations, not of samples, is <paramref name="score"/>; null if none reaches it.</summary>
    public double? ChangeFor(IDriftMethod method, double score)
    {
        double low = 0;
        double high = MostChange;
        if (Score(method, high) < score)
        {
            return null;
        }

        for (int step = 0; step < Steps; step++)
        {
            double middle = (low + high) / 2;
            if (Score(method, middle) < score)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return high;
    }

    /// <summary>The populations themselves side by side.</summary>
    protected abstract DriftPair Whole(long rows, double change);

    private double Score(IDriftMethod method, double change) => Math.Abs(method.Score(Whole(Many, change)).Value ?? 0);
}
