namespace ServerlessMonitor.Cli.Tests.Demo;

public sealed class DemoCommandTests
{
    [Theory]
    [InlineData("--weeks", "0")]
    [InlineData("--weeks", "21")]
    [InlineData("--weeks", "many")]
    [InlineData("--port", "70000")]
    public async Task Demo_BadUse_StartsNothing(params string[] options)
    {
        var run = await CliRun.Of(["demo", .. options]);

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
    }
}
