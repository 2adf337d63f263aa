using System.Diagnostics;
using ServerlessMonitor.Cli.Local;

namespace ServerlessMonitor.Cli.Tests.Demo;

/// <summary>The converter as a command of its own.</summary>
public sealed class FlightsToCsvTests
{
    [Theory]
    [InlineData("--help", 0)]
    [InlineData("--no-such-option", 2)]
    [InlineData("--source=no-such.parquet", 2)]
    public async Task Script_HelpOrBadUse_ShowsTheUsage(string argument, int exitCode)
    {
        var (code, said) = await RunAsync(argument);

        Assert.Equal(exitCode, code);
        Assert.Contains("usage: node flights-to-csv.mjs", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_NoSuchSource_LeavesNothing()
    {
        var directory = Directory.CreateTempSubdirectory("flights-");
        try
        {
            var (code, said) = await RunAsync("--source=no-such.parquet", Path.Combine(directory.FullName, "out.csv"));

            Assert.Equal(1, code);
            Assert.Contains("no-such.parquet", said, StringComparison.Ordinal);
            Assert.Empty(directory.GetFileSystemInfos());
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        var npm = NpmFolder.Find();
        await npm.RestoreAsync(CancellationToken.None);
        using var node = NpmFolder.Start(new ProcessStartInfo("node", [Path.Combine(npm.Path, "flights-to-csv.mjs"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        var error = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return (node.ExitCode, output + await error);
    }
}
