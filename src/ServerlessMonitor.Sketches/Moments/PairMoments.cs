using System.Buffers;

namespace ServerlessMonitor.Sketches;

/// <summary>
/// Means and sums of products of several numeric columns with missing values: for every pair, over the rows where both are present. From them follow the
/// co-moments with any value put in for missing cells, without a row.
/// </summary>
/// <remarks>
/// Error: that of a two-pass computation per block, joined by the formula of Chan, Golub and LeVeque (1979). Values beyond 1e140 count as missing.
/// Memory: 8·(d² + d) bytes for d columns while nothing is missing, then 24·d². Stored: 4·d·(d + 3) bytes while nothing is missing, then at most 20·d².
/// Merge law: commutative to the bit, associative to rounding; counts exactly. Both must have the same columns in the same order.
/// </remarks>
public sealed partial class PairMoments : ISketch<PairMoments>
{
    /// <summary>The most columns.</summary>
    public const int MaxDimension = 200;

    private const double Largest = 1e140;

    // While nothing is missing _counts is null, and the mean of a column is the same beside every other: _means[i·d + j] stands in _means[i].
    private double[] _means;
    private double[] _products;
    private long[]? _counts;

    /// <summary>Creates an empty summary.</summary>
    /// <param name="dimension">The number of columns, 1 to <see cref="MaxDimension"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns is out of range.</exception>
    public PairMoments(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, MaxDimension);
        Dimension = dimension;
        _means = new double[dimension];
        _products = new double[dimension * dimension];
    }

    /// <summary>The number of columns.</summary>
    public int Dimension { get; }

    /// <summary>Rows that were added, complete or not.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows where both columns are present.</summary>
    public long Count(int first, int second) => _counts is null ? Rows : _counts[(first * Dimension) + second];

    /// <summary>The mean of a column over the rows where another is present too; 0 without such rows.</summary>
    public double Mean(int column, int beside) => _counts is null ? _means[column] : _means[(column * Dimension) + beside];

    /// <summary>Σ (x_i − a)(x_j − b) over the rows where both are present.</summary>
    public double ProductsAround(int first, int second, double a, double b) =>
        Product(first, second) + (Count(first, second) * (Mean(first, second) - a) * (Mean(second, first) - b));

    /// <summary>Adds rows.</summary>
    /// <param name="columns">One column behind the other, each of <paramref name="rows"/> values; NaN and infinities are missing.</param>
    /// <param name="rows">How many rows, at least 1.</param>
    public void AddColumns(ReadOnlySpan<double> columns, int rows)
    {
        if (rows < 1 || columns.Length != rows * Dimension)
        {
            throw new ArgumentException($"{columns.Length} values are not {Dimension} columns of {rows} rows.", nameof(columns));
        }

        double[] deviations = ArrayPool<double>.Shared.Rent(columns.Length);
        double[] masks = ArrayPool<double>.Shared.Rent(columns.Length);
        Merge(OfBlock(columns, rows, deviations, masks));
        ArrayPool<double>.Shared.Return(deviations);
        ArrayPool<double>.Shared.Return(masks);
    }

    /// <summary>The same rows among other columns; those that are new are missing in all of them.</summary>
    /// <param name="places">For each of this summary's columns its place in the result.</param>
    /// <param name="dimension">The number of columns of the result.</param>
    public PairMoments Spread(ReadOnlySpan<int> places, int dimension)
    {
        var result = new PairMoments(dimension) { Rows = Rows };
        result.Expand();
        Array.Clear(result._counts!);
        for (int i = 0; i < Dimension; i++)
        {
            for (int j = 0; j < Dimension; j++)
            {
                int at = (places[i] * dimension) + places[j];
                result._counts![at] = Count(i, j);
                result._means[at] = Mean(i, j);
                result._products[at] = Product(i, j);
            }
        }

        return result;
    }

    /// <summary>The same rows with a value in every missing cell.</summary>
    /// <param name="values">For each column its value.</param>
    public PairMoments Filled(ReadOnlySpan<double> values)
    {
        var result = new PairMoments(Dimension) { Rows = Rows };
        for (int i = 0; i < Dimension; i++)
        {
            result._means[i] = Rows == 0 ? 0 : values[i] + (Count(i, i) * (Mean(i, i) - values[i]) / Rows);
        }

        for (int i = 0; i < Dimension; i++)
        {
            for (int j = 0; j < Dimension; j++)
            {
                result._products[(i * Dimension) + j] = ProductsAround(i, j, values[i], values[j]) - (Rows * (result._means[i] - values[i]) * (result._means[j] - values[j]));
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public void Merge(PairMoments other)
    {
        if (other.Dimension != Dimension)
        {
            throw new ArgumentException($"{other.Dimension} columns cannot be merged into {Dimension}.", nameof(other));
        }

        if (other.Rows == 0)
        {
            return;
        }

        if (Rows == 0)
        {
            (_means, _products, _counts) = ([.. other._means], [.. other._products], other._counts is null ? null : [.. other._counts]);
            Rows = other.Rows;
            return;
        }

        // A copy, as the argument may be this summary itself, and an expansion must not show in the other.
        PairMoments right = ReferenceEquals(this, other) || (_counts is not null && other._counts is null) ? other.Copy() : other;
        if (right._counts is not null)
        {
            Expand();
        }
        else if (_counts is not null)
        {
            right.Expand();
        }

        for (int i = 0; i < Dimension; i++)
        {
            for (int j = i; j < Dimension; j++)
            {
                MergePair(right, i, j);
            }
        }

        MergeMeans(right);
        Rows += right.Rows;
    }

    private PairMoments Copy()
    {
        var copy = new PairMoments(Dimension);
        copy.Merge(this);
        return copy;
    }

    private double Product(int first, int second) => _products[(first * Dimension) + second];

    private void Expand()
    {
        if (_counts is not null)
        {
            return;
        }

        double[] means = new double[Dimension * Dimension];
        for (int i = 0; i < means.Length; i++)
        {
            means[i] = _means[i / Dimension];
        }

        _counts = new long[means.Length];
        Array.Fill(_counts, Rows);
        _means = means;
    }

    private void MergePair(PairMoments other, int i, int j)
    {
        double a = Count(i, j);
        double b = other.Count(i, j);
        if (b == 0)
        {
            return;
        }

        double weight = a * b / (a + b);
        double first = other.Mean(i, j) - Mean(i, j);
        double second = other.Mean(j, i) - Mean(j, i);
        double product = (Product(i, j) + other.Product(i, j)) + (weight * first * second);
        (_products[(i * Dimension) + j], _products[(j * Dimension) + i]) = (product, product);
    }

    private void MergeMeans(PairMoments other)
    {
        for (int at = 0; at < _means.Length; at++)
        {
            double a = _counts is null ? Rows : _counts[at];
            double b = other._counts is null ? other.Rows : other._counts[at];
            if (a + b > 0)
            {
                _means[at] = ((_means[at] * a) + (other._means[at] * b)) / (a + b);
            }

            if (_counts is not null)
            {
                _counts[at] += other._counts![at];
            }
        }
    }
}
