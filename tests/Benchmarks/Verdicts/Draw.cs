namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>Seeded draws: uniform (SplitMix64), normal (Box-Muller), binomial (inversion; above a mean of 10 Hörmann's BTRS, 1993) and multinomial.</summary>
internal sealed class Draw(ulong seed)
{
    private const double Switch = 10;

    // ln k! less Stirling's formula, for k = 0 to 9.
    private static readonly double[] StirlingTail =
    [
        0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509, 0.0166446911898211,
        0.0138761288230707, 0.0118967099458917, 0.0104112652619720, 0.00925546218271273, 0.00833056343336287,
    ];

    private ulong _state = seed;
    private double? _spare;

    /// <summary>In [0, 1).</summary>
    public double Uniform()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1L << 53));
    }

    /// <summary>Of the standard normal law.</summary>
    public double Normal()
    {
        if (_spare is { } spare)
        {
            _spare = null;
            return spare;
        }

        double radius = Math.Sqrt(-2 * Math.Log(1 - Uniform()));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * Uniform());
        _spare = radius * sin;
        return radius * cos;
    }

    /// <summary>Successes among <paramref name="rows"/> of probability <paramref name="p"/>.</summary>
    public long Binomial(long rows, double p) =>
        rows <= 0 || p <= 0 ? 0
        : p >= 1 ? rows
        : p > 0.5 ? rows - Binomial(rows, 1 - p)
        : rows * p < Switch ? Inversion(rows, p)
        : Rejection(rows, p);

    /// <summary>Rows in each cell, of probabilities that add up to 1.</summary>
    public double[] Multinomial(long rows, double[] shares)
    {
        double[] counts = new double[shares.Length];
        double left = 1;
        for (int i = 0; i < shares.Length && rows > 0; i++)
        {
            long count = i == shares.Length - 1 ? rows : Binomial(rows, Math.Min(1, shares[i] / left));
            counts[i] = count;
            rows -= count;
            left -= shares[i];
        }

        return counts;
    }

    private static double Tail(double k)
    {
        if (k <= 9)
        {
            return StirlingTail[(int)k];
        }

        double next = k + 1;
        return ((1.0 / 12) - (((1.0 / 360) - (1.0 / 1260 / (next * next))) / (next * next))) / next;
    }

    private long Inversion(long rows, double p)
    {
        double odds = p / (1 - p);
        double probability = Math.Exp(rows * Math.Log(1 - p));
        double u = Uniform();
        long k = 0;
        while (u > probability && k < rows)
        {
            u -= probability;
            k++;
            probability *= odds * (rows - k + 1) / k;
        }

        return k;
    }

    private long Rejection(double rows, double p)
    {
        double deviation = Math.Sqrt(rows * p * (1 - p));
        double b = 1.15 + (2.53 * deviation);
        double a = -0.0873 + (0.0248 * b) + (0.01 * p);
        double c = (rows * p) + 0.5;
        double accept = 0.92 - (4.2 / b);
        double alpha = (2.83 + (5.1 / b)) * deviation;
        double odds = p / (1 - p);
        double mode = Math.Floor((rows + 1) * p);
        while (true)
        {
            double u = Uniform() - 0.5;
            double v = Uniform();
            double edge = 0.5 - Math.Abs(u);
            double k = Math.Floor((((2 * a / edge) + b) * u) + c);
            if (edge >= 0.07 && v <= accept)
            {
                return (long)k;
            }

            if (k < 0 || k > rows)
            {
                continue;
            }

            double upper = ((mode + 0.5) * Math.Log((mode + 1) / (odds * (rows - mode + 1))))
                + ((rows + 1) * Math.Log((rows - mode + 1) / (rows - k + 1)))
                + ((k + 0.5) * Math.Log(odds * (rows - k + 1) / (k + 1)))
                + Tail(mode) + Tail(rows - mode) - Tail(k) - Tail(rows - k);
            if (Math.Log(v * alpha / ((a / (edge * edge)) + b)) <= upper)
            {
                return (long)k;
            }
        }
    }
}
