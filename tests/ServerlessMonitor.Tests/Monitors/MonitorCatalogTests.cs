using ServerlessMonitor.Contracts;
using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Tests.Monitors;

public sealed class MonitorCatalogTests
{
    [Fact]
    public async Task Get_NoFile_GivesTheDefaults()
    {
        var result = await new MonitorCatalog(new Files(null)).GetAsync("churn", CancellationToken.None);

        Assert.Equal("churn", result.Definition!.Model);
        Assert.Equal("default", result.Definition.Digest);
        Assert.Empty(result.Problems);
    }

    [Fact]
    public async Task Get_File_GivesWhatItSays()
    {
        var result = await new MonitorCatalog(new Files("model: churn\nowner: growth")).GetAsync("churn", CancellationToken.None);

        Assert.Equal("growth", result.Definition!.Owner);
    }

    [Fact]
    public async Task Get_BadFile_GivesProblemsAndNoGuess()
    {
        var result = await new MonitorCatalog(new Files("model: chrun")).GetAsync("churn", CancellationToken.None);

        Assert.Null(result.Definition);
        Assert.StartsWith("monitors/churn.yaml:1:8: model: ", Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
    }

    private sealed class Files(string? text) : IMonitorFiles
    {
        public Task<Versioned<string>?> ReadAsync(string model, CancellationToken cancellationToken) =>
            Task.FromResult(text is null ? null : new Versioned<string>(text, "1"));
    }
}
