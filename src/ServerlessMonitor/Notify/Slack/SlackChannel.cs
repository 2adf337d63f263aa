using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using ServerlessMonitor.Notify.Http;

namespace ServerlessMonitor.Notify.Slack;

/// <summary>Posts a message to an incoming webhook of Slack. Only 200 with the text <c>ok</c> means that it was taken.</summary>
internal sealed partial class SlackChannel(HttpClient client, Uri url, TimeProvider time) : IChannel
{
    private const string Service = "Slack";

    public async Task<NotifyFailure?> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(SlackMessage.Of(message), SlackJsonContext.Default.SlackPayload);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        return await ChannelHttp.SendAsync(client, Service, request, Judge, statusAlone: false, time, cancellationToken);
    }

    /// <summary>Slack's errors are one word in plain text, for example <c>invalid_payload</c>; anything else is not repeated.</summary>
    private static string? Judge(HttpStatusCode status, string answer)
    {
        string word = answer.Trim();
        if (status == HttpStatusCode.OK && string.Equals(word, "ok", StringComparison.Ordinal))
        {
            return null;
        }

        return ErrorWord().IsMatch(word) ? word : string.Empty;
    }

    [GeneratedRegex(@"\A[a-z_]{1,40}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ErrorWord();
}
