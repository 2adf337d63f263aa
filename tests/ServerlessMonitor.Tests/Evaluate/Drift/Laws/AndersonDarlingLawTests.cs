using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Tests.Evaluate.Drift.Laws;

public sealed class AndersonDarlingLawTests
{
    [Fact]
    public void Normalised_WhereSumsBecomeExpansions_DoesNotJump()
    {
        double summed = AndersonDarlingLaw.Normalised(3, 1_000_000, 1_000_000);
        double expanded = AndersonDarlingLaw.Normalised(3, 1_000_000, 1_000_001);
        Assert.Equal(summed, expanded, 1e-9);
    }

    [Theory]
    [InlineData(-2, 0.25)]
    [InlineData(7, 0.001)]
    public void PValue_OutsideTheTable_IsItsEnd(double statistic, double expected) => Assert.Equal(expected, AndersonDarlingLaw.PValue(statistic));
}
