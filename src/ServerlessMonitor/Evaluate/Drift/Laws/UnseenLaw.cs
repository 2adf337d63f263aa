using MathNet.Numerics;

namespace ServerlessMonitor.Evaluate.Drift.Laws;

/// <summary>
/// What a window may have without change that a baseline happens to lack: values beyond its extremes, categories it never met. Both follow from exchangeability alone: without change every split
/// of the pooled rows into the two samples is as probable. A z-test against none takes the baseline for all there is, and rejects in up to half of all windows.
/// </summary>
internal static class UnseenLaw
{
    private const int Halvings = 60;
    private const double MostTilt = 60;
    private const double SmallestTilt = 1e-9;
    private const double Golden = 0.6180339887498949;

    /// <summary>
    /// P(at least <paramref name="outside"/> of m values lie outside the range of n), at most: the a largest and b smallest of all are the window's with probability (m)ⱼ/(n+m)ⱼ, j = a + b, and
    /// there are j + 1 ways.
    /// </summary>
    /// <param name="outside">Values outside; may be a fraction where rows are worth less than one.</param>
    /// <param name="n">Values of the baseline.</param>
    /// <param name="m">Values of the window.</param>
    public static double Outside(double outside, double n, double m)
    {
        if (outside <= 0)
        {
            return 1;
        }

        double j = Math.Min(outside, m);
        double log = SpecialFunctions.GammaLn(m + 1) - SpecialFunctions.GammaLn(m - j + 1) - SpecialFunctions.GammaLn(n + m + 1) + SpecialFunctions.GammaLn(n + m - j + 1);
        return Math.Min(1, (j + 1) * Math.Exp(Math.Min(0, log)));
    }

    /// <summary>The number outside of which that probability is <paramref name="level"/>, at most m.</summary>
    public static double MostOutside(double level, double n, double m)
    {
        double low = 0;
        double high = m;
        for (int step = 0; step < Halvings; step++)
        {
            double middle = (low + high) / 2;
            (low, high) = Outside(middle, n, m) > level ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>The rows that categories have in the window alone: their mean over all splits.</summary>
    /// <param name="categories">Rows of both samples in each category, and how many categories have so many.</param>
    /// <param name="w">The window's share of all rows.</param>
    public static double MeanOfUnseen(IReadOnlyList<(double Rows, int Categories)> categories, double w) =>
        categories.Sum(item => item.Categories * item.Rows * Math.Pow(w, item.Rows));

    /// <summary>
    /// P(at least <paramref name="rows"/> rows are in categories that only the window has), at most: a category of c rows is the window's alone with a probability of at most wᶜ, these events hinder each other,
    /// and so Chernoff's bound min over t of exp(−t·rows)·Π(1 + wᶜ(eᵗᶜ − 1)) holds.
    /// </summary>
    /// <param name="rows">Rows in categories that the baseline lacks.</param>
    /// <param name="categories">Rows of both samples in each category, and how many categories have so many.</param>
    /// <param name="w">The window's share of all rows.</param>
    public static double Unseen(double rows, IReadOnlyList<(double Rows, int Categories)> categories, double w)
    {
        if (rows <= MeanOfUnseen(categories, w))
        {
            return 1;
        }

        // Beyond that every category of a row or more is the window's alone.
        double low = 0;
        double high = MostTilt - Math.Log(w);
        for (int step = 0; step < Halvings; step++)
        {
            double t = (low + high) / 2;
            if (Tilted(categories, w, t).Mean < rows)
            {
                low = t;
            }
            else
            {
                high = t;
            }
        }

        return Math.Min(1, Math.Exp(Tilted(categories, w, low).Log - (low * rows)));
    }

    /// <summary>The rows of which that probability is <paramref name="level"/>: the least of (ln Π(1 + wᶜ(eᵗᶜ − 1)) − ln level) ÷ t over t.</summary>
    public static double MostUnseen(double level, IReadOnlyList<(double Rows, int Categories)> categories, double w)
    {
        // Over the logarithm of t: it may be a millionth, or some units.
        double low = Math.Log(SmallestTilt);
        double high = Math.Log(MostTilt - Math.Log(w));
        double left = high - (Golden * (high - low));
        double right = low + (Golden * (high - low));
        double atLeft = Rows(left);
        double atRight = Rows(right);
        for (int step = 0; step < Halvings; step++)
        {
            if (atLeft < atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - (Golden * (high - low));
                atLeft = Rows(left);
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + (Golden * (high - low));
                atRight = Rows(right);
            }
        }

        return Math.Min(atLeft, atRight);

        double Rows(double logT) => (Tilted(categories, w, Math.Exp(logT)).Log - Math.Log(level)) / Math.Exp(logT);
    }

    // ln Π(1 + p(e^{tc} − 1)) and its derivative.
    private static (double Log, double Mean) Tilted(IReadOnlyList<(double Rows, int Categories)> categories, double w, double t)
    {
        double log = 0;
        double mean = 0;
        foreach ((double rows, int count) in categories)
        {
            // p·e^{tc} as e^{c(t + ln w)}: neither factor alone need fit a number.
            double weighted = rows * (t + Math.Log(w));
            double p = Math.Pow(w, rows);
            double one = 1 - p;
            double top = Math.Max(0, weighted);
            double sum = (one * Math.Exp(-top)) + Math.Exp(weighted - top);
            log += count * (top + Math.Log(sum));
            mean += count * rows * Math.Exp(weighted - top) / sum;
        }

        return (log, mean);
    }
}
