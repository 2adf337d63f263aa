using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServerlessMonitor.Sketches;

/// <content>The moments of a block of rows, by two passes.</content>
public sealed partial class PairMoments
{
    private PairMoments OfBlock(ReadOnlySpan<double> columns, int rows, double[] deviations, double[] masks)
    {
        int d = Dimension;
        var block = new PairMoments(d) { Rows = rows };
        double[] centres = new double[d];
        int[] present = new int[d];
        for (int i = 0; i < d; i++)
        {
            present[i] = Split(columns.Slice(i * rows, rows), deviations.AsSpan(i * rows, rows), masks.AsSpan(i * rows, rows));
        }

        Sum(deviations, rows, centres);
        for (int i = 0; i < d; i++)
        {
            centres[i] = present[i] > 0 ? centres[i] / present[i] : 0;
            Centre(deviations.AsSpan(i * rows, rows), masks.AsSpan(i * rows, rows), centres[i]);
        }

        centres.CopyTo(block._means, 0);
        if (present.AsSpan().ContainsAnyExcept(rows))
        {
            block.Expand();
        }

        for (int i = 0; i < d; i++)
        {
            ReadOnlySpan<double> left = deviations.AsSpan(i * rows, rows);
            ReadOnlySpan<double> leftMask = masks.AsSpan(i * rows, rows);
            for (int j = i; j < d; j++)
            {
                ReadOnlySpan<double> right = deviations.AsSpan(j * rows, rows);
                double product = Dot(left, right);
                if (present[i] < rows || present[j] < rows)
                {
                    // A mask without a gap is all ones; a column's deviations are 0 where its own mask is.
                    ReadOnlySpan<double> rightMask = masks.AsSpan(j * rows, rows);
                    double count = present[j] == rows || i == j ? present[i] : present[i] == rows ? present[j] : Dot(leftMask, rightMask);
                    double first = count > 0 ? Dot(left, rightMask) / count : 0;
                    double second = count > 0 ? i == j ? first : Dot(right, leftMask) / count : 0;
                    product -= count * first * second;
                    (block._counts![(i * d) + j], block._counts[(j * d) + i]) = ((long)count, (long)count);
                    block._means[(i * d) + j] = count > 0 ? centres[i] + first : 0;
                    block._means[(j * d) + i] = count > 0 ? centres[j] + second : 0;
                }

                (block._products[(i * d) + j], block._products[(j * d) + i]) = (product, product);
            }
        }

        return block;
    }

    // The values present, 0 where there is none; and 1 where there is one.
    private static int Split(ReadOnlySpan<double> values, Span<double> deviations, Span<double> mask)
    {
        int present = 0;
        int vectors = values.Length - (values.Length % Vector256<double>.Count);
        for (int i = 0; i < vectors; i += Vector256<double>.Count)
        {
            Vector256<double> value = Vector256.Create(values[i..]);
            Vector256<double> usable = Vector256.LessThanOrEqual(Vector256.Abs(value), Vector256.Create(Largest));
            (usable & Vector256<double>.One).CopyTo(mask[i..]);
            (usable & value).CopyTo(deviations[i..]);
            present += BitOperations.PopCount(usable.ExtractMostSignificantBits());
        }

        for (int i = vectors; i < values.Length; i++)
        {
            bool usable = Math.Abs(values[i]) <= Largest;
            mask[i] = usable ? 1 : 0;
            deviations[i] = usable ? values[i] : 0;
            present += usable ? 1 : 0;
        }

        return present;
    }

    // Each column one value after the other: the sum must not depend on how wide the processor is. It adds to several columns in the time of one.
    private static void Sum(ReadOnlySpan<double> columns, int rows, Span<double> sums)
    {
        int column = 0;
        for (; column + 3 < sums.Length; column += 4)
        {
            ReadOnlySpan<double> first = columns.Slice(column * rows, rows);
            ReadOnlySpan<double> second = columns.Slice((column + 1) * rows, rows);
            ReadOnlySpan<double> third = columns.Slice((column + 2) * rows, rows);
            ReadOnlySpan<double> fourth = columns.Slice((column + 3) * rows, rows);
            (double a, double b, double c, double d) = (0, 0, 0, 0);
            for (int row = 0; row < first.Length; row++)
            {
                a += first[row];
                b += second[row];
                c += third[row];
                d += fourth[row];
            }

            (sums[column], sums[column + 1], sums[column + 2], sums[column + 3]) = (a, b, c, d);
        }

        for (; column < sums.Length; column++)
        {
            double sum = 0;
            foreach (double value in columns.Slice(column * rows, rows))
            {
                sum += value;
            }

            sums[column] = sum;
        }
    }

    private static void Centre(Span<double> deviations, ReadOnlySpan<double> mask, double centre)
    {
        int vectors = deviations.Length - (deviations.Length % Vector256<double>.Count);
        Vector256<double> centres = Vector256.Create(centre);
        for (int i = 0; i < vectors; i += Vector256<double>.Count)
        {
            Vector256<double> usable = Vector256.GreaterThan(Vector256.Create(mask[i..]), Vector256<double>.Zero);
            (usable & (Vector256.Create<double>(deviations[i..]) - centres)).CopyTo(deviations[i..]);
        }

        for (int i = vectors; i < deviations.Length; i++)
        {
            deviations[i] = mask[i] > 0 ? deviations[i] - centre : 0;
        }
    }

    // Lanes and order are fixed and nothing is fused: every machine gets the same bits.
    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        ReadOnlySpan<Vector256<double>> a = MemoryMarshal.Cast<double, Vector256<double>>(left);
        ReadOnlySpan<Vector256<double>> b = MemoryMarshal.Cast<double, Vector256<double>>(right);
        Vector256<double> even = default;
        Vector256<double> odd = default;
        int i = 0;
        for (; i + 1 < a.Length; i += 2)
        {
            even += a[i] * b[i];
            odd += a[i + 1] * b[i + 1];
        }

        if (i < a.Length)
        {
            even += a[i] * b[i];
        }

        Vector256<double> sums = even + odd;
        double sum = ((sums[0] + sums[1]) + sums[2]) + sums[3];
        for (int rest = a.Length * Vector256<double>.Count; rest < left.Length; rest++)
        {
            sum += left[rest] * right[rest];
        }

        return sum;
    }
}
