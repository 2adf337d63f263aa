using System.Net;
using System.Net.Sockets;
using ServerlessMonitor.Cli.Local;

namespace ServerlessMonitor.Cli.Tests.Local;

public sealed class LoopbackPortTests
{
    [Fact]
    public void Choose_PreferredIsTaken_IsAnotherOne()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var taken = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.NotEqual(taken, LoopbackPort.Choose(null, taken));
    }

    [Fact]
    public void Choose_AskedForIsTaken_SaysSo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var taken = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.Contains($"Port {taken} is taken", Assert.Throws<CliException>(() => LoopbackPort.Choose(taken, 7071)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_Zero_IsAFreeOneThatTheSystemHandsToNobody() => Assert.InRange(LoopbackPort.Choose(0, 7071), 20_000, 29_999);
}
