using System.Net;
using System.Net.Http.Headers;

namespace SendGrid;

/// <summary>What SendGrid answered.</summary>
public class Response
{
    /// <summary>An answer.</summary>
    public Response(HttpStatusCode statusCode, HttpContent responseBody, HttpResponseHeaders responseHeaders)
    {
        StatusCode = statusCode;
        Body = responseBody;
        Headers = responseHeaders;
    }

    /// <summary>202 when the email was accepted; 200 in sandbox mode.</summary>
    public HttpStatusCode StatusCode { get; set; }

    /// <summary>Whether the status is one of success.</summary>
    public bool IsSuccessStatusCode => (int)StatusCode is >= 200 and <= 299;

    /// <summary>Empty on success, else JSON with <c>errors</c>.</summary>
    public HttpContent Body { get; set; }

    /// <summary>The headers: <c>X-Message-Id</c> on success, <c>X-RateLimit-Reset</c> with 429.</summary>
    public HttpResponseHeaders Headers { get; set; }
}
