using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ServerlessMonitor.Cli.Local;

/// <summary>Finds a loopback port to listen on.</summary>
internal static class LoopbackPort
{
    // Below the ports that systems hand out by themselves: between this choice and the listening, which is seconds later, nobody is given one of these.
    private const int First = 20_000;
    private const int Count = 10_000;

    /// <summary>The port asked for (0: a free one); without one the preferred port, or a free one where that is taken.</summary>
    /// <exception cref="CliException">The port asked for is taken.</exception>
    public static int Choose(int? asked, int preferred)
    {
        if (asked is { } port and not 0)
        {
            return TryBind(port) ?? throw new CliException(string.Create(CultureInfo.InvariantCulture, $"Port {port} is taken: end what listens there, or choose another with --port."));
        }

        return (asked is null ? TryBind(preferred) : null) ?? Free() ?? throw new CliException("No loopback port is free.");
    }

    private static int? Free()
    {
        // Two starts at once look in different places.
        int start = Random.Shared.Next(Count);
        return Enumerable.Range(0, Count).Select(offset => TryBind(First + ((start + offset) % Count))).FirstOrDefault(port => port is not null);
    }

    private static int? TryBind(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
