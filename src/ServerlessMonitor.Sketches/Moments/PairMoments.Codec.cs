using System.Buffers;

namespace ServerlessMonitor.Sketches;

/// <content>The stored form: half of every symmetric matrix; means and counts by pair only where something is missing.</content>
public sealed partial class PairMoments
{
    private const byte FormatVersion = 1;

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        output.WriteByte(FormatVersion);
        output.WriteCount(Dimension);
        output.WriteCount(Rows);
        output.WriteByte((byte)(_counts is null ? 0 : 1));
        for (int i = 0; Rows > 0 && i < Dimension; i++)
        {
            if (_counts is null)
            {
                output.WriteDouble(_means[i]);
            }

            for (int j = i; j < Dimension; j++)
            {
                output.WriteDouble(Product(i, j));
                if (_counts is not null)
                {
                    output.WriteCount(Count(i, j));
                    output.WriteDouble(Mean(i, j));
                    if (i != j)
                    {
                        output.WriteDouble(Mean(j, i));
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    public static PairMoments Read(ref SketchReader reader)
    {
        reader.ReadVersion(FormatVersion, nameof(PairMoments));
        int d = reader.ReadLength(MaxDimension, 0);
        if (d == 0)
        {
            throw new SketchFormatException("PairMoments: no columns.");
        }

        var result = new PairMoments(d) { Rows = reader.ReadCount() };
        bool missing = reader.ReadByte() != 0;
        if (reader.Remaining < (result.Rows == 0 ? 0 : sizeof(double) * d * (d + 1) / 2))
        {
            throw new SketchFormatException("The bytes end before the sketch does.");
        }

        if (missing)
        {
            result.Expand();
        }

        for (int i = 0; result.Rows > 0 && i < d; i++)
        {
            if (!missing)
            {
                result._means[i] = reader.ReadFiniteDouble();
            }

            for (int j = i; j < d; j++)
            {
                result.ReadPair(ref reader, i, j);
            }
        }

        return result;
    }

    private void ReadPair(ref SketchReader reader, int i, int j)
    {
        int at = (i * Dimension) + j;
        int mirrored = (j * Dimension) + i;
        double product = reader.ReadFiniteDouble();
        (_products[at], _products[mirrored]) = (product, product);
        if (_counts is null)
        {
            return;
        }

        long count = reader.ReadCount();
        if (count > Rows)
        {
            throw new SketchFormatException("PairMoments: a pair has more rows than there are.");
        }

        (_counts[at], _counts[mirrored]) = (count, count);
        _means[at] = reader.ReadFiniteDouble();
        _means[mirrored] = i == j ? _means[at] : reader.ReadFiniteDouble();
    }
}
