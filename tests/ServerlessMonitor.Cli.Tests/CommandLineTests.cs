namespace ServerlessMonitor.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Run_NoCommand_IsBadUseAndPointsToHelp()
    {
        var run = await CliRun.Of();

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.Contains("serverless-monitor --help", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-command")]
    [InlineData("validate", "--no-such-option", "x.yaml")]
    [InlineData("validate")]
    [InlineData("validate", "x.yaml", "--format", "xml")]
    public async Task Run_BadUse_SaysSoOnStandardError(params string[] args)
    {
        var run = await CliRun.Of(args);

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("--help'.", run.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_Root_ListsEveryCommandAndTheExitCodes()
    {
        var run = await CliRun.Of("--help");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.All(Commands, command => Assert.Contains($"  {command}", run.Output, StringComparison.Ordinal));
        Assert.Contains("Exit codes: 0 fine, 1 findings", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(CommandRows))]
    public async Task Help_Command_EndsWithExamplesOfItself(string command)
    {
        var run = await CliRun.Of(command, "--help");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        var examples = run.Output[run.Output.IndexOf("Examples:", StringComparison.Ordinal)..].Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.StartsWith($"  serverless-monitor {command}", example, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version_Option_PrintsAVersion()
    {
        var run = await CliRun.Of("--version");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", run.Output);
    }

    private static readonly string[] Commands = ["demo", "compare", "evaluate", "profile", "infer", "validate", "upload", "status", "versions", "batches", "requeue", "notifications", "local"];

    public static TheoryData<string> CommandRows => [.. Commands];
}
