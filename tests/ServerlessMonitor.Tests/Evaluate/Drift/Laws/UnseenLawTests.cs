using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Tests.Evaluate.Drift.Laws;

public sealed class UnseenLawTests
{
    [Fact]
    public void Outside_OneValueOfEach_IsAtMostTheTruth()
    {
        // One value beside one value is always outside: two ways, each with probability a half.
        Assert.Equal(1, UnseenLaw.Outside(1, 1, 1), 1e-12);

        // One of one beyond 99: 2 of 100 places.
        Assert.Equal(0.02, UnseenLaw.Outside(1, 99, 1), 1e-12);
        Assert.Equal(1, UnseenLaw.Outside(0, 99, 1));
    }

    [Theory]
    [InlineData(1_000, 50)]
    [InlineData(50, 1_000)]
    [InlineData(100_000, 10_000_000)]
    public void MostOutside_Level_IsWhereTheLawIs(double n, double m)
    {
        double most = UnseenLaw.MostOutside(0.001, n, m);
        Assert.Equal(0.001, UnseenLaw.Outside(most, n, m), 1e-6);
        Assert.InRange(most / m, 2 / (n + 1), 1);
    }

    [Fact]
    public void Unseen_RowsFarBeyondChance_AreImprobable()
    {
        // Fifty categories of one row each among ten thousand rows: ten thousand against a thousand.
        (double, int)[] categories = [(1, 50), (1_000, 10)];
        double mean = UnseenLaw.MeanOfUnseen(categories, 0.1);
        Assert.Equal(5, mean, 1e-9);
        Assert.Equal(1, UnseenLaw.Unseen(4, categories, 0.1));
        Assert.InRange(UnseenLaw.Unseen(10, categories, 0.1), 0.02, 0.2);
        Assert.InRange(UnseenLaw.Unseen(20, categories, 0.1), 1e-9, 1e-5);
        double most = UnseenLaw.MostUnseen(0.001, categories, 0.1);
        Assert.InRange(most, 12, 18);
        Assert.Equal(0.001, UnseenLaw.Unseen(most, categories, 0.1), 1e-5);
    }

    [Fact]
    public void Unseen_OneNewCategoryOfManyRows_IsCertain() => Assert.InRange(UnseenLaw.Unseen(200, [(200, 1), (500, 20)], 0.1), 0, 1e-12);
}
