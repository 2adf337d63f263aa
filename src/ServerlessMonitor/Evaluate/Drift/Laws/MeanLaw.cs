namespace ServerlessMonitor.Evaluate.Drift.Laws;

/// <summary>
/// The difference of the means of two samples of one population, by Lugannani and Rice's saddlepoint formula (1980) on the cumulants of the pooled values. Student's t
/// takes the mean for normal: with fifty rows of a lognormal column against a million it rejects forty times as often as it says.
/// </summary>
internal static class MeanLaw
{
    private const int MostPoints = 256;
    private const int Halvings = 60;
    private const double Near = 1e-3;

    /// <summary>P(|difference| at least as large), at most twice the tail on the side where it lies.</summary>
    /// <param name="baseline">One side.</param>
    /// <param name="current">The other.</param>
    /// <param name="n">Rows that the first is worth.</param>
    /// <param name="m">Rows that the second is worth.</param>
    public static double TwoSided(NumericSample baseline, NumericSample current, double n, double m)
    {
        (double[] values, double[] shares) = Pooled(baseline, current, n / (n + m));
        double centre = 0;
        for (int i = 0; i < values.Length; i++)
        {
            centre += values[i] * shares[i];
        }

        double variance = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] -= centre;
            variance += values[i] * values[i] * shares[i];
        }

        double difference = current.Mean - baseline.Mean;
        if (!(variance > 0) || !double.IsFinite(variance))
        {
            return difference == 0 ? 1 : 0;
        }

        double unit = Math.Sqrt(variance);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] /= unit;
        }

        // Upwards: where the difference is negative, both sides change their places.
        double x = Math.Abs(difference) / unit;
        return Math.Min(1, 2 * (difference >= 0 ? Upper(values, shares, m, n, x) : Upper(values, shares, n, m, x)));
    }

    // P(mean of m − mean of n ≥ x); K(t) = m·k(t/m) + n·k(−t/n), k the cumulant generating function of the values.
    private static double Upper(double[] values, double[] shares, double m, double n, double x)
    {
        double deviation = Math.Sqrt((1 / n) + (1 / m));
        if (x < Near * deviation)
        {
            return 0.5;
        }

        // The least steep point where K' is x; K' cannot pass the range of the values.
        double low = 0;
        double high = x / (deviation * deviation);
        for (int doubling = 0; Slope(values, shares, m, n, high) < x; doubling++)
        {
            if (doubling == Halvings)
            {
                return 0;
            }

            low = high;
            high *= 2;
        }

        for (int step = 0; step < Halvings && high - low > 1e-9 * high; step++)
        {
            double middle = (low + high) / 2;
            if (Slope(values, shares, m, n, middle) < x)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        double t = (low + high) / 2;
        (double k1, _, double v1) = Cumulants(values, shares, t / m);
        (double k2, _, double v2) = Cumulants(values, shares, -t / n);
        double w = Math.Sqrt(2 * Math.Max(0, (t * x) - (m * k1) - (n * k2)));
        double u = t * Math.Sqrt((v1 / m) + (v2 / n));
        double density = Math.Exp(-w * w / 2) / Math.Sqrt(2 * Math.PI);
        return w < Near || u <= 0 ? Tails.Normal(x / deviation) : Math.Clamp(Tails.Normal(w) + (density * ((1 / u) - (1 / w))), 0, 1);
    }

    private static double Slope(double[] values, double[] shares, double m, double n, double t) =>
        Cumulants(values, shares, t / m).Mean - Cumulants(values, shares, -t / n).Mean;

    // ln Σ s·e^(tx), and mean and variance under the weights s·e^(tx).
    private static (double Log, double Mean, double Variance) Cumulants(double[] values, double[] shares, double t)
    {
        double top = t >= 0 ? t * values[^1] : t * values[0];
        double sum = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double weight = shares[i] * Math.Exp((t * values[i]) - top);
            sum += weight;
            first += weight * values[i];
            second += weight * values[i] * values[i];
        }

        double mean = first / sum;
        return (top + Math.Log(sum), mean, Math.Max(0, (second / sum) - (mean * mean)));
    }

    // Neighbours are averaged but for the far ends, which decide on the tail.
    private static (double[] Values, double[] Shares) Pooled(NumericSample baseline, NumericSample current, double weight)
    {
        var values = new List<double>();
        var shares = new List<double>();
        double before = 0;
        double open = 0;
        double openSum = 0;
        foreach ((double value, _, double f, double g) in EmpiricalGap.Steps(baseline, current))
        {
            double upTo = (weight * f) + ((1 - weight) * g);
            double share = upTo - before;
            before = upTo;
            open += share;
            openSum += share * value;
            // Cells of the same weight in the middle and of less and less towards the ends.
            if (open >= Math.Min(1.0, 4 * Math.Min(upTo, 1 - upTo)) / MostPoints)
            {
                Close();
            }
        }

        if (open > 0)
        {
            Close();
        }

        return ([.. values], [.. shares]);

        void Close()
        {
            values.Add(openSum / open);
            shares.Add(open);
            open = 0;
            openSum = 0;
        }
    }
}
