using ServerlessMonitor.Evaluate.Versions;

namespace ServerlessMonitor.Tests.Evaluate.Versions;

/// <summary>Against exact fractions, and χ² with one degree as erfc(√(x / 2)).</summary>
public sealed class McNemarTests
{
    [Theory]
    [InlineData(6, 16, 6, 0.052478790283203125)]
    [InlineData(16, 6, 6, 0.052478790283203125)]
    [InlineData(0, 5, 0, 0.0625)]
    [InlineData(1, 0, 0, 1)]
    [InlineData(12, 12, 12, 1)]
    [InlineData(0, 24, 0, 1.1920928955078125e-07)]
    [InlineData(10, 14, 10, 0.5412561893463135)]
    public void Of_FewDiscordant_IsExact(long one, long other, double statistic, double probability)
    {
        (string test, double actual, double p) = McNemar.Of(one, other);

        Assert.Equal(("mcnemarExact", statistic), (test, actual));
        Assert.Equal(probability, p, 1e-14);
    }

    [Theory]
    [InlineData(10, 15, 0.64, 0.4237107971667934)]
    [InlineData(150, 210, 9.669444444444444, 0.0018735795986750759)]
    [InlineData(121, 59, 20.67222222222222, 5.450094825427123e-06)]
    [InlineData(13, 13, 0, 1)]
    [InlineData(1000, 0, 998.001, 4.884013735521507e-219)]
    public void Of_ManyDiscordant_IsChiSquareWithCorrection(long one, long other, double statistic, double probability)
    {
        (string test, double actual, double p) = McNemar.Of(one, other);

        Assert.Equal("mcnemar", test);
        Assert.Equal(statistic, actual, 1e-12);
        Assert.InRange(p, probability * (1 - 1e-9), probability * (1 + 1e-9));
    }

    [Fact]
    public void Difference_HoldsTheTruth_AsOftenAsItSays()
    {
        // 1 % of the rows are right for the champion alone, 3 % for the challenger alone.
        var random = new Random(11);
        int held = 0;
        const int Draws = 2_000;
        for (int draw = 0; draw < Draws; draw++)
        {
            (long champion, long challenger) = (0, 0);
            for (int row = 0; row < 400; row++)
            {
                double at = random.NextDouble();
                champion += at < 0.01 ? 1 : 0;
                challenger += at is >= 0.01 and < 0.04 ? 1 : 0;
            }

            (_, _, double lower, double upper) = McNemar.Difference(champion, challenger, 400);
            held += lower <= 0.02 && upper >= 0.02 ? 1 : 0;
        }

        Assert.InRange(held / (double)Draws, 0.94, 0.97);
    }
}
