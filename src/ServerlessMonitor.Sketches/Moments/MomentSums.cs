using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServerlessMonitor.Sketches;

/// <summary>
/// Count, sum as an unevaluated pair of doubles, and sums of powers of the deviations from the mean.
/// Vector width and order of operations are fixed and nothing is fused, so every machine gets the same bits.
/// </summary>
internal struct MomentSums
{
    /// <summary>Values of one two-pass block: stays in the first-level cache.</summary>
    public const int BlockLength = 1024;

    public long Count;
    public double SumHigh;
    public double SumLow;
    public double M2;
    public double M3;
    public double M4;

    public readonly double Mean
    {
        get
        {
            (double high, double low) = MeanPair();
            return high + low;
        }
    }

    public static MomentSums OfOne(double value) => new() { Count = 1, SumHigh = value };

    public static (double Min, double Max) Extremes(ReadOnlySpan<double> block)
    {
        double min = block[0];
        double max = block[0];
        ReadOnlySpan<Vector256<double>> vectors = MemoryMarshal.Cast<double, Vector256<double>>(block);
        if (!vectors.IsEmpty)
        {
            Vector256<double> mins = vectors[0];
            Vector256<double> maxs = mins;
            foreach (ref readonly Vector256<double> vector in vectors)
            {
                mins = Vector256.MinNative(mins, vector);
                maxs = Vector256.MaxNative(maxs, vector);
            }

            for (int lane = 0; lane < Vector256<double>.Count; lane++)
            {
                min = Math.Min(min, mins[lane]);
                max = Math.Max(max, maxs[lane]);
            }
        }

        foreach (double value in block[(vectors.Length * Vector256<double>.Count)..])
        {
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        return (min, max);
    }

    public static MomentSums OfBlock(ReadOnlySpan<double> block)
    {
        MomentSums sums = SumOf(block);
        (double mean, double rest) = sums.MeanPair();
        ReadOnlySpan<Vector256<double>> vectors = MemoryMarshal.Cast<double, Vector256<double>>(block);
        Vector256<double> centre = Vector256.Create(mean);
        Vector256<double> v2 = default;
        Vector256<double> v3 = default;
        Vector256<double> v4 = default;
        foreach (ref readonly Vector256<double> vector in vectors)
        {
            Vector256<double> d = vector - centre;
            Vector256<double> square = d * d;
            v2 += square;
            v3 += square * d;
            v4 += square * square;
        }

        double m2 = SumLanes(v2);
        double m3 = SumLanes(v3);
        double m4 = SumLanes(v4);
        foreach (double value in block[(vectors.Length * Vector256<double>.Count)..])
        {
            double d = value - mean;
            double square = d * d;
            m2 += square;
            m3 += square * d;
            m4 += square * square;
        }

        // The rounded mean is off by `rest`; move the moments to the true one.
        double n = block.Length;
        double restSquare = rest * rest;
        sums.M2 = Math.Max(0, m2 - (n * restSquare));
        sums.M3 = m3 - (3 * rest * m2) + (2 * n * restSquare * rest);
        sums.M4 = Math.Max(0, m4 - (4 * rest * m3) + (6 * restSquare * m2) - (3 * n * restSquare * restSquare));
        return sums;
    }

    public void Merge(in MomentSums other)
    {
        if (Count == 0)
        {
            this = other;
            return;
        }

        double a = Count;
        double b = other.Count;
        double n = a + b;
        (double meanA, double restA) = MeanPair();
        (double meanB, double restB) = other.MeanPair();
        double delta = (meanB - meanA) + (restB - restA);
        double step = delta / n;
        double common = delta * step * (a * b);
        double m4 = (M4 + other.M4) + (common * step * step * (((a * a) + (b * b)) - (a * b)))
            + (6 * step * step * ((a * a * other.M2) + (b * b * M2))) + (4 * step * ((a * other.M3) - (b * M3)));
        double m3 = (M3 + other.M3) + (common * step * (a - b)) + (3 * step * ((a * other.M2) - (b * M2)));
        M2 = M2 + other.M2 + common;
        M3 = m3;
        M4 = Math.Max(0, m4);
        (SumHigh, SumLow) = AddPairs(SumHigh, SumLow, other.SumHigh, other.SumLow);
        Count += other.Count;
    }

    /// <summary>Multiplies the unit: sums by 2^exponent, the moments by its powers.</summary>
    public void Rescale(int exponent)
    {
        if (exponent != 0)
        {
            SumHigh = Math.ScaleB(SumHigh, exponent);
            SumLow = Math.ScaleB(SumLow, exponent);
            M2 = Math.ScaleB(M2, 2 * exponent);
            M3 = Math.ScaleB(M3, 3 * exponent);
            M4 = Math.ScaleB(M4, 4 * exponent);
        }
    }

    private readonly (double High, double Low) MeanPair()
    {
        double n = Count;
        double mean = SumHigh / n;
        return (mean, (Math.FusedMultiplyAdd(-mean, n, SumHigh) + SumLow) / n);
    }

    private static MomentSums SumOf(ReadOnlySpan<double> block)
    {
        ReadOnlySpan<Vector256<double>> vectors = MemoryMarshal.Cast<double, Vector256<double>>(block);
        Vector256<double> sum0 = default;
        Vector256<double> sum1 = default;
        Vector256<double> error0 = default;
        Vector256<double> error1 = default;
        int i = 0;
        for (; i + 1 < vectors.Length; i += 2)
        {
            TwoSum(ref sum0, ref error0, vectors[i]);
            TwoSum(ref sum1, ref error1, vectors[i + 1]);
        }

        if (i < vectors.Length)
        {
            TwoSum(ref sum0, ref error0, vectors[i]);
        }

        double high = 0;
        double low = 0;
        for (int lane = 0; lane < Vector256<double>.Count; lane++)
        {
            (high, low) = AddPairs(high, low, sum0[lane], error0[lane]);
            (high, low) = AddPairs(high, low, sum1[lane], error1[lane]);
        }

        foreach (double value in block[(vectors.Length * Vector256<double>.Count)..])
        {
            (high, low) = AddPairs(high, low, value, 0);
        }

        return new MomentSums { Count = block.Length, SumHigh = high, SumLow = low };
    }

    // Spelled out because the order of Vector256.Sum is not promised.
    private static double SumLanes(Vector256<double> vector) => (vector[0] + vector[1]) + (vector[2] + vector[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwoSum(ref Vector256<double> sum, ref Vector256<double> error, Vector256<double> value)
    {
        Vector256<double> total = sum + value;
        Vector256<double> taken = total - sum;
        error += (sum - (total - taken)) + (value - taken);
        sum = total;
    }

    // Knuth's TwoSum on the high parts; the result is normalised so that High is the rounded sum.
    private static (double High, double Low) AddPairs(double highA, double lowA, double highB, double lowB)
    {
        double total = highA + highB;
        double taken = total - highA;
        double low = (highA - (total - taken)) + (highB - taken) + (lowA + lowB);
        double high = total + low;
        return (high, low - (high - total));
    }
}
