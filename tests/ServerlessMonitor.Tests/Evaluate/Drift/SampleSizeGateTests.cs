using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Methods;

namespace ServerlessMonitor.Tests.Evaluate.Drift;

public sealed class SampleSizeGateTests
{
    private const int Draws = 1500;

    [Theory]
    [InlineData("jensenShannon", 50)]
    [InlineData("jensenShannon", 300)]
    [InlineData("jensenShannon", 3000)]
    [InlineData("psi", 50)]
    [InlineData("psi", 300)]
    [InlineData("psi", 3000)]
    [InlineData("wasserstein", 50)]
    [InlineData("wasserstein", 1000)]
    public void Gate_NumericWithoutChange_RejectsAtMostFewWindows(string key, int rows)
    {
        var random = new Random(7);
        IDriftMethod method = DriftMethods.CreateDefault().Find(key)!;
        NumericSample baseline = NumericSample.From(Normal(random, 5000, 0));
        int rejected = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            var pair = new DriftPair(baseline, NumericSample.From(Normal(random, rows, 0)));
            rejected += method.Chance(pair, method.Score(pair), SampleSizeGate.Level).Rejects(SampleSizeGate.Level) ? 1 : 0;
        }

        // At 0.1 % some 1.5 are expected; 8 of 1,500 would happen once in ten thousand runs.
        Assert.InRange(rejected, 0, 8);
    }

    [Theory]
    [InlineData(2, 50)]
    [InlineData(50, 200)]
    [InlineData(50, 2000)]
    [InlineData(1000, 1000)]
    public void Gate_SkewedCategoriesWithoutChange_RejectsAtMostFewWindows(int categories, int rows)
    {
        var random = new Random(11);
        var method = new JensenShannonMethod();
        double[] cumulative = Zipf(categories);
        CategorySample baseline = Draw(random, cumulative, 5000);
        int rejected = 0;
        int drift = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            var pair = new DriftPair(baseline, Draw(random, cumulative, rows));
            DriftScore score = method.Score(pair);
            DriftChance chance = method.Chance(pair, score, SampleSizeGate.Level);
            rejected += chance.Rejects(SampleSizeGate.Level) ? 1 : 0;
            drift += SampleSizeGate.Judge(DriftDirection.ScoreAtLeast, score, chance, 0.1) == DriftVerdict.Drift ? 1 : 0;
        }

        // One fixed baseline: its own luck moves the rate, so the target of 2 in a thousand has some room.
        Assert.InRange(rejected, 0, Draws / 100);
        Assert.InRange(drift, 0, 8);
    }

    [Fact]
    public void Judge_HundredRowsFarAway_IsDriftAndNotTooFew()
    {
        var random = new Random(3);
        NumericSample baseline = NumericSample.From(Normal(random, 10_000, 0));
        var pair = new DriftPair(baseline, NumericSample.From(Normal(random, 100, 3)));
        foreach (string key in new[] { "jensenShannon", "psi", "wasserstein", "kolmogorovSmirnov" })
        {
            Assert.Equal(DriftVerdict.Drift, Verdict(key, pair));
        }
    }

    [Fact]
    public void Judge_HundredRowsWithoutChange_IsNotEnoughDataForScores()
    {
        var random = new Random(4);
        NumericSample baseline = NumericSample.From(Normal(random, 10_000, 0));
        var pair = new DriftPair(baseline, NumericSample.From(Normal(random, 100, 0)));
        Assert.Equal(DriftVerdict.NotEnoughData, Verdict("jensenShannon", pair));
        Assert.Equal(DriftVerdict.NotEnoughData, Verdict("wasserstein", pair));
        Assert.Equal(DriftVerdict.Ok, Verdict("kolmogorovSmirnov", pair));
    }

    [Fact]
    public void Judge_ManyRowsMovedByATwentieth_IsOkForScores()
    {
        var random = new Random(5);
        NumericSample baseline = NumericSample.From(Normal(random, 100_000, 0));
        var pair = new DriftPair(baseline, NumericSample.From(Normal(random, 100_000, 0.05)));
        Assert.Equal(DriftVerdict.Ok, Verdict("jensenShannon", pair));
        Assert.Equal(DriftVerdict.Ok, Verdict("wasserstein", pair));
    }

    [Theory]
    [InlineData(3000)]
    [InlineData(20_000)]
    public void Judge_TwiceTheThreshold_IsFoundWheneverThereIsEnoughData(int rows)
    {
        var random = new Random(6);
        NumericSample baseline = NumericSample.From(Normal(random, 10_000, 0));
        int found = 0;
        for (int draw = 0; draw < 40; draw++)
        {
            // Half a standard deviation is a Jensen-Shannon distance of about 0.2 on deciles.
            var pair = new DriftPair(baseline, NumericSample.From(Normal(random, rows, 0.5)));
            found += Verdict("jensenShannon", pair) == DriftVerdict.Drift ? 1 : 0;
        }

        Assert.InRange(found, 38, 40);
    }

    [Fact]
    public void Judge_ThreeRowsAgainstThree_KolmogorovSmirnovCannotTell()
    {
        var pair = new DriftPair(NumericSample.From([1, 2, 3]), NumericSample.From([4, 5, 6]));
        Assert.Equal(DriftVerdict.NotEnoughData, Verdict("kolmogorovSmirnov", pair));
    }

    [Fact]
    public void EffectiveRows_SketchOfManyRows_IsBoundedByItsError()
    {
        Assert.Equal(1000, SampleSizeGate.EffectiveRows(1000, 0), 6);
        Assert.InRange(SampleSizeGate.EffectiveRows(100_000_000, 0.01), 4990, 5000);
        Assert.Equal(0, SampleSizeGate.EffectiveRows(0, 0.01));
    }

    [Theory]
    [InlineData(1, 10.8276)]
    [InlineData(10, 29.5883)]
    [InlineData(100, 149.449)]
    [InlineData(1000, 1143.917)]
    public void ChiSquareQuantile_KnownDegrees_TableValue(int degrees, double expected) =>
        Assert.InRange(SampleSizeGate.ChiSquareQuantile(degrees), expected * 0.9999, expected * 1.0001);

    private static DriftVerdict Verdict(string key, DriftPair pair)
    {
        IDriftMethod method = DriftMethods.CreateDefault().Find(key)!;
        DriftScore score = method.Score(pair);
        return SampleSizeGate.Judge(method.Descriptor.Direction, score, method.Chance(pair, score, SampleSizeGate.Level), method.Descriptor.DefaultThreshold);
    }

    private static IEnumerable<double> Normal(Random random, int rows, double mean)
    {
        for (int i = 0; i < rows; i++)
        {
            yield return mean + (Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }
    }

    private static double[] Zipf(int categories)
    {
        double[] cumulative = new double[categories];
        double sum = 0;
        for (int i = 0; i < categories; i++)
        {
            sum += 1.0 / (i + 1);
            cumulative[i] = sum;
        }

        return [.. cumulative.Select(value => value / sum)];
    }

    private static CategorySample Draw(Random random, double[] cumulative, int rows) =>
        CategorySample.From(Enumerable.Range(0, rows).Select(_ =>
        {
            int index = Array.BinarySearch(cumulative, random.NextDouble());
            return $"c{(index < 0 ? ~index : index)}";
        }));
}
