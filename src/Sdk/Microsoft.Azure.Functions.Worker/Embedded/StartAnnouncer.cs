using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Says on standard output where the host listens and that it has started; programs that start a host read these lines.</summary>
internal static class StartAnnouncer
{
    public static void AnnounceWhenStarted(
        IHostApplicationLifetime lifetime, IServer server, FunctionIndex index, HostConsole console, TimeProvider time, ILoggerFactory loggers) =>
        lifetime.ApplicationStarted.Register(() =>
        {
            Log.Found(loggers.CreateLogger("Host.Startup"), index.All.Count, string.Join(", ", index.All.Select(Describe).Order(StringComparer.Ordinal)));
            foreach (var address in server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
            {
                console.WriteLine($"Now listening on: {address}");
            }

            using var process = Process.GetCurrentProcess();
            var elapsed = time.GetUtcNow().UtcDateTime - process.StartTime.ToUniversalTime();
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Host started ({elapsed.TotalMilliseconds:F0} ms)"));
        });

    private static string Describe(FunctionDescriptor function) => function.IsDisabled ? function.Name + " (disabled)" : function.Name;
}
