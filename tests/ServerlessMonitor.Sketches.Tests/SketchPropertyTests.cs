using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ServerlessMonitor.Sketches.Tests;

/// <summary>The merge laws, for any streams.</summary>
public sealed class SketchPropertyTests
{
    private static readonly Config Settings = Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(400);

    private static readonly Arbitrary<double[]> AnyDoubles = ArbMap.Default.ArbFor<double[]>()
        .Filter(static values => values is not null)
        .Convert(static values => values.Where(double.IsFinite).ToArray(), static values => values);

    private static readonly Arbitrary<byte[][]> AnyItems = ArbMap.Default.ArbFor<string[]>()
        .Convert(static items => items.Select(static s => Encoding.UTF8.GetBytes(s ?? "")).ToArray(), static items => [.. items.Select(Encoding.UTF8.GetString)]);

    [Fact]
    public void KllSketch_AnyThreeParts_MergeToTheExactWhole() => CheckExactLaws(AnyDoubles, static values =>
    {
        var sketch = new KllSketch();
        sketch.AddRange(values);
        return sketch;
    });

    [Fact]
    public void HyperLogLog_AnyThreeParts_MergeToTheExactWhole() => CheckExactLaws(AnyDoubles, static values =>
    {
        var sketch = new HyperLogLog();
        sketch.AddRange(values);
        return sketch;
    });

    [Fact]
    public void ValueCounts_AnyThreeParts_MergeToTheExactWhole() => CheckExactLaws(AnyDoubles, static values =>
    {
        var sketch = new ValueCounts();
        sketch.AddRange(values);
        return sketch;
    });

    [Fact]
    public void FrequentItems_AnyThreeParts_MergeToTheExactWhole() => CheckExactLaws(AnyItems, static values =>
    {
        var sketch = new FrequentItems();
        foreach (byte[] value in values)
        {
            sketch.Add(value);
        }

        return sketch;
    });

    [Fact]
    public void ScoreHistogram_AnyThreeParts_MergeToTheExactWhole() => CheckExactLaws(AnyDoubles, static values =>
    {
        var sketch = new ScoreHistogram();
        foreach (double value in values)
        {
            sketch.Add(1 / (1 + Math.Abs(value)), value > 0);
        }

        return sketch;
    });

    [Fact]
    public void PairedScores_AnyThreeParts_MergeToTheExactWhole() => CheckExactLaws(AnyDoubles, static values =>
    {
        var sketch = new PairedScores();
        foreach (double value in values)
        {
            // With some hundred values more than are kept as they are.
            for (int i = 0; i < 20; i++)
            {
                sketch.Add(1 / (1 + Math.Abs(value)), 1 / (1 + Math.Abs(value / 2) + i), value > 0);
            }
        }

        return sketch;
    });

    [Fact]
    public void ErrorGrid_AnyThreeParts_MergeToTheExactWhole() => CheckExactLaws(AnyDoubles, static values =>
    {
        var sketch = new ErrorGrid();
        foreach (double value in values)
        {
            // Small whole errors: their sums are exact.
            sketch.Add(value);
            sketch.Add(value / 3, Math.Sign(value) * 3);
        }

        return sketch;
    });

    [Fact]
    public void Moments_AnyTwoParts_MergeToTheWholeWithinRounding()
    {
        Prop.ForAll(AnyDoubles, AnyDoubles, static (first, second) =>
        {
            var whole = new Moments();
            whole.AddRange([.. first, .. second]);
            var merged = new Moments();
            merged.AddRange(first);
            var right = new Moments();
            right.AddRange(second);
            merged.Merge(right);
            double deviation = whole.StandardDeviation;
            bool comparable = whole.Count > 0 && double.IsFinite(deviation);
            return merged.Count == whole.Count
                && merged.Min.Equals(whole.Min)
                && merged.Max.Equals(whole.Max)
                && (!comparable || Math.Abs(merged.Mean - whole.Mean) <= 1e-12 * (Math.Abs(whole.Mean) + deviation))
                && (!comparable || Math.Abs(merged.StandardDeviation - deviation) <= 1e-9 * deviation)
                && (double.IsNaN(whole.Skewness) ? double.IsNaN(merged.Skewness) : Math.Abs(merged.Skewness - whole.Skewness) <= 1e-7 * (1 + Math.Abs(whole.Skewness)));
        }).Check(Settings);
    }

