using System.Net;
using System.Text.Json;
using SendGrid;
using SendGrid.Helpers.Mail;
using ServerlessMonitor.Notify.Http;

namespace ServerlessMonitor.Notify.Email;

/// <summary>Sends a message through SendGrid's v3 interface. Only 202 means that it was accepted; 200 is a rehearsal that sends nothing.</summary>
internal sealed class EmailChannel(SendGridClient client, TimeSpan timeout, EmailOptions options, string apiKey, TimeProvider time) : IChannel
{
    private const string Service = "SendGrid";

    public async Task<NotifyFailure?> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        SendGridMessage mail = MailHelper.CreateSingleEmailToMultipleRecipients(
            new EmailAddress(options.From),
            [.. options.To.Select(address => new EmailAddress(address))],
            EmailBody.Subject(message),
            EmailBody.Text(message),
            EmailBody.Html(message),
            showAllRecipients: true);
        return await ChannelHttp.GuardAsync(
            Service,
            timeout,
            time,
            async token =>
            {
                Response response = await client.SendEmailAsync(mail, token);
                using HttpContent body = response.Body;
                if (response.StatusCode == HttpStatusCode.Accepted)
                {
                    return null;
                }

                string? detail = Detail(await body.ReadAsStringAsync(token));
                return HttpRules.Failure(Service, response.StatusCode, detail, HttpRules.RetryAfter(response.Headers, time.GetUtcNow()));
            },
            cancellationToken);
    }

    /// <summary>What SendGrid says is wrong, with the field; anything that is not in SendGrid's form is not repeated.</summary>
    private string? Detail(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            string[] errors =
            [
                .. document.RootElement.GetProperty("errors").EnumerateArray().Take(3).Select(error =>
                    $"{Text(error, "message")}{(Text(error, "field") is { Length: > 0 } field ? $" ({field})" : string.Empty)}"),
            ];
            string joined = NoticeText.Cut(NoticeText.Line(string.Join("; ", errors)), 300).Replace(apiKey, "<redacted>", StringComparison.Ordinal);
            return joined.Length == 0 ? null : joined;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;
}
