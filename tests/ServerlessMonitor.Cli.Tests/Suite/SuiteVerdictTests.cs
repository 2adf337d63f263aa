using ServerlessMonitor.Cli.Suite;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Cli.Tests.Suite;

public sealed class SuiteVerdictTests
{
    [Theory]
    [InlineData(VerdictOutcome.Breach, 1, false, false)]
    [InlineData(VerdictOutcome.Breach, 1, true, true)]
    [InlineData(VerdictOutcome.Breach, 2, false, true)]
    [InlineData(VerdictOutcome.Ok, 1, true, false)]
    [InlineData(VerdictOutcome.Ok, 1, false, true)]
    [InlineData(VerdictOutcome.NotEnoughData, 1, true, true)]
    [InlineData(VerdictOutcome.NotEnoughData, 1, false, true)]
    public void IsReflectedBy_Alerts_AsTheVerdictAsks(VerdictOutcome outcome, int times, bool firing, bool expected)
    {
        var verdict = new SuiteVerdict([new SuiteVerdict.Rule("performance/f1/below", outcome, times)]);

        Assert.Equal(expected, verdict.IsReflectedBy(firing ? new HashSet<string> { "performance/f1/below" } : []));
    }
}