    [Fact]
    public void PairMoments_AnyTwoParts_MergeInEitherOrder()
    {
        // Small whole numbers: every sum is exact, so that parts and whole agree to the bit.
        var rows = Gen.Choose(-50, 50).ArrayOf().ToArbitrary();
        Prop.ForAll(rows, rows, static (first, second) =>
        {
            PairMoments whole = Pairs([.. first, .. second]);
            PairMoments merged = Pairs(first);
            merged.Merge(Pairs(second));
            PairMoments turned = Pairs(second);
            turned.Merge(Pairs(first));
            return merged.Rows == whole.Rows
                && SketchCodec.ToBytes(merged).AsSpan().SequenceEqual(SketchCodec.ToBytes(turned))
                && (whole.Rows == 0 || Math.Abs(merged.ProductsAround(0, 1, 0, 0) - whole.ProductsAround(0, 1, 0, 0)) <= 1e-9 * (1 + Math.Abs(whole.ProductsAround(0, 1, 0, 0))));
        }).Check(Settings);
    }

    [Fact]
    public void KllSketch_AnyExactSample_QuantilesAreMonotoneAndWithinTheExtremes()
    {
        Prop.ForAll(AnyDoubles, static values =>
        {
            var sketch = new KllSketch();
            sketch.AddRange(values);
            if (values.Length == 0)
            {
                return double.IsNaN(sketch.Quantile(0.5));
            }

            double[] quantiles = [.. Enumerable.Range(0, 21).Select(i => sketch.Quantile(i / 20.0))];
            return quantiles.Zip(quantiles.Skip(1), static (a, b) => a <= b).All(static ordered => ordered)
                && quantiles[0] == values.Min() && quantiles[^1] == values.Max()
                && values.All(v => sketch.Cdf(v) == values.Count(w => w <= v) / (double)values.Length);
        }).Check(Settings);
    }

    [Fact]
    public void KllSketch_AnyPartsOfALongStream_KeepCountExtremesAndError()
    {
        var sizes = Gen.Choose(0, 9000).ArrayOf().ToArbitrary();
        Prop.ForAll(sizes, static parts =>
        {
            double[] values = TestStreams.Normal(parts.Sum(), parts.Length);
            var merged = new KllSketch();
            int from = 0;
            foreach (int size in parts)
            {
                var part = new KllSketch();
                part.AddRange(values.AsSpan(from, size));
                merged.Merge(part);
                from += size;
            }

            Array.Sort(values);
            return merged.Count == values.Length
                && (values.Length == 0 || (merged.Min == values[0] && merged.Max == values[^1]))
                && merged.WeightedValues().Sum(static w => w.Weight) == values.Length
                && (values.Length == 0 || RankErrors.Largest(values, merged) <= merged.RankError);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithEndSize(30));
    }

    // A column and its square beside it.
    private static PairMoments Pairs(int[] values)
    {
        var pairs = new PairMoments(2);
        if (values.Length > 0)
        {
            pairs.AddColumns([.. values.Select(value => (double)value), .. values.Select(value => (double)value * value)], values.Length);
        }

        return pairs;
    }

    // (a+b)+c = a+(b+c) = (c+b)+a = the whole, to the byte; empty is neutral; the round trip changes nothing.
    private static void CheckExactLaws<TItem, TSketch>(Arbitrary<TItem[]> items, Func<TItem[], TSketch> summarise)
        where TSketch : ISketch<TSketch>
    {
        Prop.ForAll(items, items, items, (a, b, c) =>
        {
            TSketch left = summarise(a);
            left.Merge(summarise(b));
            left.Merge(summarise(c));
            TSketch inner = summarise(b);
            inner.Merge(summarise(c));
            TSketch right = summarise(a);
            right.Merge(inner);
            TSketch backwards = summarise(c);
            backwards.Merge(summarise(b));
            backwards.Merge(summarise([]));
            backwards.Merge(summarise(a));
            TSketch empty = summarise([]);
            empty.Merge(left);
            byte[] whole = SketchCodec.ToBytes(summarise([.. a, .. b, .. c]));
            return new[] { left, right, backwards, empty, SketchCodec.Copy(left) }
                .All(sketch => SketchCodec.ToBytes(sketch).AsSpan().SequenceEqual(whole));
        }).Check(Settings);
    }
}
