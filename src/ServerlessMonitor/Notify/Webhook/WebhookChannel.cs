using System.Net.Http.Headers;
using System.Text.Json;
using ServerlessMonitor.Notify.Http;

namespace ServerlessMonitor.Notify.Webhook;

/// <summary>Posts a message as JSON, signed where there is a secret. Any 2xx means that it was taken.</summary>
internal sealed class WebhookChannel(HttpClient client, Uri url, string? secret, TimeProvider time) : IChannel
{
    private const string Service = "The webhook";

    public async Task<NotifyFailure?> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(WebhookPayload.Of(message), WebhookJsonContext.Default.WebhookPayload);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        string timestamp = WebhookSignature.Timestamp(time.GetUtcNow());
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp);
        if (secret is not null)
        {
            request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(secret, timestamp, body));
        }

        // The answer's text is not repeated: nobody knows what it holds.
        return await ChannelHttp.SendAsync(
            client, Service, request, (status, _) => (int)status is >= 200 and <= 299 ? null : string.Empty, time, cancellationToken);
    }
}
