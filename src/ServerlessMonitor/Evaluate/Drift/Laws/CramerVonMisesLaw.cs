using MathNet.Numerics;

namespace ServerlessMonitor.Evaluate.Drift.Laws;

/// <summary>
/// The law of the two-sample Cramér-von Mises statistic for continuous data: counted up to 20 rows a side (Xiao, Gordon and Yakovlev 2006), else the one-sample
/// limit law at the statistic moved to that law's mean and variance (Anderson 1962). MathNet.Numerics has no such law.
/// </summary>
internal static class CramerVonMisesLaw
{
    /// <summary>Up to so many rows on the larger side p-values are counted.</summary>
    public const long MostExact = 20;

    // As scipy: the series ends with the first term below this. A longer one would give other digits where the tail is small.
    private const double SmallestTerm = 1e-7;

    /// <summary>T = U ÷ (nm(n+m)) − (4nm − 1) ÷ (6(n+m)), with U the weighted sum of squared differences of ranks; right to the last digits up to 100 million rows.</summary>
    /// <param name="fourfold">4·U, a whole number also with mid-ranks.</param>
    /// <param name="n">Rows of one side.</param>
    /// <param name="m">Rows of the other.</param>
    public static double Statistic(Int128 fourfold, long n, long m)
    {
        Int128 k = (Int128)n * m;
        return (double)((3 * fourfold) - (2 * k * ((4 * k) - 1))) / (12 * (double)k * (n + m));
    }

    /// <summary>P(T ≥ t) from the limit law.</summary>
    public static double Limit(double t, double n, double m)
    {
        double k = n * m;
        double rows = n + m;
        double mean = (1 + (1 / rows)) / 6;
        double variance = (rows + 1) * ((4 * k * rows) - (3 * ((n * n) + (m * m))) - (2 * k)) / (45 * rows * rows * 4 * k);
        double normalised = (1.0 / 6) + ((t - mean) / Math.Sqrt(45 * variance));
        return normalised < 0.003 ? 1 : Math.Clamp(1 - OneSampleLimit(normalised), 0, 1);
    }

    /// <summary>P(U ≥ u) by counting the orders of both samples; ties are taken as they are, as if the data were continuous.</summary>
    public static double Exact(double u, int n, int m)
    {
        long common = (long)n / GreatestCommonDivisor(n, m) * m;
        long a = common / n;
        long b = common / m;
        long product = (long)n * m;
        double bound = Math.Floor(common * common * (n + m) * ((6 * u) - (product * ((4 * product) - 1.0))) / (6.0 * product * product));
        // Per column v: which values the partial sum takes on the way to (v, u), and on how many ways.
        var columns = new SortedList<long, long>[n + 1];
        columns[0] = new SortedList<long, long> { [0] = 1 };
        for (int i = 1; i <= n; i++)
        {
            columns[i] = [];
        }

        for (int row = 0; row <= m; row++)
        {
            var left = new SortedList<long, long>();
            for (int column = 0; column <= n; column++)
            {
                long step = ((a * column) - (b * row)) * ((a * column) - (b * row));
                left = Joined(left, columns[column], step);
                columns[column] = left;
            }
        }

        double total = 0;
        double beyond = 0;
        foreach (KeyValuePair<long, long> pair in columns[n])
        {
            total += pair.Value;
            beyond += pair.Key >= bound ? pair.Value : 0;
        }

        return beyond / total;
    }

    private static double OneSampleLimit(double x)
    {
        double sum = 0;
        for (int k = 0; ; k++)
        {
            double root = Math.Exp(SpecialFunctions.GammaLn(k + 0.5) - SpecialFunctions.GammaLn(k + 1)) / (Math.Pow(Math.PI, 1.5) * Math.Sqrt(x));
            double y = (4 * k) + 1;
            double q = y * y / (16 * x);
            // e^−q·K(q) underflows together: for a large q both are zero.
            double term = q > 350 ? 0 : root * Math.Sqrt(y) * Math.Exp(-q) * SpecialFunctions.BesselK(0.25, q);
            sum += term;
            if (Math.Abs(term) < SmallestTerm)
            {
                return sum;
            }
        }
    }

    private static SortedList<long, long> Joined(SortedList<long, long> left, SortedList<long, long> above, long step)
    {
        var joined = new SortedList<long, long>(left.Count + above.Count);
        int i = 0;
        int j = 0;
        while (i < left.Count || j < above.Count)
        {
            bool takeLeft = j >= above.Count || (i < left.Count && left.Keys[i] <= above.Keys[j]);
            bool takeAbove = i >= left.Count || (j < above.Count && above.Keys[j] <= left.Keys[i]);
            long key = takeLeft ? left.Keys[i] : above.Keys[j];
            joined.Add(key + step, (takeLeft ? left.Values[i++] : 0) + (takeAbove ? above.Values[j++] : 0));
        }

        return joined;
    }

    private static int GreatestCommonDivisor(int a, int b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
