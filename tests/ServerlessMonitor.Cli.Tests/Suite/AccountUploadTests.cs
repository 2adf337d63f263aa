using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMonitor.Azure;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.TestKit.Azurite;

namespace ServerlessMonitor.Cli.Tests.Suite;

public sealed class AccountUploadTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("predictions")]
    [InlineData("baselines", "--baseline")]
    public async Task Upload_ToAccount_IsTheBlobThatTheSuiteWatches(string container, params string[] options)
    {
        var file = _folder.Write("today.csv", "a,b\n1,2\n");
        var settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = azurite.ConnectionString };
        await using var services = new ServiceCollection().AddAzureStorage(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
        await services.GetRequiredService<StorageSetup>().CreateMissingAsync(CancellationToken.None);

        var run = await CliRun.With(settings, null, ["upload", file, "--model", "churn", "--version", "7", "--to", "account", .. options]);

        Assert.Equal(new CliRun(0, $"{file}: accepted as {container}/churn/7/today.csv{Environment.NewLine}", string.Empty), run);
        await using var blob = await services.GetRequiredService<IBlobSource>().OpenAsync(new BlobAddress(container, "churn/7/today.csv"), CancellationToken.None);
        using var reader = new StreamReader(blob!.Content);
        Assert.Equal("a,b\n1,2\n", await reader.ReadToEndAsync());
    }
}
