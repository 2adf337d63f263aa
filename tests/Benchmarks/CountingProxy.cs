using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ServerlessMonitor.Benchmarks;

/// <summary>Forwards requests to Azurite and counts them by verb and resource.</summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private static readonly HashSet<string> PerHop = new(["Host", "Connection", "Transfer-Encoding", "Expect", "Keep-Alive"], StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly List<WebApplication> _apps = [];
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });

    private CountingProxy(string connection) => ConnectionString = connection;

    /// <summary>The connection string that leads through the proxy.</summary>
    public string ConnectionString { get; private set; }

    /// <summary>Starts it before Azurite's three services.</summary>
    public static async Task<CountingProxy> StartAsync(string connection, CancellationToken cancellationToken)
    {
        var proxy = new CountingProxy(connection);
        foreach (string part in connection.Split(';').Where(part => part.Contains("Endpoint=", StringComparison.Ordinal)))
        {
            var upstream = new Uri(part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = null);
            WebApplication app = builder.Build();
            app.Run(context => proxy.ForwardAsync(context, upstream));
            await app.StartAsync(cancellationToken);
            proxy._apps.Add(app);
            proxy.ConnectionString = proxy.ConnectionString.Replace(upstream.Authority, new Uri(app.Urls.First()).Authority, StringComparison.Ordinal);
        }

        return proxy;
    }

    /// <summary>How many requests of each kind there were.</summary>
    public IReadOnlyDictionary<string, long> Counts() => new Dictionary<string, long>(_counts, StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (WebApplication app in _apps)
        {
            await app.DisposeAsync();
        }

        _client.Dispose();
    }

    private async Task ForwardAsync(HttpContext context, Uri upstream)
    {
        HttpRequest source = context.Request;
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var body = new MemoryStream();
        await source.Body.CopyToAsync(body, context.RequestAborted);
        // Signed as it was spelled: nothing of the address may be made canonical.
        var address = new Uri($"http://{upstream.Authority}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(source.Method), address);
        request.Content = body.Length > 0 || source.Method is "PUT" or "POST" or "MERGE" or "PATCH" ? new ByteArrayContent(body.ToArray()) : null;
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in source.Headers)
        {
            if (!PerHop.Contains(name) && !request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        using HttpResponseMessage response = await _client.SendAsync(request, context.RequestAborted);
        _counts.AddOrUpdate($"{source.Method} {Resource(target, body)} {(int)response.StatusCode}", 1, (_, count) => count + 1);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (KeyValuePair<string, IEnumerable<string>> header in response.Headers.Concat(response.Content.Headers).Where(header => !PerHop.Contains(header.Key)))
        {
            context.Response.Headers[header.Key] = header.Value.ToArray();
        }

        if (source.Method != "HEAD" && response.Content.Headers.ContentLength != 0)
        {
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }

    /// <summary>The table, queue or container; for a transaction the table of its first row.</summary>
    private static string Resource(string target, MemoryStream body)
    {
        string path = target.Split('?')[0];
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string resource = parts.Length > 1 ? parts[1].Split('(')[0] : path;
        if (resource == "$batch")
        {
            string text = System.Text.Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)Math.Min(body.Length, 4096));
            int at = text.IndexOf("devstoreaccount1/", StringComparison.Ordinal);
            resource = at < 0 ? resource : $"{text[(at + 17)..].Split('(', '?', ' ')[0]} (transaction)";
        }

        return parts is [_, _, "messages", _, ..] ? $"{resource} message" : target.Contains("()", StringComparison.Ordinal) ? $"{resource} query" : resource;
    }
}
