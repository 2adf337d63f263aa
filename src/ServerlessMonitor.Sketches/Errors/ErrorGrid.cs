using System.Buffers;

namespace ServerlessMonitor.Sketches;

/// <summary>How many rows have which value, and how large the errors of those are whose error is known, in bins that adapt to the values.</summary>
/// <remarks>
/// Bins are equally wide on the scale of the signed fourth root, which is the same on every machine and serves values over many orders of magnitude as well as values close together far from zero.
/// Their width is 2^k; k grows, and bins join in pairs, until at most <see cref="MostBins"/> have rows. It depends on the set of values alone. Error: what lies within a bin counts as one.
/// Memory: about 25 kB. Stored: at most 3 kB without errors, 9 kB with them. Merge law: commutative and associative; sums of errors to rounding.
/// </remarks>
public sealed class ErrorGrid : ISketch<ErrorGrid>
{
    /// <summary>The most bins that have rows.</summary>
    public const int MostBins = 256;

    private const byte FormatVersion = 1;
    private const int FinestLevel = -40;
    private const int CoarsestLevel = 300;

    // Whole numbers of bin widths, as doubles: exact at any level.
    private Dictionary<double, Sums> _bins = [];
    private int _level = FinestLevel;
    private double _scale = Math.ScaleB(1, -FinestLevel);

    /// <summary>All rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows whose error is known.</summary>
    public long Known { get; private set; }

    /// <summary>Adds a row whose error is not known.</summary>
    /// <param name="value">A finite number.</param>
    public void Add(double value)
    {
        Rows++;
        BinOf(Index(value)).Rows++;
        Coarsen();
    }

    /// <summary>Adds a row whose error is known.</summary>
    /// <param name="value">A finite number.</param>
    /// <param name="error">A finite number, whose fourth power is one too.</param>
    public void Add(double value, double error)
    {
        Rows++;
        Known++;
        Sums bin = BinOf(Index(value));
        double square = error * error;
        bin.Rows++;
        bin.Known++;
        bin.Absolute += Math.Abs(error);
        bin.Squared += square;
        bin.Fourth += square * square;
        Coarsen();
    }

    /// <summary>The bins that have rows, ascending.</summary>
    /// <returns>A new array.</returns>
    public ErrorBin[] Bins()
    {
        KeyValuePair<double, Sums>[] ordered = [.. _bins.OrderBy(bin => bin.Key)];
        return Array.ConvertAll(ordered, bin => new ErrorBin(
            ValueAt(bin.Key), ValueAt(bin.Key + 1), bin.Value.Rows, bin.Value.Known, bin.Value.Absolute, bin.Value.Squared, bin.Value.Fourth));
    }

    /// <inheritdoc/>
    public void Merge(ErrorGrid other)
    {
        // Copied first: the other may be this one.
        (double Index, Sums Sums)[] theirs = [.. other._bins.Select(bin => (bin.Key, bin.Value.Copy()))];
        while (_level < other._level)
        {
            Pair();
        }

        int steps = _level - other._level;
        Rows += other.Rows;
        Known += other.Known;
        foreach ((double index, Sums sums) in theirs)
        {
            double mine = index;
            for (int i = 0; i < steps; i++)
            {
                mine = Math.Floor(mine / 2);
            }

            BinOf(mine).Add(sums);
        }

        Coarsen();
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        output.WriteByte(FormatVersion);
        output.WriteVarInt64(_level);
        KeyValuePair<double, Sums>[] ordered = [.. _bins.OrderBy(bin => bin.Key)];
        output.WriteCount(ordered.Length);
        SortedDoubles.Write(output, Array.ConvertAll(ordered, static bin => bin.Key + 0.0));
        foreach ((_, Sums bin) in ordered)
        {
            output.WriteCount(bin.Rows);
            output.WriteCount(bin.Known);
            if (bin.Known > 0)
            {
                output.WriteDouble(bin.Absolute);
                output.WriteDouble(bin.Squared);
                output.WriteDouble(bin.Fourth);
            }
        }
    }

    /// <inheritdoc/>
    public static ErrorGrid Read(ref SketchReader reader)
    {
        reader.ReadVersion(FormatVersion, nameof(ErrorGrid));
        long level = reader.ReadVarInt64();
        if (level is < FinestLevel or > CoarsestLevel)
        {
            throw new SketchFormatException("ErrorGrid: a width is out of range.");
        }

        var result = new ErrorGrid { _level = (int)level, _scale = Math.ScaleB(1, -(int)level) };
        double[] indexes = SortedDoubles.Read(ref reader, reader.ReadLength(MostBins, 3));
        foreach (double index in indexes)
        {
            var bin = new Sums { Rows = reader.ReadCount(), Known = reader.ReadCount() };
            if (bin.Known > 0)
            {
                bin.Absolute = reader.ReadFiniteDouble();
                bin.Squared = reader.ReadFiniteDouble();
                bin.Fourth = reader.ReadFiniteDouble();
            }

            if (bin.Rows == 0 || bin.Known > bin.Rows || Math.Floor(index) != index || !result._bins.TryAdd(index, bin) || bin.Rows > long.MaxValue - result.Rows)
            {
                throw new SketchFormatException("ErrorGrid: a bin is out of range.");
            }

            result.Rows += bin.Rows;
            result.Known += bin.Known;
        }

        return result;
    }

    private static double RootOf(double value)
    {
        double root = Math.Sqrt(Math.Sqrt(Math.Abs(value)));
        return value < 0 ? -root : root;
    }

    private double Index(double value) => Math.Floor(RootOf(value) * _scale);

    private double ValueAt(double index)
    {
        double root = index / _scale;
        double square = root * root;
        return (root < 0 ? -1 : 1) * square * square;
    }

    private Sums BinOf(double index)
    {
        if (!_bins.TryGetValue(index, out Sums? bin))
        {
            _bins[index] = bin = new Sums();
        }

        return bin;
    }

    private void Coarsen()
    {
        while (_bins.Count > MostBins)
        {
            Pair();
        }
    }

    private void Pair()
    {
        Dictionary<double, Sums> old = _bins;
        _bins = new Dictionary<double, Sums>(old.Count);
        _level++;
        _scale /= 2;
        foreach ((double index, Sums sums) in old.OrderBy(bin => bin.Key))
        {
            BinOf(Math.Floor(index / 2)).Add(sums);
        }
    }

    private sealed class Sums
    {
        public long Rows;
        public long Known;
        public double Absolute;
        public double Squared;
        public double Fourth;

        public void Add(Sums other)
        {
            Rows += other.Rows;
            Known += other.Known;
            Absolute += other.Absolute;
            Squared += other.Squared;
            Fourth += other.Fourth;
        }

        public Sums Copy() => (Sums)MemberwiseClone();
    }
}
