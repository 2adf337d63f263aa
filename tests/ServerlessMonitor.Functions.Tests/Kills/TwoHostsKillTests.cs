using ServerlessMonitor.TestKit.Azurite;
using Xunit.Abstractions;

namespace ServerlessMonitor.Functions.Tests.Kills;

/// <summary>Two hosts on one account; whichever comes to the place is killed, and the other goes on.</summary>
public sealed class TwoHostsKillTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public Task TwoHosts_KilledAtSeededPoints_EveryNumberIsRightAndEveryAlertArrivesOnce() => KillRun.RunAsync(azurite.ConnectionString, hosts: 2, seed: 20_260_224, output);
}
