using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Cli.Tests.Commands;

public sealed class ValidateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Validate_GoodFile_IsFine()
    {
        var file = _folder.Write("churn.yaml", "model: churn\n");

        Assert.Equal(new CliRun(0, $"{file}: valid, model churn{Environment.NewLine}", string.Empty), await CliRun.Of("validate", file));
    }

    [Fact]
    public async Task Validate_Mistakes_NamesFileLineAndColumnOnStandardError()
    {
        var file = _folder.Write("churn.yaml", "model: churn\nownr: me\nquality: {missing: 5}\nsources: {labels: [x.csv]}\n");

        var run = await CliRun.Of("validate", file);

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.Equal(
            [
                $"{file}:2:1: error: ownr: unknown key; did you mean 'owner'?",
                $"{file}:3:20: error: quality.missing: found '5'; expected a share from 0 to 1, for example 0.05, or off",
                $"{file}:4:1: warning: sources: understood, but this version does not act on it yet",
            ],
            run.ErrorLines);
    }

    [Fact]
    public async Task Validate_OnlyWarnings_IsFine()
    {
        var file = _folder.Write("churn.yaml", "model: churn\nsources: {labels: [x.csv]}\n");

        var run = await CliRun.Of("validate", file);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"{file}:2:1: warning: sources: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_SeveralFiles_ReportsEachAndFailsForOne()
    {
        var good = _folder.Write("a.yaml", "model: a\n");
        var bad = _folder.Write("b.yaml", "owner: me\n");

        var run = await CliRun.Of("validate", good, bad, "--format", "json");

        Assert.Equal(2, run.ExitCode);
        var files = run.Json().GetProperty("files");
        Assert.Equal((good, true, "a"), (files[0].GetProperty("file").GetString(), files[0].GetProperty("valid").GetBoolean(), files[0].GetProperty("model").GetString()));
        var problem = Assert.Single(files[1].GetProperty("problems").EnumerateArray());
        Assert.Equal((1, 1, "model"), (problem.GetProperty("line").GetInt32(), problem.GetProperty("column").GetInt32(), problem.GetProperty("key").GetString()));
        Assert.StartsWith("is missing", problem.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_NoSuchFile_IsBadUse()
    {
        var file = Path.Combine(_folder.Path, "none.yaml");

        Assert.Equal(new CliRun(2, string.Empty, $"error: {file}: there is no such file{Environment.NewLine}"), await CliRun.Of("validate", file));
    }

    [Fact]
    public async Task Validate_Schema_PrintsItAndNothingElse() =>
        Assert.Equal(new CliRun(0, MonitorFile.Schema, string.Empty), await CliRun.Of("validate", "--schema"));
}
