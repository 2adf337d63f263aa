using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Notify.Config;
using ServerlessMonitor.Notify.Webhook;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Tests.Notify.Webhook;

public sealed class WebhookChannelTests : ChannelContract
{
    private const string WebhookEntry = "webhook: {url: '${Url}', secret: '${Key}'}";
    private const string WebhookUrl = $"https://hooks.example.com/services/{ChannelHarness.Secret}";

    protected override string Entry => WebhookEntry;

    protected override string Url => WebhookUrl;

    protected override HttpStatusCode AcceptedStatus => HttpStatusCode.NoContent;

    [Fact]
    public async Task Send_Message_IsTheVersionedForm()
    {
        JsonElement body = (await SendAsync(WebhookEntry)).Json();

        Assert.Equal("1", body.GetProperty("version").GetString());
        Assert.Equal("{model=\"flight-delay\", version=\"7\"}", body.GetProperty("groupKey").GetString());
        Assert.Equal("firing", body.GetProperty("status").GetString());
        Assert.Equal("newAlerts", body.GetProperty("reason").GetString());
        Assert.Equal("7", body.GetProperty("groupLabels").GetProperty("version").GetString());
        Assert.Equal((1, 1, 0), (
            body.GetProperty("firingCount").GetInt32(), body.GetProperty("resolvedCount").GetInt32(), body.GetProperty("truncatedAlerts").GetInt32()));
        JsonElement firing = body.GetProperty("alerts")[0];
        Assert.Equal("firing", firing.GetProperty("status").GetString());
        Assert.Equal("critical", firing.GetProperty("severity").GetString());
        Assert.Equal("drift/distance", firing.GetProperty("labels").GetProperty("rule").GetString());
        Assert.Equal(0.31, firing.GetProperty("value").GetDouble());
        Assert.Equal(0.12, firing.GetProperty("contributions")[0].GetProperty("contribution").GetDouble());
        Assert.Equal("2025-12-30T00:00:00+00:00", firing.GetProperty("startsAt").GetString());
        Assert.Equal("https://monitor.example.com/api/models/flight-delay/7/verdicts/7d.1d/20260106T000000Z", firing.GetProperty("verdictUrl").GetString());
        Assert.False(firing.TryGetProperty("endsAt", out _));
        JsonElement resolved = body.GetProperty("alerts")[1];
        Assert.Equal("resolved", resolved.GetProperty("status").GetString());
        Assert.Equal("2026-01-07T00:00:00+00:00", resolved.GetProperty("endsAt").GetString());
    }

    [Fact]
    public async Task Send_WithSecret_IsSignedOverTimestampAndBody()
    {
        RecordedRequest request = await SendAsync(WebhookEntry);

        string timestamp = request.Headers["X-ServerlessMonitor-Timestamp"];
        byte[] expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(ChannelHarness.Secret), Encoding.UTF8.GetBytes($"{timestamp}.{request.Text}"));
        Assert.Equal(new ManualTimeProvider().GetUtcNow().ToUnixTimeSeconds(), long.Parse(timestamp));
        Assert.Equal($"v1={Convert.ToHexStringLower(expected)}", request.Headers["X-ServerlessMonitor-Signature"]);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Send_WithoutSecret_IsNotSigned()
    {
        RecordedRequest request = await SendAsync("webhook: {url: '${Url}'}");

        Assert.False(request.Headers.ContainsKey(WebhookSignature.SignatureHeader));
    }

    [Fact]
    public void Signature_KnownInput_IsPinned()
    {
        // printf '%s' '1767571200.{"version":"1"}' | openssl dgst -sha256 -hmac secret
        Assert.Equal(
            "v1=c37909a224f41658cc7a7d619a62d05154576a76bdcd2bc649b64ee177ffa94f",
            WebhookSignature.Of("secret", "1767571200", "{\"version\":\"1\"}"u8));
    }

    [Theory]
    [InlineData("webhook: {url: 'ftp://example.com'}", "expected an absolute http or https address")]
    [InlineData("webhook: {url: 'https://example.com', secret: plain}", "is secret")]
    [InlineData("webhook: {url: 'https://example.com', sekret: '${Key}'}", "unknown key; expected one of: url, secret, expect")]
    [InlineData("webhook: {}", "is missing")]
    [InlineData("webhook: {url: 'https://example.com/${Key}'}", "expected a text, or the name of a setting")]
    public void Parse_Wrong_SaysWhatWasExpected(string entry, string message)
    {
        using var harness = new ChannelHarness();

        AlertingConfigException failure = Assert.Throws<AlertingConfigException>(() => harness.Channel(entry));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("plain", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"ok\":true}", true)]
    [InlineData("{\"ok\":false,\"error\":\"no such channel\"}", false)]
    [InlineData("", false)]
    public async Task Send_WithExpect_TheAnswerDecides(string answer, bool taken)
    {
        using var harness = new ChannelHarness();
        harness.Http.On(HttpMethod.Post, WebhookUrl, HttpStatusCode.OK, answer);

        NotifyFailure? failure = await harness.SendAsync("webhook: {url: '${Url}', expect: '\"ok\":true'}");

        Assert.Equal(taken, failure is null);
        Assert.True(failure is null or { Retryable: true, Reason: "The webhook answered 200: without the text that 'expect' names." });
    }

    [Fact]
    public async Task Send_Message_CarriesItsIdInHeaderAndBody()
    {
        using var harness = new ChannelHarness();
        harness.Http.On(HttpMethod.Post, WebhookUrl);

        Assert.Null(await harness.SendAsync(WebhookEntry, ChannelHarness.Message() with { DeliveryId = "0123abcd" }));

        RecordedRequest request = Assert.Single(harness.Http.Requests);
        Assert.Equal("0123abcd", request.Headers["Idempotency-Key"]);
        Assert.Equal("0123abcd", request.Json().GetProperty("deliveryId").GetString());
    }

    private static async Task<RecordedRequest> SendAsync(string entry)
    {
        using var harness = new ChannelHarness();
        harness.Http.On(HttpMethod.Post, WebhookUrl);
        Assert.Null(await harness.SendAsync(entry));
        return Assert.Single(harness.Http.Requests);
    }
}
