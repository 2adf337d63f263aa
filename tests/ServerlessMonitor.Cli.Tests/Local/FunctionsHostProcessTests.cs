using ServerlessMonitor.Cli.Local;

namespace ServerlessMonitor.Cli.Tests.Local;

public sealed class FunctionsHostProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_AppThatEnds_SaysWhatItsLogSays()
    {
        _folder.Write("ServerlessMonitor.Functions.dll", "not an assembly");
        var log = Path.Combine(_folder.Path, "logs", "host.log");

        var error = await Assert.ThrowsAsync<CliException>(() => FunctionsHostProcess.StartAsync(
            new FunctionsOutput(_folder.Path), 0, new Dictionary<string, string>(), log, CancellationToken.None));

        Assert.Contains("The functions app ended with exit code", error.Message, StringComparison.Ordinal);
        Assert.Contains(log, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(await File.ReadAllTextAsync(log));
    }
}
