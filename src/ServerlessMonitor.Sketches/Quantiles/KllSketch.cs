namespace ServerlessMonitor.Sketches;

/// <summary>Quantiles and the distribution function of a stream of finite doubles.</summary>
/// <remarks>
/// Error: none up to 2,048 values, which are all kept; beyond, the KLL sketch of Karnin, Lang and Liberty (FOCS 2016,
/// arXiv:1603.05346) with the rank error <see cref="ApproximateRankError"/>. Minimum, maximum and count are always exact.
/// The random bits come from a generator whose state is part of the sketch, and every second compaction of a level takes the
/// opposite of the bit before: the same input gives the same bytes, however it is cut into calls of <see cref="AddRange"/>.
/// Long streams are thinned before they are sorted (<c>ColumnCompactor</c>), as much as costs less than 0.05 % of error.
/// Memory: 8 to 16 bytes a value while exact (16 kB at most); beyond, about 35 kB. Stored: at most 17 kB, much less for
/// values of few decimals.
/// Merge law: commutative to the bit; associative to the bit while the result is exact, else within the rank error.
/// </remarks>
public sealed partial class KllSketch : ISketch<KllSketch>
{
    /// <summary>Up to this many values all of them are kept.</summary>
    public const int ExactLimit = 2048;

    /// <summary>
    /// The bound on the rank error of an approximate sketch, as a share of the count: with 99 % confidence the estimated
    /// distribution function is nowhere off by more (measured: 0.34 %; at one given value 0.22 %, typically 0.1 %).
    /// </summary>
    public const double ApproximateRankError = 0.004;

    // Unsorted values of weight 1: all there are while exact, later those not yet flushed into the levels.
    private double[] _buffer = [];
    private int _buffered;
    private long _count;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;
    private QuantileView? _view;

    /// <summary>How many values were added.</summary>
    public long Count => _count;

    /// <summary>How many values are kept: at most 4,096.</summary>
    public int KeptCount => _buffered + KeptInLevels();

    /// <summary>Whether all values are kept, so that every answer is exact.</summary>
    public bool IsExact => _levels.Length == 0;

    /// <summary>The values, in no particular order, while <see cref="IsExact"/>; else empty. Valid until the sketch changes.</summary>
    public ReadOnlySpan<double> ExactValues => IsExact ? _buffer.AsSpan(0, _buffered) : [];

    /// <summary>The bound on the error of a rank, as a share of <see cref="Count"/>: 0 while exact, else <see cref="ApproximateRankError"/>.</summary>
    public double RankError => IsExact ? 0 : ApproximateRankError;

    /// <summary>The smallest value added, exactly; NaN when empty.</summary>
    public double Min => _count == 0 ? double.NaN : _min;

    /// <summary>The largest value added, exactly; NaN when empty.</summary>
    public double Max => _count == 0 ? double.NaN : _max;

    private int BufferLimit => IsExact ? ExactLimit : BlockLength;

    /// <summary>Adds one value; −0.0 counts as 0.0.</summary>
    /// <param name="value">A finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite.</exception>
    public void Add(double value)
    {
        FiniteValues.ThrowIfNotFinite(value);
        value += 0.0;
        if (_buffered == _buffer.Length)
        {
            MakeRoom(1);
        }

        _buffer[_buffered++] = value;
        _count++;
        _min = Math.Min(_min, value);
        _max = Math.Max(_max, value);
        _view = null;
    }

    /// <summary>Adds many values; the same as adding them one by one, but faster.</summary>
    /// <param name="values">Finite numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or infinite; nothing was added.</exception>
    public void AddRange(ReadOnlySpan<double> values)
    {
        FiniteValues.ThrowIfNotFinite(values);
        _view = null;
        while (!values.IsEmpty)
        {
            if (_buffered == BufferLimit)
            {
                Flush();
            }

            int take = Math.Min(values.Length, BufferLimit - _buffered);
            MakeRoom(take);
            ReadOnlySpan<double> part = values[..take];
            Span<double> to = _buffer.AsSpan(_buffered, take);
            for (int i = 0; i < part.Length; i++)
            {
                to[i] = part[i] + 0.0;
            }

            (double min, double max) = MomentSums.Extremes(to);
            _min = Math.Min(_min, min);
            _max = Math.Max(_max, max);
            _buffered += take;
            _count += take;
            values = values[take..];
        }
    }

    /// <summary>
    /// The p-quantile: while exact by linear interpolation (Hyndman and Fan's type 7), else the smallest kept value whose
    /// estimated share is at least p (type 1). p = 0 and p = 1 give the exact extremes.
    /// </summary>
    /// <param name="p">The share, 0 to 1.</param>
    /// <returns>The quantile in the unit of the values; NaN when empty.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not within 0 and 1.</exception>
    public double Quantile(double p)
    {
        if (!(p >= 0 && p <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "A share must be within 0 and 1.");
        }

        if (_count == 0)
        {
            return double.NaN;
        }

        if (p is 0 or 1)
        {
            return p == 0 ? _min : _max;
        }

        QuantileView view = View();
        if (!IsExact)
        {
            return view.ValueAt(Math.Clamp((long)Math.Ceiling(p * _count), 1, _count));
        }

        double position = p * (_count - 1);
        long below = (long)position;
        double low = view.ValueAt(below + 1);
        double high = view.ValueAt(Math.Min(below + 2, _count));
        double share = position - below;
        double step = high - low;
        return double.IsInfinity(step) ? (low * (1 - share)) + (high * share) : low + (share * step);
    }

    /// <summary>The share of values that are at most <paramref name="x"/>: the empirical distribution function.</summary>
    /// <param name="x">Any number but NaN, also infinite.</param>
    /// <returns>0 to 1; NaN when empty.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="x"/> is NaN.</exception>
    public double Cdf(double x)
    {
        if (double.IsNaN(x))
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, "NaN has no rank.");
        }

        if (_count == 0)
        {
            return double.NaN;
        }

        // The extremes are exact although the sketch may no longer hold them.
        return x >= _max ? 1 : x < _min ? 0 : View().WeightAtMost(x + 0.0) / (double)_count;
    }

    /// <summary>The distinct values kept, ascending, each with the number of values it stands for.</summary>
    /// <returns>A new array; the weights add up to <see cref="Count"/>.</returns>
    public WeightedValue[] WeightedValues() => View().ToWeightedValues();

    // Built on demand and never changed, so that concurrent readers at worst build it twice.
    private QuantileView View()
    {
        QuantileView? view = _view;
        if (view is not null)
        {
            return view;
        }

        // Every level is sorted, and lower levels are smaller: each is merged into what was merged so far.
        var values = new double[_buffered + KeptInLevels()];
        var weights = new long[values.Length];
        _buffer.AsSpan(0, _buffered).CopyTo(values);
        BlockSort.Sort(values.AsSpan(0, _buffered));
        weights.AsSpan(0, _buffered).Fill(1);
        int filled = _buffered;
        for (int level = 0; level < _levels.Length; level++)
        {
            filled = QuantileView.MergeInto(values, weights, filled, _levels[level].AsSpan(0, _sizes[level]), 1L << level);
        }

        view = new QuantileView(values, weights);
        _view = view;
        return view;
    }

    private void MakeRoom(int more)
    {
        if (_buffered == BufferLimit)
        {
            Flush();
        }

        int needed = _buffered + more;
        if (needed > _buffer.Length)
        {
            int length = Math.Max(16, _buffer.Length * 2);
            while (length < needed)
            {
                length *= 2;
            }

            Array.Resize(ref _buffer, Math.Min(length, BufferLimit));
        }
    }
}
