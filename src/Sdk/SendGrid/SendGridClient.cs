using System.Net.Http.Headers;
using System.Text;
using SendGrid.Helpers.Mail;

namespace SendGrid;

/// <summary>The mail send call of SendGrid's v3 interface over an <see cref="HttpClient"/> of the caller's, which is neither changed nor disposed.</summary>
public class SendGridClient : ISendGridClient
{
    private readonly HttpClient _client;
    private readonly AuthenticationHeaderValue _authorization;
    private readonly Dictionary<string, string> _headers;
    private readonly Uri _address;

    /// <summary>A client by its options.</summary>
    /// <exception cref="ArgumentException">The key is missing or could not stand in a header, or the host is not an absolute address.</exception>
    public SendGridClient(HttpClient httpClient, SendGridClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(httpClient);
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrWhiteSpace(options.ApiKey))
        {
            throw new ArgumentException("The API key of SendGrid is missing.", nameof(options));
        }

        if (options.ApiKey.Any(c => c is <= ' ' or > '~'))
        {
            // Said here, because the header's own error could quote the key.
            throw new ArgumentException("The API key of SendGrid has blanks or characters that a header cannot hold.", nameof(options));
        }

        _address = Uri.TryCreate($"{options.Host.TrimEnd('/')}/{options.Version}/mail/send", UriKind.Absolute, out var address)
            ? address
            : throw new ArgumentException("The host of SendGrid is not an absolute address.", nameof(options));
        _client = httpClient;
        _authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        _headers = new Dictionary<string, string>(options.RequestHeaders, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A client by its key.</summary>
    /// <exception cref="ArgumentException">The key is missing or could not stand in a header, or the host is not an absolute address.</exception>
    public SendGridClient(HttpClient httpClient, string apiKey, string? host = null, Dictionary<string, string>? requestHeaders = null, string? version = null)
        : this(httpClient, Options(apiKey, host, requestHeaders, version))
    {
    }

    /// <inheritdoc />
    public async Task<Response> SendEmailAsync(SendGridMessage msg, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(msg);
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new StringContent(msg.Serialize(), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = _authorization;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach (var (name, value) in _headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        // Not disposed: its content and headers are the caller's now, and they are in memory.
        var response = await _client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        return new Response(response.StatusCode, response.Content, response.Headers);
    }

    private static SendGridClientOptions Options(string apiKey, string? host, Dictionary<string, string>? requestHeaders, string? version)
    {
        var options = new SendGridClientOptions { ApiKey = apiKey };
        options.Host = host ?? options.Host;
        options.Version = version ?? options.Version;
        options.RequestHeaders = requestHeaders ?? options.RequestHeaders;
        return options;
    }
}
