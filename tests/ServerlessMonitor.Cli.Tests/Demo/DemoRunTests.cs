namespace ServerlessMonitor.Cli.Tests.Demo;

/// <summary>The whole system: Azurite, the functions app as a process, real flights, messages to a receiver.</summary>
public sealed class DemoRunTests
{
    [Fact]
    public async Task Demo_OneWeek_IsJudgedAndTheSuiteIsGoneAfterwards()
    {
        var run = await CliRun.Of("demo", "--weeks", "1", "--port", "0");

        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        Assert.Matches(@"\n2001-02-05 +\d+,\d{3} +~0\.\d{4} +~0\.\d{4} +~0\.\d{4}  ", run.Output);
        Assert.Matches(@"\n2001-02-05 +\d+,\d{3} +0\.\d{4} +0\.\d{4} +0\.\d{4}  \d+,\d{3} labels are there", run.Output);
        Assert.Contains("in 7 batches, 0 in quarantine", run.Output, StringComparison.Ordinal);
        var address = run.Output.Split('\n').Single(line => line.StartsWith("The suite runs at ", StringComparison.Ordinal)).Split(' ')[4];
        var status = await CliRun.Of("status", "--to", address);
        Assert.Equal(2, status.ExitCode);
        Assert.Contains("does not answer", status.Error, StringComparison.Ordinal);
    }
}
