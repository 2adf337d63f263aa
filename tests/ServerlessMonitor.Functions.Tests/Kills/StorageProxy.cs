using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessMonitor.Functions.Tests.Kills;

/// <summary>Stands between one host and one service of Azurite, forwards every request as it is, and lets the host's owner look at both sides of each.</summary>
internal sealed class StorageProxy : IAsyncDisposable
{
    private static readonly HashSet<string> PerHop = new(["Host", "Connection", "Transfer-Encoding", "Expect", "Keep-Alive"], StringComparer.OrdinalIgnoreCase);
    private readonly WebApplication _app;
    private readonly Uri _upstream;
    private readonly HostRun _host;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });

    private StorageProxy(WebApplication app, Uri upstream, HostRun host)
    {
        _app = app;
        _upstream = upstream;
        _host = host;
    }

    public string Authority => new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Authority;

    public static async Task<StorageProxy> StartAsync(Uri upstream, HostRun host)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = null);
        var proxy = new StorageProxy(builder.Build(), upstream, host);
        proxy._app.Run(proxy.HandleAsync);
        await proxy._app.StartAsync(CancellationToken.None);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        SeenRequest seen = SeenRequest.Of(context.Request.Method, target, body.ToArray(), _host.MessageText);
        using IDisposable? passage = await _host.EnterAsync(seen);
        if (passage is null)
        {
            context.Abort();
            return;
        }

        // Not cut short: a service does what it has been asked, whether or not somebody still listens.
        using HttpRequestMessage request = Copy(context.Request, target, body.ToArray());
        using HttpResponseMessage response = await _client.SendAsync(request, CancellationToken.None);
        byte[] answer = await response.Content.ReadAsByteArrayAsync(CancellationToken.None);
        _host.Note(seen, request, response, answer);
        if (!await _host.LeaveAsync(seen))
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)response.StatusCode;
        foreach (KeyValuePair<string, IEnumerable<string>> header in response.Headers.Concat(response.Content.Headers).Where(header => !PerHop.Contains(header.Key)))
        {
            context.Response.Headers[header.Key] = header.Value.ToArray();
        }

        if (context.Request.Method != "HEAD" && answer.Length > 0)
        {
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        }
    }

    private HttpRequestMessage Copy(HttpRequest source, string target, byte[] body)
    {
        // Signed as it was spelled: nothing of the address may be made canonical.
        var address = new Uri($"http://{_upstream.Authority}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(source.Method), address);
        if (body.Length > 0 || source.Method is "PUT" or "POST" or "MERGE" or "PATCH")
        {
            request.Content = new ByteArrayContent(body);
        }

        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in source.Headers)
        {
            if (!PerHop.Contains(name) && !request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        return request;
    }
}
