using MathNet.Numerics.Distributions;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Evaluate.Versions;
using Xunit.Abstractions;

namespace ServerlessMonitor.Tests.Evaluate.Versions;

/// <summary>Whether the intervals hold what they say: seeded draws of binary models whose true difference is known.</summary>
public sealed class VersionCoverageTests(ITestOutputHelper output)
{
    private const int Draws = 1500;

    // 1,500 draws of 95 % scatter by ±1.1 points (two standard errors).
    private const double Least = 0.93;
    private const double Most = 0.97;
    private const double MostWrong = 0.065;

    /// <summary>Windows, rows of champion and challenger in each, and by how much the true difference changes from window to window.</summary>
    [Theory]
    [InlineData(1, 2000, 2000, 0)]
    [InlineData(1, 2000, 100, 0)]
    [InlineData(3, 1000, 1000, 0)]
    [InlineData(12, 1000, 1000, 0)]
    [InlineData(12, 2000, 100, 0)]
    [InlineData(30, 2000, 50, 0)]
    [InlineData(12, 1000, 1000, 0.03)]
    [InlineData(30, 500, 500, 0.05)]
    public void Accuracy_IntervalOfTheTotal_HoldsTheTruth(int windows, int championRows, int challengerRows, double change)
    {
        const double Champion = 0.88;
        const double Challenger = 0.90;
        (double covered, double wrong) = Simulate(
            "accuracy", windows, Challenger - Champion, (random, day) => Accuracy("6", day, random, championRows, Champion), (random, day) => Accuracy("7", day, random, challengerRows, Challenger + (change * Normal.Sample(random, 0, 1))));
        Assert.InRange(covered, Least, Most);
        Assert.True(wrong <= MostWrong / 2, $"{wrong:P1} were called worse");
    }

    /// <summary>As many versions that are no different are called so as 95 % intervals allow, however unequal their traffic.</summary>
    [Theory]
    [InlineData(1, 2000, 2000, 0.9)]
    [InlineData(12, 2000, 100, 0.9)]
    [InlineData(30, 5000, 40, 0.95)]
    [InlineData(30, 200, 200, 0.5)]
    public void Accuracy_EqualVersions_AreRarelyCalledDifferent(int windows, int championRows, int challengerRows, double accuracy)
    {
        (double covered, _) = Simulate(
            "accuracy", windows, 0, (random, day) => Accuracy("6", day, random, championRows, accuracy), (random, day) => Accuracy("7", day, random, challengerRows, accuracy));
        Assert.True(1 - covered <= MostWrong, $"{1 - covered:P1} were called different");
    }

    /// <summary>F1 of a version with a twentieth of the traffic: rows are drawn by their four outcomes.</summary>
    [Theory]
    [InlineData(1, 2000, 2000)]
    [InlineData(12, 2000, 2000)]
    [InlineData(12, 10_000, 500)]
    [InlineData(30, 10_000, 500)]
    [InlineData(30, 2_000, 100)]
    public void F1_EqualVersions_AreRarelyCalledDifferent(int windows, int championRows, int challengerRows)
    {
        (double covered, _) = Simulate("f1", windows, 0, (random, day) => Outcomes("6", day, random, championRows), (random, day) => Outcomes("7", day, random, challengerRows));
        Assert.InRange(1 - covered, 0.02, MostWrong);
    }

    /// <summary>The mean of skewed errors, of which small windows have a variance of their own that goes with their mean.</summary>
    [Theory]
    [InlineData(1, 1000, 1000)]
    [InlineData(12, 500, 50)]
    [InlineData(30, 1000, 30)]
    public void MeanError_IntervalOfTheTotal_HoldsTheTruth(int windows, int championRows, int challengerRows)
    {
        (double covered, _) = Simulate("mae", windows, -1, (random, day) => Errors("6", day, random, championRows, 10), (random, day) => Errors("7", day, random, challengerRows, 9));
        Assert.InRange(covered, Least, Most);
    }

    private (double Covered, double Wrong) Simulate(
        string metric, int windows, double truth, Func<Random, int, EvaluationReport> champion, Func<Random, int, EvaluationReport> challenger)
    {
        var random = new Random(20_260_302);
        int covered = 0;
        int wrong = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            VersionComparison result = VersionReports.Compare(
                [.. Enumerable.Range(0, windows).Select(day => champion(random, day))], [.. Enumerable.Range(0, windows).Select(day => challenger(random, day))]);
            MetricTotal total = result.Totals.Single(item => item.Key == metric);
            covered += total.Lower <= truth && truth <= total.Upper ? 1 : 0;
            wrong += total.Verdict == VersionVerdict.Worse ? 1 : 0;
        }

        output.WriteLine($"{metric}: {(double)covered / Draws:P1} covered, {(double)wrong / Draws:P1} called worse");
        return ((double)covered / Draws, (double)wrong / Draws);
    }

    // Poisson counts: given their sum they are binomial, or multinomial, and are drawn as fast for many rows as for few.
    private static EvaluationReport Accuracy(string version, int day, Random random, int rows, double accuracy)
    {
        int right = Poisson.Sample(random, rows * Math.Clamp(accuracy, 0.01, 0.99));
        int wrong = Poisson.Sample(random, rows * (1 - Math.Clamp(accuracy, 0.01, 0.99)));
        return VersionReports.Of(version, day, right + wrong, [Estimate.Share(right, right + wrong, "none").ToResult("accuracy")]);
    }

    private static EvaluationReport Outcomes(string version, int day, Random random, int rows)
    {
        int[] counts = [.. new[] { 0.12, 0.08, 0.08, 0.72 }.Select(share => Poisson.Sample(random, share * rows))];
        return VersionReports.Of(version, day, counts.Sum(), [BinaryMetrics.F1(counts[0], counts[1], counts[2]).ToResult("f1")]);
    }

    private static EvaluationReport Errors(string version, int day, Random random, int rows, double mean)
    {
        double[] errors = [.. Enumerable.Range(0, rows).Select(_ => -mean * Math.Log(1 - random.NextDouble()))];
        double average = errors.Average();
        double deviation = Math.Sqrt(errors.Sum(error => (error - average) * (error - average)) / (rows - 1));
        return VersionReports.Of(version, day, rows, [Estimate.Mean(average, deviation, rows, 0, double.PositiveInfinity).ToResult("mae")]);
    }
}
