using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessMonitor.Functions.Tests;

/// <summary>Stands in for Slack, SendGrid and a webhook on a loopback port, and keeps what they were sent.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    public ConcurrentQueue<Received> Messages { get; } = new();

    public Uri Address { get; private set; } = null!;

    /// <summary>Asked before a message is accepted (false) and after (true); true cuts the connection without an answer.</summary>
    public Func<Received, bool, Task<bool>> Cuts { get; set; } = (_, _) => Task.FromResult(false);

    public static async Task<Receiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var receiver = new Receiver(app);
        app.MapPost("/{channel}/{**rest}", receiver.TakeAsync);
        await app.StartAsync(CancellationToken.None);
        receiver.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> TakeAsync(string channel, string? rest, HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        string body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        var received = new Received(channel, body, request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)) { Rest = rest };
        if (await Cuts(received, false))
        {
            request.HttpContext.Abort();
            return Results.Empty;
        }

        Messages.Enqueue(received);
        if (await Cuts(received, true))
        {
            request.HttpContext.Abort();
            return Results.Empty;
        }

        return channel == "mail" ? Results.StatusCode(StatusCodes.Status202Accepted) : Results.Text("ok");
    }

    /// <param name="Channel">The first segment of the path.</param>
    /// <param name="Body">The text.</param>
    /// <param name="Headers">The headers.</param>
    internal sealed record Received(string Channel, string Body, IReadOnlyDictionary<string, string> Headers)
    {
        /// <summary>The other segments of the path.</summary>
        public string? Rest { get; init; }
    }
}
