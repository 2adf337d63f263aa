using ServerlessMonitor.Evaluate.Drift;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>A column's distribution, and how it changes by one parameter.</summary>
internal abstract class Population
{
    private const double Many = 1_000_000_000_000;
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

    /// <summary>The same, and the baseline's chunks beside the whole of it.</summary>
    public (DriftPair Pair, ColumnChunks Chunks) PairWithChunks(Draw draw, long baseline, long window, double change, int cluster, int chunks)
    {
        (Func<long, double, DriftPair> beside, ColumnChunks known) = Baseline(draw, baseline, cluster, chunks);
        return (beside(window, change), known);
    }

    /// <summary>A baseline: what draws a window of so many rows and such a change beside it, and its chunks beside the whole of it.</summary>
    public virtual (Func<long, double, DriftPair> Beside, ColumnChunks Chunks) Baseline(Draw draw, long rows, int cluster, int chunks)
    {
        double[][] parts = [.. Enumerable.Range(0, chunks).Select(_ => Counts(draw, rows / chunks, 0, cluster))];
        double[] whole = new double[parts[0].Length];
        foreach (double[] part in parts)
        {
            for (int i = 0; i < whole.Length; i++)
            {
                whole[i] += part[i];
            }
        }

        return ((window, change) => Beside(whole, Counts(draw, window, change, cluster)), new ColumnChunks([.. parts.Select(part => Beside(whole, part))]));
    }

    /// <summary>The change at which the method's score of the two populations, not of samples, is <paramref name="score"/>; null if none reaches it.</summary>
    public double? ChangeFor(IDriftMethod method, double score, double ratio)
    {
        double low = 0;
        double high = MostChange;
        if (Score(method, high, ratio) < score)
        {
            return null;
        }

        for (int step = 0; step < Steps; step++)
        {
            double middle = (low + high) / 2;
            if (Score(method, middle, ratio) < score)
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

    /// <summary>Rows of each category or level.</summary>
    public abstract double[] Counts(Draw draw, long rows, double change, int cluster);

    /// <summary>Two samples by their rows of each category or level.</summary>
    public abstract DriftPair Beside(double[] before, double[] after);

    /// <summary>The populations themselves side by side.</summary>
    protected abstract DriftPair Whole(double baseline, double window, double change);

    private double Score(IDriftMethod method, double change, double ratio) => Math.Abs(method.Score(Whole(Many / Math.Max(1, ratio), Many * Math.Min(1, ratio), change)).Value ?? 0);
}
