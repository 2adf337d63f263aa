using ServerlessMonitor.Contracts;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Tests;

/// <summary>docs/metrics.md names every metric.</summary>
public sealed class MetricsPageTests
{
    [Fact]
    public void Page_EveryKey_IsThere()
    {
        string page = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs", "metrics.md"));

        Assert.All(MeasureKeys.Metrics(task: null).Concat(ServiceKeys.Usual).Where(key => !key.StartsWith("errorQuantile", StringComparison.Ordinal)), key => Assert.Contains($"`{key}`", page, StringComparison.Ordinal));
    }
}
