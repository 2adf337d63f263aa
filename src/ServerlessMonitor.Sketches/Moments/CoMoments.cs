using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServerlessMonitor.Sketches;

/// <summary>Means and covariances of several numeric columns over their complete rows: what correlations and principal components need.</summary>
/// <remarks>
/// Error: that of a two-pass computation per block of 64 rows, joined by the formula of Chan, Golub and LeVeque (1979);
/// relative error about 1e-12 of σ_i·σ_j also for large offsets. No rescaling: magnitudes must stay below about 1e150.
/// Memory: 8·(d² + 2d) bytes for d columns, once the first row came. Stored: 4·d·(d + 1) + 16·d bytes and a few more.
/// Merge law: commutative to the bit, associative to rounding. Both must have the same number of columns in the same order.
/// </remarks>
public sealed class CoMoments : ISketch<CoMoments>
{
    /// <summary>The most columns.</summary>
    public const int MaxDimension = 512;

    private const byte FormatVersion = 1;
    private const int RowsPerBlock = 64;

    // Means as unevaluated pairs; sums of products of deviations as a full, row-major matrix of which only j >= i is kept up.
    private double[] _means = [];
    private double[] _rests = [];
    private double[] _products = [];

    /// <summary>Creates an empty summary.</summary>
    /// <param name="dimension">The number of columns, 1 to <see cref="MaxDimension"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns is out of range.</exception>
    public CoMoments(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, MaxDimension);
        Dimension = dimension;
    }

    /// <summary>The number of columns.</summary>
    public int Dimension { get; }

    /// <summary>How many rows were added.</summary>
    public long Count { get; private set; }

    /// <summary>Adds rows.</summary>
    /// <param name="rows">Complete rows of finite numbers, one behind the other; the length is a multiple of <see cref="Dimension"/>.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the dimension.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or infinite; nothing was added.</exception>
    public void AddRange(ReadOnlySpan<double> rows)
    {
        if (rows.Length % Dimension != 0)
        {
            throw new ArgumentException($"The length {rows.Length} is no multiple of the {Dimension} columns.", nameof(rows));
        }

        FiniteValues.ThrowIfNotFinite(rows);
        int block = RowsPerBlock * Dimension;
        double[] deviations = ArrayPool<double>.Shared.Rent(block);
        while (!rows.IsEmpty)
        {
            ReadOnlySpan<double> part = rows[..Math.Min(block, rows.Length)];
            rows = rows[part.Length..];
            Merge(OfBlock(part, deviations));
        }

        ArrayPool<double>.Shared.Return(deviations);
    }

    /// <summary>The mean of a column, in its unit; NaN when empty.</summary>
    /// <param name="column">0 to <see cref="Dimension"/> − 1.</param>
    /// <returns>The arithmetic mean.</returns>
    public double Mean(int column)
    {
        Check(column);
        return Count == 0 ? double.NaN : _means[column] + _rests[column];
    }

    /// <summary>The covariance with divisor n (ddof 0) of two columns, or the variance of one; NaN when empty.</summary>
    /// <param name="first">0 to <see cref="Dimension"/> − 1.</param>
    /// <param name="second">0 to <see cref="Dimension"/> − 1.</param>
    /// <returns>The covariance, in the product of the units.</returns>
    public double Covariance(int first, int second)
    {
        Check(first);
        Check(second);
        return Count == 0 ? double.NaN : Product(first, second) / Count;
    }

    /// <summary>Pearson's correlation of two columns; NaN when one of them is constant or nothing was added.</summary>
    /// <param name="first">0 to <see cref="Dimension"/> − 1.</param>
    /// <param name="second">0 to <see cref="Dimension"/> − 1.</param>
    /// <returns>−1 to 1.</returns>
    public double Correlation(int first, int second)
    {
        Check(first);
        Check(second);
        if (Count == 0 || IsConstant(first) || IsConstant(second))
        {
            return double.NaN;
        }

        double r = Product(first, second) / Math.Sqrt(Product(first, first)) / Math.Sqrt(Product(second, second));
        return Math.Clamp(r, -1, 1);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The other has another number of columns.</exception>
    public void Merge(CoMoments other)
    {
        if (other.Dimension != Dimension)
        {
            throw new ArgumentException($"{other.Dimension} columns cannot be merged into {Dimension}.", nameof(other));
        }

        if (other.Count == 0)
        {
            return;
        }

        if (Count == 0)
        {
            (_means, _rests, _products) = ([.. other._means], [.. other._rests], [.. other._products]);
            Count = other.Count;
            return;
        }

        int d = Dimension;
        double a = Count;
        double b = other.Count;
        double weight = a * b / (a + b);
        var deltas = new double[d];
        for (int i = 0; i < d; i++)
        {
            deltas[i] = (other._means[i] - _means[i]) + (other._rests[i] - _rests[i]);
        }

        for (int i = 0; i < d; i++)
        {
            double scaled = deltas[i] * weight;
            for (int j = i; j < d; j++)
            {
                int at = (i * d) + j;
                _products[at] = (_products[at] + other._products[at]) + (scaled * deltas[j]);
            }
        }

        for (int i = 0; i < d; i++)
        {
            // Symmetric in both sides: the weighted mean of the high parts, and what its rounding lost.
            double high = ((_means[i] * a) + (other._means[i] * b)) / (a + b);
            double low = ((((_means[i] - high) + _rests[i]) * a) + (((other._means[i] - high) + other._rests[i]) * b)) / (a + b);
            _means[i] = high;
            _rests[i] = low;
        }

        Count += other.Count;
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        output.WriteByte(FormatVersion);
        output.WriteCount(Dimension);
        output.WriteCount(Count);
        for (int i = 0; Count > 0 && i < Dimension; i++)
        {
            output.WriteDouble(_means[i]);
            output.WriteDouble(_rests[i]);
            for (int j = i; j < Dimension; j++)
            {
                output.WriteDouble(_products[(i * Dimension) + j]);
            }
        }
    }

    /// <inheritdoc/>
    public static CoMoments Read(ref SketchReader reader)
    {
        reader.ReadVersion(FormatVersion, nameof(CoMoments));
        int d = reader.ReadLength(MaxDimension, 0);
        if (d == 0)
        {
            throw new SketchFormatException("CoMoments: no columns.");
        }

        var result = new CoMoments(d) { Count = reader.ReadCount() };
        if (result.Count == 0)
        {
            return result;
        }

        if (reader.Remaining < sizeof(double) * d * (d + 5) / 2)
        {
            throw new SketchFormatException("The bytes end before the sketch does.");
        }

        result.Allocate();
        for (int i = 0; i < d; i++)
        {
            result._means[i] = reader.ReadFiniteDouble();
            result._rests[i] = reader.ReadFiniteDouble();
            for (int j = i; j < d; j++)
            {
                result._products[(i * d) + j] = reader.ReadFiniteDouble();
            }

            if (result._products[(i * d) + i] < 0)
            {
                throw new SketchFormatException("CoMoments: a variance is negative.");
            }
        }

        return result;
    }

    private double Product(int first, int second) => _products[(Math.Min(first, second) * Dimension) + Math.Max(first, second)];

    // Rounding leaves a constant column a standard deviation of about 1e-24 of its mean; a real one is at least 1e-16 in some row.
    private bool IsConstant(int column) =>
        !(Math.Sqrt(Product(column, column) / Count) > 1e-20 * Math.Abs(_means[column]));

    private void Check(int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Dimension);
    }

    private void Allocate()
    {
        _means = new double[Dimension];
        _rests = new double[Dimension];
        _products = new double[Dimension * Dimension];
    }

    private CoMoments OfBlock(ReadOnlySpan<double> rows, double[] deviations)
    {
        int d = Dimension;
        var block = new CoMoments(d) { Count = rows.Length / d };
        block.Allocate();
        double n = block.Count;
        for (int at = 0; at < rows.Length; at += d)
        {
            Add(block._means, rows.Slice(at, d));
        }

        for (int i = 0; i < d; i++)
        {
            block._means[i] /= n;
        }

        for (int at = 0; at < rows.Length; at += d)
        {
            for (int i = 0; i < d; i++)
            {
                deviations[at + i] = rows[at + i] - block._means[i];
            }

            Span<double> row = deviations.AsSpan(at, d);
            Add(block._rests, row);
            for (int i = 0; i < d; i++)
            {
                AddScaled(block._products.AsSpan((i * d) + i, d - i), row[i..], row[i]);
            }
        }

        for (int i = 0; i < d; i++)
        {
            block._rests[i] /= n;
        }

        // The rounded means are off by the rests; move the products to the true ones.
        for (int i = 0; i < d; i++)
        {
            for (int j = i; j < d; j++)
            {
                block._products[(i * d) + j] -= n * block._rests[i] * block._rests[j];
            }

            block._products[(i * d) + i] = Math.Max(0, block._products[(i * d) + i]);
        }

        return block;
    }

    private static void Add(Span<double> sums, ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            sums[i] += values[i];
        }
    }

    // Element by element, so the width of the vectors does not show in the result.
    private static void AddScaled(Span<double> sums, ReadOnlySpan<double> values, double factor)
    {
        Span<Vector256<double>> to = MemoryMarshal.Cast<double, Vector256<double>>(sums);
        ReadOnlySpan<Vector256<double>> from = MemoryMarshal.Cast<double, Vector256<double>>(values);
        for (int i = 0; i < to.Length; i++)
        {
            to[i] += from[i] * factor;
        }

        for (int i = to.Length * Vector256<double>.Count; i < sums.Length; i++)
        {
            sums[i] += values[i] * factor;
        }
    }
}
