using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ServerlessMonitor.Cli.Local;

/// <summary>Finds a loopback port to listen on.</summary>
internal static class LoopbackPort
{
    /// <summary>The port asked for; without one the preferred port, or a free one where that is taken.</summary>
    /// <exception cref="CliException">The port asked for is taken.</exception>
    public static int Choose(int? asked, int preferred)
    {
        if (asked is { } port)
        {
            return TryBind(port) ?? throw new CliException(string.Create(CultureInfo.InvariantCulture, $"Port {port} is taken: end what listens there, or choose another with --port."));
        }

        return TryBind(preferred) ?? TryBind(0) ?? throw new CliException("No loopback port is free.");
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
