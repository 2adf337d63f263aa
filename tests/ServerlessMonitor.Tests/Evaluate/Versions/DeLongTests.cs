using ServerlessMonitor.Evaluate.Versions;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Tests.Evaluate.Versions;

public sealed class DeLongTests
{
    [Theory]
    [InlineData(1, 40, 2)]
    [InlineData(2, 120, 1)]
    [InlineData(3, 300, 2)]
    [InlineData(4, 300, 15)]
    public void Of_AnyScores_IsTheDoubleLoop(int seed, int rows, int decimals)
    {
        (double First, double Second, bool IsPositive)[] table = Rows(seed, rows, decimals);

        (double first, double second, double error) = DeLong.Of(Scores(table));

        (double expectedFirst, double expectedSecond, double expectedError) = Exactly(table);
        Assert.Equal(expectedFirst, first, 1e-12);
        Assert.Equal(expectedSecond, second, 1e-12);
        Assert.Equal(expectedError, error, 1e-12);
    }

    [Fact]
    public void Of_FoldedScores_IsCloseToTheDoubleLoop()
    {
        (double First, double Second, bool IsPositive)[] table = Rows(5, 4_500, 15);
        PairedScores scores = Scores(table);
        Assert.False(scores.IsExact);

        (double first, double second, double error) = DeLong.Of(scores);

        (double expectedFirst, double expectedSecond, double expectedError) = Exactly(table);
        double most = DeLong.FoldingError(scores);
        Assert.InRange(most, 1e-5, 0.015);
        Assert.InRange(Math.Abs(first - expectedFirst), 0, most);
        Assert.InRange(Math.Abs(second - expectedSecond), 0, most);

        // What matters is the difference, which folding changes by less than a tenth of its standard error.
        Assert.InRange(Math.Abs((second - first) - (expectedSecond - expectedFirst)), 0, expectedError / 10);
        Assert.InRange(error / expectedError, 0.99, 1.01);
    }

    [Fact]
    public void Of_EqualModels_CallsOneInTwentyDifferent()
    {
        int called = 0;
        const int Draws = 1_000;
        for (int draw = 0; draw < Draws; draw++)
        {
            (double first, double second, double error) = DeLong.Of(Scores(Rows(1_000 + draw, 200, 3)));
            called += Math.Abs(second - first) > 1.959964 * error ? 1 : 0;
        }

        Assert.InRange(called / (double)Draws, 0.03, 0.07);
    }

    private static PairedScores Scores((double First, double Second, bool IsPositive)[] table)
    {
        var scores = new PairedScores();
        foreach ((double first, double second, bool isPositive) in table)
        {
            scores.Add(first, second, isPositive);
        }

        return scores;
    }

    /// <summary>Two models that see the same truth with noise, half of it in common.</summary>
    private static (double First, double Second, bool IsPositive)[] Rows(int seed, int rows, int decimals)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(row =>
        {
            bool isPositive = row % 3 == 0;
            double common = (isPositive ? 0.8 : 0) + Normal();
            return (Score(common + Normal()), Score(common + Normal()), isPositive);
        })];

        double Normal() => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;

        double Score(double logit) => Math.Round(1 / (1 + Math.Exp(-logit)), decimals);
    }

    /// <summary>The areas, and DeLong's covariances S10 and S01, from every pair of rows.</summary>
    private static (double First, double Second, double Error) Exactly((double First, double Second, bool IsPositive)[] table)
    {
        (double, double)[] positives = [.. table.Where(row => row.IsPositive).Select(row => (row.First, row.Second))];
        (double, double)[] negatives = [.. table.Where(row => !row.IsPositive).Select(row => (row.First, row.Second))];
        (double First, double Second)[] v10 = [.. positives.Select(x => (negatives.Average(y => Kernel(x.Item1, y.Item1)), negatives.Average(y => Kernel(x.Item2, y.Item2))))];
        (double First, double Second)[] v01 = [.. negatives.Select(y => (positives.Average(x => Kernel(x.Item1, y.Item1)), positives.Average(x => Kernel(x.Item2, y.Item2))))];
        (double one, double other) = (v10.Average(v => v.First), v10.Average(v => v.Second));
        double variance = (Contrast(v10) / v10.Length) + (Contrast(v01) / v01.Length);
        return (one, other, Math.Sqrt(variance));

        double Contrast((double First, double Second)[] values) => Covariance(values, v => v.First - one, v => v.First - one) + Covariance(values, v => v.Second - other, v => v.Second - other)
            - (2 * Covariance(values, v => v.First - one, v => v.Second - other));

        static double Covariance((double, double)[] values, Func<(double First, double Second), double> a, Func<(double First, double Second), double> b) => values.Sum(v => a(v) * b(v)) / (values.Length - 1);

        static double Kernel(double x, double y) => x > y ? 1 : x == y ? 0.5 : 0;
    }
}
