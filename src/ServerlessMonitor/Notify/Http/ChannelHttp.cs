using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ServerlessMonitor.Notify.Http;

/// <summary>HTTP for channels: addresses and headers hold secrets, so nothing of a request reaches a log, a trace or an error.</summary>
internal static class ChannelHttp
{
    private const int LongestAnswer = 4096;

    // Where a client reads answers whole: no service's is longer, and a hostile one must not fill the memory.
    private const int LongestBuffered = 64 * 1024;

    // Errors that come before the request is sent.
    private static readonly HttpRequestError[] NeverSent =
        [HttpRequestError.ConnectionError, HttpRequestError.NameResolutionError, HttpRequestError.SecureConnectionError, HttpRequestError.ProxyTunnelError];

    /// <summary>Registers a client of that name with the timeout of <see cref="NotifyOptions.RequestTimeout"/>.</summary>
    public static IServiceCollection AddChannelClient(this IServiceCollection services, string name)
    {
        services.AddHttpClient(name)
            .ConfigureHttpClient((provider, client) =>
            {
                client.Timeout = provider.GetRequiredService<IOptions<NotifyOptions>>().Value.RequestTimeout;
                client.MaxResponseContentBufferSize = LongestBuffered;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                // No activity: its url.full would hold the address, and thereby the secret.
                ActivityHeadersPropagator = null,
            })
            // The factory's own log lines hold the address.
            .RemoveAllLoggers();
        return services;
    }

    /// <summary>Sends a request and judges the answer.</summary>
    /// <param name="client">A client registered by <see cref="AddChannelClient"/>.</param>
    /// <param name="service">The service's name, for people.</param>
    /// <param name="request">The request.</param>
    /// <param name="judge">From status and the first 4 kB of the answer to null (taken), or what the service said was wrong (may be empty).</param>
    /// <param name="statusAlone">Whether the answer's text is not read: then a service that drips it, or breaks off, has taken the message all the same.</param>
    /// <param name="time">For <c>Retry-After</c> as a date.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static async Task<NotifyFailure?> SendAsync(
        HttpClient client,
        string service,
        HttpRequestMessage request,
        Func<HttpStatusCode, string, string?> judge,
        bool statusAlone,
        TimeProvider time,
        CancellationToken cancellationToken) =>
        await GuardAsync(
            service,
            client.Timeout,
            time,
            async token =>
            {
                using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
                string answer = statusAlone ? string.Empty : await ReadStartAsync(response.Content, token);
                string? wrong = judge(response.StatusCode, answer);
                return wrong is null
                    ? null
                    : HttpRules.Failure(service, response.StatusCode, wrong.Length == 0 ? null : wrong, HttpRules.RetryAfter(response.Headers, time.GetUtcNow()));
            },
            cancellationToken);

    /// <summary>
    /// Bounds the request, its answer included (the client's own timeout ends with the headers), and turns faults of the network into failures that can be
    /// retried, in words that hold nothing of the request.
    /// </summary>
    public static async Task<NotifyFailure?> GuardAsync(
        string service, TimeSpan timeout, TimeProvider time, Func<CancellationToken, Task<NotifyFailure?>> send, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await send(either.Token);
        }
        catch (HttpRequestException exception)
        {
            return new NotifyFailure(Retryable: true, $"{service} could not be reached: {Because(exception.HttpRequestError)}.") { MaybeTaken = !NeverSent.Contains(exception.HttpRequestError) };
        }
        catch (IOException)
        {
            return new NotifyFailure(Retryable: true, $"The connection to {service} broke off.") { MaybeTaken = true };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new NotifyFailure(Retryable: true, string.Create(CultureInfo.InvariantCulture, $"{service} did not answer within {timeout.TotalSeconds:0.#} s.")) { MaybeTaken = true };
        }
    }

    // The exception's own message may hold the address.
    private static string Because(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "its host name is not known (DNS)",
        HttpRequestError.ConnectionError => "no connection (nothing listens there, or a firewall is between)",
        HttpRequestError.SecureConnectionError => "no secure connection (TLS: its certificate, or its version)",
        _ => error.ToString(),
    };

    private static async Task<string> ReadStartAsync(HttpContent content, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[LongestAnswer];
        await using Stream stream = await content.ReadAsStreamAsync(cancellationToken);
        int read = await stream.ReadAtLeastAsync(buffer, LongestAnswer, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }
}
