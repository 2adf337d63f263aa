using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMonitor.Azure;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.TestKit.Azurite;

namespace ServerlessMonitor.Cli.Tests.Commands;

public sealed class ConfigureCommandTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Configure_WritesEachFileWhereTheSuiteReadsIt()
    {
        var settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = azurite.ConnectionString };
        await using var services = new ServiceCollection().AddAzureStorage(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
        await services.GetRequiredService<StorageSetup>().CreateMissingAsync(CancellationToken.None);
        string[] files = [_folder.Write("draft.yaml", "model: churn\n"), _folder.Write("alerting.yaml", "route: {receiver: a}\n"), _folder.Write("receivers.yaml", "receivers: {}\n")];

        var run = await CliRun.With(null, null, ["configure", .. files, "--to", azurite.ConnectionString]);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.All(["monitors/churn.yaml", "alerting/alerting.yaml", "alerting/receivers.yaml"], text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("AccountKey", run.Output, StringComparison.Ordinal);
        await using var blob = await services.GetRequiredService<IBlobSource>().OpenAsync(new BlobAddress("monitors", "churn.yaml"), CancellationToken.None);
        using var reader = new StreamReader(blob!.Content);
        Assert.Equal("model: churn\n", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Configure_MonitorWithMistakes_SendsNothing()
    {
        string[] files = [_folder.Write("alerting.yaml", "route: {receiver: a}\n"), _folder.Write("churn.yaml", "model: churn\nperformanse: []\n")];

        // No account answers there: sending would end in another message.
        var run = await CliRun.With(null, null, ["configure", .. files, "--to", "BlobEndpoint=http://127.0.0.1:1/a"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("churn.yaml:2:1: error: performanse", run.Error, StringComparison.Ordinal);
        Assert.EndsWith($"Nothing was sent.{Environment.NewLine}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configure_AddressOfTheSuite_IsRefused()
    {
        var run = await CliRun.With(null, null, "configure", _folder.Write("churn.yaml", "model: churn\n"), "--to", "http://127.0.0.1:7071");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--to needs a connection string, or 'account'", run.Error, StringComparison.Ordinal);
    }
}
