using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ServerlessMonitor.Notify.Http;

namespace ServerlessMonitor.Notify.Webhook;

/// <summary>
/// Posts a message as JSON, signed where there is a secret. Any 2xx means that it was taken, unless the file says what the answer must hold. A try that tells the
/// same carries the same <c>Idempotency-Key</c>.
/// </summary>
internal sealed class WebhookChannel(HttpClient client, Uri url, string? secret, string? expect, TimeProvider time) : IChannel
{
    private const string Service = "The webhook";
    private const string IdempotencyHeader = "Idempotency-Key";

    public async Task<NotifyFailure?> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(WebhookPayload.Of(message), WebhookJsonContext.Default.WebhookPayload);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        string timestamp = WebhookSignature.Timestamp(time.GetUtcNow());
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp);
        if (message.DeliveryId.Length > 0)
        {
            request.Headers.Add(IdempotencyHeader, message.DeliveryId);
        }

        if (secret is not null)
        {
            request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(secret, timestamp, body));
        }

        // The answer's text is not repeated: nobody knows what it holds.
        return await ChannelHttp.SendAsync(
            client, Service, request, Judge, statusAlone: expect is null, time, cancellationToken);
    }

    private string? Judge(HttpStatusCode status, string answer) => (int)status switch
    {
        < 200 or > 299 => string.Empty,
        _ when expect is null || answer.Contains(expect, StringComparison.Ordinal) => null,
        _ => "without the text that 'expect' names.",
    };
}
