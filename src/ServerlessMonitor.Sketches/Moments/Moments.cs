using System.Buffers;

namespace ServerlessMonitor.Sketches;

/// <summary>
/// Count, sum, mean, central moments to the fourth, minimum and maximum of finite doubles.
/// </summary>
/// <remarks>
/// Error: the mean is exact to the last digit or two (the sum is kept as an unevaluated pair of doubles, so cancellation
/// does not hurt); the central moments are those of a two-pass computation per block of 1,024 values, joined by the
/// formulas of Chan, Golub and LeVeque (1979) and Pébay (SAND2008-6212), relative error about 1e-12 also for large offsets.
/// Magnitudes beyond 2^±200 are held in a scaled unit, so skewness and kurtosis stay right from denormals to 1.8e308;
/// a variance that no double can hold is infinite or zero.
/// Memory: about 90 bytes. Stored: at most 66 bytes.
/// Merge law: commutative to the bit, associative to rounding (count, minimum and maximum exactly).
/// </remarks>
public sealed class Moments : ISketch<Moments>
{
    private const byte FormatVersion = 1;

    // Sum and central moments in units of 2^_scale to the respective power; _scale follows from the extremes alone.
    private MomentSums _sums;
    private int _scale;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;

    /// <summary>How many values were added.</summary>
    public long Count => _sums.Count;

    /// <summary>The sum, in the unit of the values; infinite when no double can hold it.</summary>
    public double Sum => Math.ScaleB(_sums.SumHigh, _scale);

    /// <summary>The arithmetic mean, in the unit of the values; NaN when empty.</summary>
    public double Mean => Count == 0 ? double.NaN : Math.ScaleB(_sums.Mean, _scale);

    /// <summary>The smallest value; NaN when empty.</summary>
    public double Min => Count == 0 ? double.NaN : _min;

    /// <summary>The largest value; NaN when empty.</summary>
    public double Max => Count == 0 ? double.NaN : _max;

    /// <summary>The variance with divisor n (ddof 0), in squared units; NaN when empty.</summary>
    public double Variance => Count == 0 ? double.NaN : Math.ScaleB(CentralSquares / Count, 2 * _scale);

    /// <summary>The variance with divisor n − 1 (ddof 1), in squared units; NaN below two values.</summary>
    public double SampleVariance => Count < 2 ? double.NaN : Math.ScaleB(CentralSquares / (Count - 1), 2 * _scale);

    /// <summary>The standard deviation with divisor n, in the unit of the values; NaN when empty.</summary>
    public double StandardDeviation => Count == 0 ? double.NaN : Math.ScaleB(Math.Sqrt(CentralSquares / Count), _scale);

    /// <summary>The standard deviation with divisor n − 1, in the unit of the values; NaN below two values.</summary>
    public double SampleStandardDeviation =>
        Count < 2 ? double.NaN : Math.ScaleB(Math.Sqrt(CentralSquares / (Count - 1)), _scale);

    /// <summary>The biased skewness m3 / m2^1.5, without unit; NaN when the variance is zero or nothing was added.</summary>
    public double Skewness
    {
        get
        {
            double squares = CentralSquares;
            return squares > 0 ? Math.Sqrt(Count) * (_sums.M3 / squares) / Math.Sqrt(squares) : double.NaN;
        }
    }

    /// <summary>The biased excess kurtosis m4 / m2² − 3, without unit; NaN when the variance is zero or nothing was added.</summary>
    public double ExcessKurtosis
    {
        get
        {
            double squares = CentralSquares;
            return squares > 0 ? (Count * (_sums.M4 / squares) / squares) - 3 : double.NaN;
        }
    }

    // Rounding may leave a trace of variance in a constant sample, which would then have a skewness.
    private double CentralSquares => _min < _max ? _sums.M2 : 0;

