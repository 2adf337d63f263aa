using ServerlessMonitor.Benchmarks.Verdicts;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;

namespace ServerlessMonitor.Tests.Evaluate.Drift;

public sealed class DriftBudgetTests
{
    [Theory]
    [InlineData(2, 30, "1h", 9.126e-5)]
    [InlineData(2, 30, "1d", 2.190e-3)]
    [InlineData(2, 10, "7d", 0.04600)]
    [InlineData(2, 4, "1mo", 0.05)]
    public void Level_Budget_IsSharedByTheTestsOfAMonth(double budget, int columns, string step, double expected) =>
        Assert.Equal(expected, DriftBudget.Level(budget, columns, WindowLength.Parse(step))!.Value, expected * 1e-3);

    [Fact]
    public void Level_NoBudgetOrNothingToTest_IsNull()
    {
        Assert.Null(DriftBudget.Level(null, 30, WindowLength.Parse("1h")));
        Assert.Null(DriftBudget.Level(2, 0, WindowLength.Parse("1h")));
    }

    [Fact]
    public void Year_BudgetOfTwoAMonth_GivesAtMostThirtyFour()
    {
        BudgetYear year = BudgetYear.Run(rows: 2_000, seed: 1);
        Assert.InRange(year.Rejected, 4, 34);
        Assert.InRange(year.Alerts, 0, year.Rejected);
    }
}
