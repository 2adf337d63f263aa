using System.Net;
using System.Text.Json;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Notify.Config;
using ServerlessMonitor.Notify.Email;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Tests.Notify.Email;

public sealed class EmailChannelTests : ChannelContract
{
    private const string EmailEntry = "email: {to: [a@example.com, b@example.com, A@example.com], from: monitor@example.com, apiKey: '${Key}'}";
    private const string SendUrl = "https://api.sendgrid.com/v3/mail/send";

    protected override string Entry => EmailEntry;

    protected override string Url => SendUrl;

    protected override HttpStatusCode AcceptedStatus => HttpStatusCode.Accepted;

    [Fact]
    public async Task Send_Message_IsOneEmailToAll()
    {
        RecordedRequest request = await SendAsync(EmailEntry, SendUrl);

        JsonElement body = request.Json();
        Assert.Equal($"Bearer {ChannelHarness.Secret}", request.Headers["Authorization"]);
        JsonElement personalization = Assert.Single(body.GetProperty("personalizations").EnumerateArray());
        Assert.Equal(["a@example.com", "b@example.com"], personalization.GetProperty("to").EnumerateArray().Select(to => to.GetProperty("email").GetString()));
        Assert.Equal("monitor@example.com", body.GetProperty("from").GetProperty("email").GetString());
        Assert.StartsWith("[CRITICAL] flight-delay/7: ", body.GetProperty("subject").GetString(), StringComparison.Ordinal);
        Assert.Equal(["text/plain", "text/html"], body.GetProperty("content").EnumerateArray().Select(part => part.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Send_OtherHost_GoesThere()
    {
        await SendAsync("email: {to: a@example.com, from: b@example.com, apiKey: '${Key}', host: 'http://127.0.0.1:9999/'}", "http://127.0.0.1:9999/v3/mail/send");
    }

    [Fact]
    public async Task Send_200_IsARehearsalAndNotTaken()
    {
        using var harness = new ChannelHarness();
        harness.Http.On(HttpMethod.Post, SendUrl, HttpStatusCode.OK);

        Assert.Equal("SendGrid answered 200.", (await harness.SendAsync(EmailEntry))!.Reason);
    }

    [Fact]
    public async Task Send_Errors_ArePassedOnWithoutTheKey()
    {
        using var harness = new ChannelHarness();
        harness.Http.On(
            HttpMethod.Post, SendUrl, HttpStatusCode.BadRequest, $$"""{"errors":[{"message":"Bad key {{ChannelHarness.Secret}}","field":"from.email","help":null}]}""");

        Assert.Equal("SendGrid answered 400: Bad key <redacted> (from.email)", (await harness.SendAsync(EmailEntry))!.Reason);
    }

    [Fact]
    public async Task Send_TooManyRequests_WaitsForTheReset()
    {
        using var harness = new ChannelHarness();
        harness.Http.On(HttpMethod.Post, SendUrl, _ =>
        {
            HttpResponseMessage response = StubHttp.Response(HttpStatusCode.TooManyRequests);
            response.Headers.Add("X-RateLimit-Reset", $"{harness.Time.GetUtcNow().AddSeconds(45).ToUnixTimeSeconds()}");
            return response;
        });

        Assert.Equal(TimeSpan.FromSeconds(45), (await harness.SendAsync(EmailEntry))!.RetryAfter);
    }

    [Fact]
    public void Create_KeyThatNoHeaderCanHold_IsRefusedWithoutRepeatingIt()
    {
        using var harness = new ChannelHarness();
        harness.Settings["Key"] = $"{ChannelHarness.Secret}\r\n";

        MissingSettingException failure = Assert.Throws<MissingSettingException>(() => harness.Channel(EmailEntry));

        Assert.DoesNotContain(ChannelHarness.Secret, $"{failure}", StringComparison.Ordinal);
    }

    [Fact]
    public void Html_HostileTexts_AreEncoded()
    {
        AlertMessage message = ChannelHarness.Message();
        AlertNotice notice = message.Alerts[0] with
        {
            Summary = "<script>alert(1)</script>",
            Column = "\"><img src=x>",
            Owner = "<i>",
            Runbook = new Uri("javascript:alert(1)"),
        };

        string html = EmailBody.Html(message with { Alerts = [notice] });

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript:", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Subject_LineBreaksAndLength_AreTamed()
    {
        AlertMessage message = ChannelHarness.Message();
        AlertNotice notice = message.Alerts[0] with { Column = $"a\r\nBcc: x@example.com {new string('x', 500)}" };

        string subject = EmailBody.Subject(message with { Alerts = [notice] });

        Assert.DoesNotContain('\r', subject);
        Assert.DoesNotContain('\n', subject);
        Assert.InRange(subject.Length, 1, 200);
    }

    [Fact]
    public void Text_Message_TellsAllOfIt()
    {
        string text = EmailBody.Text(ChannelHarness.Message());

        Assert.Contains("[CRITICAL] FeatureDrift (distance) - flight-delay/7", text, StringComparison.Ordinal);
        Assert.Contains("  Figures: jensenShannon 0.31, threshold 0.1, baseline 0.02", text, StringComparison.Ordinal);
        Assert.Contains("  Baseline: upload of 2026-01-01", text, StringComparison.Ordinal);
        Assert.Contains("  Owner: growth-ml", text, StringComparison.Ordinal);
        Assert.Contains("  Runbook: https://example.com/runbook?a=1&b=2", text, StringComparison.Ordinal);
        Assert.Contains("[RESOLVED] FeatureDrift (carrier)", text, StringComparison.Ordinal);
        Assert.Contains("  Until: 2026-01-07 00:00 UTC", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("email: {to: [], from: b@example.com, apiKey: '${Key}'}", "expected 1 to 1000 addresses")]
    [InlineData("email: {to: nobody, from: b@example.com, apiKey: '${Key}'}", "'nobody' is not an email address")]
    [InlineData("email: {to: a@example.com, from: me, apiKey: '${Key}'}", "'me' is not an email address")]
    [InlineData("email: {to: a@example.com, from: b@example.com}", "apiKey: is missing")]
    [InlineData("email: {to: a@example.com, from: b@example.com, apiKey: SG.plain}", "is secret")]
    [InlineData("email: {to: a@example.com, from: b@example.com, apiKey: '${Key}', host: here}", "expected an absolute http or https address")]
    public void Parse_Wrong_SaysWhatWasExpected(string entry, string message)
    {
        using var harness = new ChannelHarness();

        AlertingConfigException failure = Assert.Throws<AlertingConfigException>(() => harness.Channel(entry));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SG.plain", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<RecordedRequest> SendAsync(string entry, string url)
    {
        using var harness = new ChannelHarness();
        harness.Http.On(HttpMethod.Post, url, HttpStatusCode.Accepted);
        Assert.Null(await harness.SendAsync(entry));
        return Assert.Single(harness.Http.Requests);
    }
}
