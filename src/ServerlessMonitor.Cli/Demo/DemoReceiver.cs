using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessMonitor.Notify.Webhook;

namespace ServerlessMonitor.Cli.Demo;

/// <summary>
/// Stands in for Slack, SendGrid and somebody's webhook on a free loopback port: takes what the suite sends as those services would, and shows it.
/// </summary>
internal sealed class DemoReceiver : IAsyncDisposable
{
    /// <summary>Where Slack's incoming webhook would be.</summary>
    public const string SlackPath = "/services/demo";

    /// <summary>Somebody's webhook.</summary>
    public const string WebhookPath = "/webhook";

    private const string MailPath = "/v3/mail/send";
    private const int LargestBody = 1 << 20;

    // A signed message may be on its way for a while, but not be kept and sent again.
    private static readonly TimeSpan SignatureLife = TimeSpan.FromMinutes(5);

    private readonly WebApplication _app;
    private readonly DemoSecrets _secrets;
    private readonly TimeProvider _time;
    private readonly Action<DemoMessage> _show;
    private readonly ConcurrentQueue<DemoMessage> _messages = new();

    private DemoReceiver(WebApplication app, DemoSecrets secrets, TimeProvider time, Action<DemoMessage> show)
    {
        _app = app;
        _secrets = secrets;
        _time = time;
        _show = show;
        app.MapPost(SlackPath, SlackAsync);
        app.MapPost(MailPath, MailAsync);
        app.MapPost(WebhookPath, WebhookAsync);
    }

    /// <summary>The channels of the demo's receivers.yaml, as <see cref="DemoMessage.Channel"/> names them.</summary>
    public static IReadOnlyList<string> Channels { get; } = ["slack", "email", "webhook"];

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What it took, in the order of arrival.</summary>
    public IReadOnlyCollection<DemoMessage> Messages => _messages;

    /// <summary>Starts listening on a free loopback port.</summary>
    /// <param name="secrets">What callers must know.</param>
    /// <param name="time">For the age of signatures.</param>
    /// <param name="show">Hears each message as it arrives.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<DemoReceiver> StartAsync(DemoSecrets secrets, TimeProvider time, Action<DemoMessage> show, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        var receiver = new DemoReceiver(builder.Build(), secrets, time, show);
        await receiver._app.StartAsync(cancellationToken);
        receiver.Address = new Uri(receiver._app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return receiver;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.ToArray();
    }

    private static bool TryRead(byte[] body, string property, out string text)
    {
        text = string.Empty;
        try
        {
            using var document = JsonDocument.Parse(body);
            text = document.RootElement.GetProperty(property).GetString() ?? string.Empty;
            return text.Length > 0;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Slack answers with words in plain text.</summary>
    private async Task<IResult> SlackAsync(HttpRequest request)
    {
        if (!TryRead(await ReadAsync(request), "text", out var text))
        {
            return Results.Text("invalid_payload", statusCode: StatusCodes.Status400BadRequest);
        }

        Take(new DemoMessage("slack", WebUtility.HtmlDecode(text), string.Empty));
        return Results.Text("ok");
    }

    /// <summary>SendGrid accepts with 202, an empty body and the message's id in a header.</summary>
    private async Task<IResult> MailAsync(HttpRequest request)
    {
        if (!string.Equals(request.Headers.Authorization.ToString(), $"Bearer {_secrets.SendGridApiKey}", StringComparison.Ordinal))
        {
            return Results.Json(new { errors = new[] { new { message = "The provided authorization grant is invalid, expired, or revoked" } } }, statusCode: StatusCodes.Status401Unauthorized);
        }

        if (!TryRead(await ReadAsync(request), "subject", out var subject))
        {
            return Results.Json(new { errors = new[] { new { message = "The subject is required.", field = "subject" } } }, statusCode: StatusCodes.Status400BadRequest);
        }

        request.HttpContext.Response.Headers["X-Message-Id"] = Guid.CreateVersion7().ToString("n");
        Take(new DemoMessage("email", subject, string.Empty));
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private async Task<IResult> WebhookAsync(HttpRequest request)
    {
        var body = await ReadAsync(request);
        if (!IsSigned(request, body))
        {
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }

        if (!TryRead(body, "title", out var title))
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        Take(new DemoMessage("webhook", title, "signature verified"));
        return Results.StatusCode(StatusCodes.Status204NoContent);
    }

    /// <summary>What every receiver of our webhooks should do: recompute, compare in constant time, refuse old ones.</summary>
    private bool IsSigned(HttpRequest request, byte[] body)
    {
        var timestamp = request.Headers[WebhookSignature.TimestampHeader].ToString();
        var expected = WebhookSignature.Of(_secrets.WebhookSecret, timestamp, body);
        return long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && (_time.GetUtcNow() - DateTimeOffset.UnixEpoch - TimeSpan.FromSeconds(seconds)).Duration() < SignatureLife
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(request.Headers[WebhookSignature.SignatureHeader].ToString()));
    }

    private void Take(DemoMessage message)
    {
        _messages.Enqueue(message);
        _show(message);
    }
}
