using ServerlessMonitor.Cli.Demo;

namespace ServerlessMonitor.Cli.Tests.Demo;

public sealed class LogisticRegressionTests
{
    private static readonly double[] True = [0.8, -0.4, 0.1, -1.5, 0.5, 1.0];

    [Fact]
    public void Fit_OneGroup_GivesEachIndicatorItsShare()
    {
        ushort[] ones = [.. Enumerable.Range(0, 20000).Select(i => (ushort)(i % 2))];
        bool[] outcomes = [.. Enumerable.Range(0, 20000).Select(i => i % 2 == 0 ? i % 5 == 0 : i % 10 < 8)];

        var model = LogisticRegression.Fit(ones, 1, 2, outcomes, CancellationToken.None);

        Assert.Equal(0.2, model.Predict([0]), 3);
        Assert.Equal(0.8, model.Predict([1]), 3);
    }

    [Fact]
    public void Fit_TwoGroups_RecoversTheProbabilitiesItWasDrawnFrom()
    {
        var random = new Random(3);
        const int Rows = 60_000;
        var ones = new ushort[2 * Rows];
        var outcomes = new bool[Rows];
        for (var row = 0; row < Rows; row++)
        {
            ones[2 * row] = (ushort)random.Next(3);
            ones[(2 * row) + 1] = (ushort)(3 + random.Next(3));
            outcomes[row] = random.NextDouble() < Probability(ones[2 * row], ones[(2 * row) + 1]);
        }

        var model = LogisticRegression.Fit(ones, 2, True.Length, outcomes, CancellationToken.None);

        for (ushort first = 0; first < 3; first++)
        {
            for (ushort second = 3; second < 6; second++)
            {
                Assert.InRange(model.Predict([first, second]) - Probability(first, second), -0.02, 0.02);
            }
        }
    }

    [Fact]
    public void Fit_Separable_StaysFinite()
    {
        var model = LogisticRegression.Fit([0, 0, 1, 1], 1, 2, [true, true, false, false], CancellationToken.None);

        Assert.InRange(model.Predict([0]), 0.5, 0.999);
        Assert.InRange(model.Predict([1]), 0.001, 0.5);
    }

    [Fact]
    public void Fit_OutcomesMissing_Throws() =>
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit([0, 1], 1, 2, [true], CancellationToken.None));

    private static double Probability(int first, int second) => 1 / (1 + Math.Exp(-(True[first] + True[second])));
}
