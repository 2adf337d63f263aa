using System.Net;
using System.Text;

namespace ServerlessMonitor.TestKit;

/// <summary>
/// Answers HTTP requests from a register and records them; a request nobody registered throws, so nothing leaves a test unseen.
/// </summary>
/// <remarks>An address that ends in <c>*</c> matches every address with that beginning; of several matches the last registered answers.</remarks>
public sealed class StubHttp : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly List<Route> _routes = [];
    private readonly List<RecordedRequest> _requests = [];
    private readonly List<RecordedRequest> _unregistered = [];

    /// <summary>Every request in the order of arrival, those that were not registered included.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>The requests that threw because nobody registered them: assert that it is empty where the code under test catches.</summary>
    public IReadOnlyList<RecordedRequest> Unregistered
    {
        get
        {
            lock (_gate)
            {
                return [.. _unregistered];
            }
        }
    }

    /// <summary>Answers every matching request with this status and body.</summary>
    public StubHttp On(HttpMethod method, string url, HttpStatusCode status = HttpStatusCode.OK, string body = "", string contentType = "application/json") =>
        On(method, url, _ => Response(status, body, contentType));

    /// <summary>Answers every matching request by asking <paramref name="respond"/>, which may throw what a network would.</summary>
    public StubHttp On(HttpMethod method, string url, Func<RecordedRequest, HttpResponseMessage> respond) =>
        On(method, url, (request, _) => Task.FromResult(respond(request)));

    /// <summary>Answers every matching request by awaiting <paramref name="respond"/>.</summary>
    public StubHttp On(HttpMethod method, string url, Func<RecordedRequest, CancellationToken, Task<HttpResponseMessage>> respond)
    {
        lock (_gate)
        {
            _routes.Add(new Route(method, url, respond));
        }

        return this;
    }

    /// <summary>Answers matching requests one after the other; the last answer repeats.</summary>
    public StubHttp OnSequence(HttpMethod method, string url, params Func<RecordedRequest, HttpResponseMessage>[] responses)
    {
        if (responses.Length == 0)
        {
            throw new ArgumentException("A sequence needs at least one response.", nameof(responses));
        }

        var next = -1;
        return On(method, url, request => responses[Math.Min(Interlocked.Increment(ref next), responses.Length - 1)](request));
    }

    /// <summary>A response to return from <c>On</c>.</summary>
    public static HttpResponseMessage Response(HttpStatusCode status, string body = "", string contentType = "application/json") =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, contentType) };

    /// <summary>A client whose requests come here.</summary>
    public HttpClient CreateClient() => new(this, disposeHandler: false);

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var recorded = await RecordAsync(request, cancellationToken);
        Route? route;
        lock (_gate)
        {
            _requests.Add(recorded);
            route = _routes.FindLast(candidate => candidate.Matches(recorded));
            if (route is null)
            {
                _unregistered.Add(recorded);
            }
        }

        if (route is null)
        {
            // Not an HttpRequestException: that would be retried or swallowed as a fault of the network.
            throw new InvalidOperationException($"No answer is registered for {recorded.Method} {recorded.Uri}.");
        }

        var response = await route.Respond(recorded, cancellationToken);
        response.RequestMessage = request;
        return response;
    }

    private static async Task<RecordedRequest> RecordAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()))
        {
            headers[name] = string.Join(", ", values);
        }

        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        return new RecordedRequest(request.Method, request.RequestUri!, headers, body);
    }

    private sealed record Route(HttpMethod Method, string Url, Func<RecordedRequest, CancellationToken, Task<HttpResponseMessage>> Respond)
    {
        public bool Matches(RecordedRequest request) => Method == request.Method
            && (Url.EndsWith('*')
                ? request.Uri.AbsoluteUri.StartsWith(Url[..^1], StringComparison.Ordinal)
                : string.Equals(request.Uri.AbsoluteUri, new Uri(Url).AbsoluteUri, StringComparison.Ordinal));
    }
}
