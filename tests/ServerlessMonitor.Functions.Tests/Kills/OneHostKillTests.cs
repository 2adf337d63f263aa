using ServerlessMonitor.TestKit.Azurite;
using Xunit.Abstractions;

namespace ServerlessMonitor.Functions.Tests.Kills;

/// <summary>One host, killed again and again.</summary>
public sealed class OneHostKillTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public Task OneHost_KilledAtSeededPoints_EveryNumberIsRightAndEveryAlertArrivesOnce() => KillRun.RunAsync(azurite.ConnectionString, hosts: 1, seed: 20_260_223, output);
}