    /// <summary>Adds one value. For many values <see cref="AddRange"/> is several times faster.</summary>
    /// <param name="value">A finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite.</exception>
    public void Add(double value)
    {
        FiniteValues.ThrowIfNotFinite(value);
        value += 0.0;
        if (value < _min || value > _max)
        {
            Include(value, value);
        }

        _sums.Merge(MomentSums.OfOne(_scale == 0 ? value : Math.ScaleB(value, -_scale)));
    }

    /// <summary>Adds many values, in blocks counted from the start of the span.</summary>
    /// <param name="values">Finite numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or infinite; nothing was added.</exception>
    public void AddRange(ReadOnlySpan<double> values)
    {
        FiniteValues.ThrowIfNotFinite(values);
        while (!values.IsEmpty)
        {
            ReadOnlySpan<double> block = values[..Math.Min(values.Length, MomentSums.BlockLength)];
            values = values[block.Length..];
            (double min, double max) = MomentSums.Extremes(block);
            Include(min + 0.0, max + 0.0);
            _sums.Merge(_scale == 0 ? MomentSums.OfBlock(block) : OfScaledBlock(block, -_scale));
        }
    }

    /// <inheritdoc/>
    public void Merge(Moments other)
    {
        if (other.Count == 0)
        {
            return;
        }

        MomentSums sums = other._sums;
        int scale = other._scale;
        Include(other._min, other._max);
        sums.Rescale(scale - _scale);
        _sums.Merge(sums);
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        output.WriteByte(FormatVersion);
        output.WriteCount(Count);
        if (Count == 0)
        {
            return;
        }

        output.WriteDouble(_min);
        output.WriteDouble(_max);
        output.WriteDouble(_sums.SumHigh);
        output.WriteDouble(_sums.SumLow);
        output.WriteDouble(_sums.M2);
        output.WriteDouble(_sums.M3);
        output.WriteDouble(_sums.M4);
    }

    /// <inheritdoc/>
    public static Moments Read(ref SketchReader reader)
    {
        reader.ReadVersion(FormatVersion, nameof(Moments));
        var result = new Moments();
        long count = reader.ReadCount();
        if (count == 0)
        {
            return result;
        }

        result._min = reader.ReadFiniteDouble() + 0.0;
        result._max = reader.ReadFiniteDouble() + 0.0;
        result._scale = ScaleOf(result._min, result._max);
        result._sums = new MomentSums
        {
            Count = count,
            SumHigh = reader.ReadFiniteDouble(),
            SumLow = reader.ReadFiniteDouble(),
            M2 = reader.ReadFiniteDouble(),
            M3 = reader.ReadFiniteDouble(),
            M4 = reader.ReadFiniteDouble(),
        };
        return result._min <= result._max && result._sums.M2 >= 0 && result._sums.M4 >= 0
            ? result
            : throw new SketchFormatException("Moments: the extremes or the central moments contradict each other.");
    }

    private static MomentSums OfScaledBlock(ReadOnlySpan<double> block, int exponent)
    {
        Span<double> scaled = stackalloc double[MomentSums.BlockLength];
        for (int i = 0; i < block.Length; i++)
        {
            scaled[i] = Math.ScaleB(block[i], exponent);
        }

        return MomentSums.OfBlock(scaled[..block.Length]);
    }

    private void Include(double min, double max)
    {
        if (min < _min || max > _max)
        {
            _min = Math.Min(_min, min);
            _max = Math.Max(_max, max);
            int scale = ScaleOf(_min, _max);
            _sums.Rescale(_scale - scale);
            _scale = scale;
        }
    }

    // Fourth powers fit a double for magnitudes up to 2^200 and for deviations down to one unit in the last place of 2^-200.
    private static int ScaleOf(double min, double max)
    {
        double magnitude = Math.Max(Math.Abs(min), Math.Abs(max));
        int exponent = magnitude == 0 ? 0 : Math.ILogB(magnitude);
        return Math.Abs(exponent) <= 200 ? 0 : Math.Clamp(exponent, -1000, 1000);
    }
}
