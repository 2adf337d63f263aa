using System.Text;

namespace ServerlessMonitor.Sketches.Tests;

/// <summary>
/// One sketch of every kind in every stored mode, built from plain arithmetic so that the values are the same on every machine.
/// </summary>
internal static class SketchCases
{
    public static readonly string[] Names =
    [
        "moments-empty", "moments", "moments-huge",
        "comoments-empty", "comoments",
        "kll-empty", "kll-exact", "kll-decimals", "kll-runs", "kll-levels", "kll-thinned", "kll-merged",
        "hll-empty", "hll-exact", "hll-sparse", "hll-nibbles", "hll-overflow",
        "frequent-empty", "frequent-exact", "frequent-purged",
        "values-empty", "values", "values-overflowed",
        "scores-empty", "scores-exact", "scores-folded",
        "pairs-empty", "pairs-exact", "pairs-folded",
        "errors-empty", "errors-fine", "errors-coarse",
    ];

    /// <summary>The stored bytes of a case.</summary>
    public static byte[] Bytes(string name) => name switch
    {
        "moments-empty" => SketchCodec.ToBytes(new Moments()),
        "moments" => SketchCodec.ToBytes(Moments(Numbers(100))),
        "moments-huge" => SketchCodec.ToBytes(Moments(Array.ConvertAll(Numbers(10), static x => x * 1e300))),
        "comoments-empty" => SketchCodec.ToBytes(new CoMoments(3)),
        "comoments" => SketchCodec.ToBytes(CoMoments(Numbers(300))),
        "kll-empty" => SketchCodec.ToBytes(new KllSketch()),
        "kll-exact" => SketchCodec.ToBytes(Kll(Numbers(40))),
        "kll-decimals" => SketchCodec.ToBytes(Kll(Array.ConvertAll(Numbers(200), static x => Math.Floor(x * 1000) / 100))),
        "kll-runs" => SketchCodec.ToBytes(Kll(Array.ConvertAll(Numbers(500), static x => Math.Floor(x * 5)))),
        "kll-levels" => SketchCodec.ToBytes(Kll(Array.ConvertAll(Numbers(10_000), static x => Math.Floor(x * 1e6)))),
        "kll-thinned" => SketchCodec.ToBytes(Kll(Array.ConvertAll(Numbers(400_000), static x => Math.Floor(x * 1e4)))),
        "kll-merged" => SketchCodec.ToBytes(MergedKll()),
        "hll-empty" => SketchCodec.ToBytes(new HyperLogLog()),
        "hll-exact" => SketchCodec.ToBytes(Hll(20)),
        "hll-sparse" => SketchCodec.ToBytes(Hll(1100)),
        "hll-nibbles" => SketchCodec.ToBytes(Hll(20_000)),
        "hll-overflow" => SketchCodec.ToBytes(Hll(3_000_000)),
        "frequent-empty" => SketchCodec.ToBytes(new FrequentItems()),
        "frequent-exact" => SketchCodec.ToBytes(Frequent(30)),
        "frequent-purged" => SketchCodec.ToBytes(Frequent(4300)),
        "values-empty" => SketchCodec.ToBytes(new ValueCounts()),
        "values" => SketchCodec.ToBytes(Values(24)),
        "values-overflowed" => SketchCodec.ToBytes(Values(300)),
        "scores-empty" => SketchCodec.ToBytes(new ScoreHistogram()),
        "scores-exact" => SketchCodec.ToBytes(Scores(50)),
        "scores-folded" => SketchCodec.ToBytes(Scores(6000)),
        "pairs-empty" => SketchCodec.ToBytes(new PairedScores()),
        "pairs-exact" => SketchCodec.ToBytes(Pairs(50)),
        "pairs-folded" => SketchCodec.ToBytes(Pairs(5000)),
        "errors-empty" => SketchCodec.ToBytes(new ErrorGrid()),
        "errors-fine" => SketchCodec.ToBytes(Errors(40)),
        "errors-coarse" => SketchCodec.ToBytes(Errors(2000)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown case."),
    };

    /// <summary>Reads bytes as the kind of sketch of a case, asks it everything, and writes it again.</summary>
    public static byte[] ReadAndWrite(string name, byte[] bytes)
    {
        string kind = name.Split('-')[0];
        switch (kind)
        {
            case "moments":
                var moments = SketchCodec.FromBytes<Moments>(bytes);
                _ = moments.Mean + moments.Variance + moments.Skewness + moments.ExcessKurtosis + moments.Sum;
                moments.Merge(Moments(Numbers(10)));
                return SketchCodec.ToBytes(SketchCodec.FromBytes<Moments>(bytes));
            case "comoments":
                var coMoments = SketchCodec.FromBytes<CoMoments>(bytes);
                _ = coMoments.Mean(0) + coMoments.Covariance(0, 0) + coMoments.Correlation(0, 0);
                coMoments.Merge(SketchCodec.FromBytes<CoMoments>(bytes));
                return SketchCodec.ToBytes(SketchCodec.FromBytes<CoMoments>(bytes));
            case "kll":
                var kll = SketchCodec.FromBytes<KllSketch>(bytes);
                _ = kll.Quantile(0.3) + kll.Cdf(0.5) + kll.WeightedValues().Length;
                kll.Merge(Kll(Numbers(3000)));
                return SketchCodec.ToBytes(SketchCodec.FromBytes<KllSketch>(bytes));
            case "hll":
                var hll = SketchCodec.FromBytes<HyperLogLog>(bytes);
                _ = hll.Estimate();
                hll.Merge(Hll(2000));
                return SketchCodec.ToBytes(SketchCodec.FromBytes<HyperLogLog>(bytes));
            case "frequent":
                var frequent = SketchCodec.FromBytes<FrequentItems>(bytes);
                _ = frequent.CountOf("a"u8) + frequent.Items().Length;
                frequent.Merge(Frequent(100));
                return SketchCodec.ToBytes(SketchCodec.FromBytes<FrequentItems>(bytes));
            case "values":
                var values = SketchCodec.FromBytes<ValueCounts>(bytes);
                _ = values.CountOf(1) + values.Values().Length;
                values.Merge(Values(10));
                return SketchCodec.ToBytes(SketchCodec.FromBytes<ValueCounts>(bytes));
            case "scores":
                var scores = SketchCodec.FromBytes<ScoreHistogram>(bytes);
                _ = scores.RocAuc() + scores.AveragePrecision() + scores.KolmogorovSmirnovSeparation() + scores.AucError;
                scores.Merge(Scores(10));
                return SketchCodec.ToBytes(SketchCodec.FromBytes<ScoreHistogram>(bytes));
            case "pairs":
                var pairs = SketchCodec.FromBytes<PairedScores>(bytes);
                _ = pairs.Scores().Sum(static cell => cell.First + cell.Second + cell.Positives);
                pairs.Merge(Pairs(10));
                return SketchCodec.ToBytes(SketchCodec.FromBytes<PairedScores>(bytes));
            case "errors":
                var errors = SketchCodec.FromBytes<ErrorGrid>(bytes);
                _ = errors.Bins().Sum(static bin => bin.Absolute + bin.Lower + bin.Upper);
                errors.Merge(Errors(300));
                return SketchCodec.ToBytes(SketchCodec.FromBytes<ErrorGrid>(bytes));
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown case.");
        }
    }

    // SplitMix64 as a fraction: the same everywhere, unlike what Random promises.
    private static double[] Numbers(int count)
    {
        var numbers = new double[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = (StableHash64.OfInt64(i + 1) >> 11) * (1.0 / (1UL << 53));
        }

        return numbers;
    }

    private static Moments Moments(double[] values)
    {
        var sketch = new Moments();
        sketch.AddRange(values);
        return sketch;
    }

    private static CoMoments CoMoments(double[] rows)
    {
        var sketch = new CoMoments(3);
        sketch.AddRange(rows);
        return sketch;
    }

    private static KllSketch Kll(double[] values)
    {
        var sketch = new KllSketch();
        sketch.AddRange(values);
        return sketch;
    }

    private static KllSketch MergedKll()
    {
        KllSketch sketch = Kll(Array.ConvertAll(Numbers(5000), static x => Math.Floor(x * 1e5)));
        sketch.Merge(Kll(Array.ConvertAll(Numbers(9000), static x => Math.Floor(x * 1e5) - 7)));
        return sketch;
    }

    private static HyperLogLog Hll(int distinct)
    {
        var sketch = new HyperLogLog();
        for (int i = 0; i < distinct; i++)
        {
            sketch.AddHash(StableHash64.OfInt64(i));
        }

        return sketch;
    }

    private static FrequentItems Frequent(int distinct)
    {
        var sketch = new FrequentItems();
        for (int i = 0; i < distinct; i++)
        {
            sketch.Add(Encoding.UTF8.GetBytes("category é " + i), i < 20 ? 1000 - i : 1);
        }

        sketch.Add(Encoding.UTF8.GetBytes(new string('ü', 200)), 5000);
        return sketch;
    }

    private static ValueCounts Values(int distinct)
    {
        var sketch = new ValueCounts();
        for (int i = 0; i < 3 * distinct; i++)
        {
            sketch.Add((i % distinct) - 5);
        }

        return sketch;
    }

    private static ErrorGrid Errors(int count)
    {
        var sketch = new ErrorGrid();
        double[] numbers = Numbers(count);
        for (int i = 0; i < count; i++)
        {
            double value = (numbers[i] - 0.25) * 1000;
            if (i % 4 == 0)
            {
                sketch.Add(value);
            }
            else
            {
                sketch.Add(value, (i % 9) - 4);
            }
        }

        return sketch;
    }

    private static PairedScores Pairs(int count)
    {
        var sketch = new PairedScores();
        double[] scores = Numbers(count);
        for (int i = 0; i < count; i++)
        {
            sketch.Add(scores[i], (scores[i] + scores[(i * 7) % count]) / 2, i % 3 == 0);
        }

        return sketch;
    }

    private static ScoreHistogram Scores(int count)
    {
        var sketch = new ScoreHistogram();
        double[] scores = Numbers(count);
        for (int i = 0; i < count; i++)
        {
            sketch.Add(scores[i], i % 3 == 0);
        }

        return sketch;
    }
}
