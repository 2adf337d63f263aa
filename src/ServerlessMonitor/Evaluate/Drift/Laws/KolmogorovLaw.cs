using MathNet.Numerics;

namespace ServerlessMonitor.Evaluate.Drift.Laws;

/// <summary>
/// The upper tail of Kolmogorov's one-sample statistic for n rows, by the method that Simard and L'Ecuyer (2011) recommend for each region: closed forms at both
/// ends, Durbin's matrix in Marsaglia, Tsang and Wang's form (2003) for few rows, the one-sided law twice for the tail, and else Pelz and Good's (1976) expansion.
/// </summary>
internal static class KolmogorovLaw
{
    private const long FewRows = 140;
    private const long MostSummed = 1_000_000;

    /// <summary>P(D ≥ d), right to about seven digits.</summary>
    public static double Tail(double d, long n)
    {
        double t = n * d;
        double square = t * d;
        if (n < 1)
        {
            return double.NaN;
        }

        if (d >= 1 || square >= 370)
        {
            return 0;
        }

        if (t <= 0.5)
        {
            return 1;
        }

        double tail = t <= 1 ? 1 - Math.Exp(SpecialFunctions.GammaLn(n + 1) - (n * Math.Log(n)) + (n * Math.Log((2 * t) - 1)))
            : t >= n - 1 ? 2 * Math.Pow(1 - d, n)
            : d >= 0.5 || square >= (n <= FewRows ? 4 : 2.2) ? 2 * OneSided(d, n)
            : n <= FewRows || (n <= 100_000 && n * Math.Pow(d, 1.5) <= 1.4) ? 1 - DurbinMatrix(d, n)
            : 1 - PelzGood(d, n);
        return Math.Clamp(tail, 0, 1);
    }

    // Birnbaum and Tingey's sum (1951), all terms positive; for many rows the expansion exp(−(6nd+1)²/18n), whose relative error is of order 1/n.
    private static double OneSided(double d, long n)
    {
        if (n > MostSummed)
        {
            double root = (6 * n * d) + 1;
            return Math.Exp(-root * root / (18.0 * n));
        }

        double sum = 0;
        double logFactorial = SpecialFunctions.GammaLn(n + 1);
        long last = (long)Math.Floor(n * (1 - d));
        for (long j = 0; j <= last; j++)
        {
            double step = d + ((double)j / n);
            double rest = 1 - step;
            if (rest <= 0)
            {
                continue;
            }

            double log = logFactorial - SpecialFunctions.GammaLn(j + 1) - SpecialFunctions.GammaLn(n - j + 1) + ((j - 1) * Math.Log(step)) + ((n - j) * Math.Log(rest));
            sum += Math.Exp(log);
        }

        return d * sum;
    }

    private static double DurbinMatrix(double d, long n)
    {
        int k = (int)Math.Floor(n * d) + 1;
        int size = (2 * k) - 1;
        double h = k - (n * d);
        double[,] matrix = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                matrix[i, j] = i - j + 1 < 0 ? 0 : 1;
            }
        }

        for (int i = 0; i < size; i++)
        {
            matrix[i, 0] -= Math.Pow(h, i + 1);
            matrix[size - 1, i] -= Math.Pow(h, size - i);
        }

        matrix[size - 1, 0] += (2 * h) - 1 > 0 ? Math.Pow((2 * h) - 1, size) : 0;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= Math.Min(i, size - 1); j++)
            {
                for (int g = 1; g <= i - j + 1; g++)
                {
                    matrix[i, j] /= g;
                }
            }
        }

        (double[,] power, int exponent) = Power(matrix, n);
        double result = power[k - 1, k - 1];
        for (long i = 1; i <= n; i++)
        {
            result = result * i / n;
            if (result < 1e-140)
            {
                result *= 1e140;
                exponent -= 140;
            }
        }

        return result * Math.Pow(10, exponent);
    }

    private static (double[,] Matrix, int Exponent) Power(double[,] matrix, long n)
    {
        if (n == 1)
        {
            return (matrix, 0);
        }

        (double[,] half, int exponent) = Power(matrix, n / 2);
        double[,] product = Multiply(half, half);
        exponent *= 2;
        if (n % 2 == 1)
        {
            product = Multiply(product, matrix);
        }

        int size = product.GetLength(0);
        if (product[size / 2, size / 2] > 1e140)
        {
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++)
                {
                    product[i, j] *= 1e-140;
                }
            }

            exponent += 140;
        }

        return (product, exponent);
    }

    private static double[,] Multiply(double[,] left, double[,] right)
    {
        int size = left.GetLength(0);
        double[,] product = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k < size; k++)
            {
                double factor = left[i, k];
                for (int j = 0; j < size; j++)
                {
                    product[i, j] += factor * right[k, j];
                }
            }
        }

        return product;
    }

    // K0(z) + K1(z)/√n + K2(z)/n + K3(z)/n^1.5 with z = d√n, each a theta series turned round so that it converges for small z.
    private static double PelzGood(double d, long n)
    {
        const double Pi2 = Math.PI * Math.PI;
        const double Pi4 = Pi2 * Pi2;
        const double Pi6 = Pi4 * Pi2;
        double rootOfTwoPi = Math.Sqrt(2 * Math.PI);
        double z = d * Math.Sqrt(n);
        double z2 = z * z;
        double z3 = z2 * z;
        double z4 = z2 * z2;
        double z6 = z4 * z2;
        double k0 = 0;
        double k1 = 0;
        double k2 = 0;
        double k3 = 0;
        double k2Extra = 0;
        double k3Extra = 0;
        for (int k = (int)Math.Ceiling(16 * z / Math.PI); k >= 1; k--)
        {
            double odd2 = ((2.0 * k) - 1) * ((2.0 * k) - 1);
            double odd4 = odd2 * odd2;
            double odd6 = odd4 * odd2;
            double power = Math.Exp(-Pi2 * odd2 / (8 * z2));
            k0 += power;
            k1 += power * ((Pi2 / 4 * odd2) - z2);
            k2 += power * ((6 * z6) + (2 * z4) + (((2 * z4) - (5 * z2)) * Pi2 / 4 * odd2) + (Pi4 * (1 - (2 * z2)) / 16 * odd4));
            k3 += power * ((-30 * z6) - (90 * z4 * z4)
                + (Pi2 * ((135 * z4) - (96 * z6)) / 4 * odd2)
                + (Pi4 * ((-60 * z2) + (212 * z4)) / 16 * odd4)
                + (Pi6 * (5 - (30 * z2)) / 64 * odd6));
            double square = (double)k * k;
            double whole = Math.Exp(-Pi2 * square / (2 * z2));
            k2Extra += square * whole;
            k3Extra += ((3 * z2) - (Pi2 * square)) * square * whole;
        }

        k0 *= rootOfTwoPi / z;
        k1 *= rootOfTwoPi / (6 * z4);
        k2 = (k2 * rootOfTwoPi / (72 * z6 * z)) - (k2Extra * Pi2 * rootOfTwoPi / (36 * z3));
        k3 = (k3 * rootOfTwoPi / (6480 * z6 * z4)) + (k3Extra * Pi2 * rootOfTwoPi / (216 * z6));
        return k0 + (k1 / Math.Sqrt(n)) + (k2 / n) + (k3 / (n * Math.Sqrt(n)));
    }
}
