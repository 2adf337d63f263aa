using System.Net;
using System.Text;
using ServerlessMonitor.Cli.Demo;
using ServerlessMonitor.Notify.Webhook;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Cli.Tests.Demo;

public sealed class DemoReceiverTests : IAsyncLifetime, IDisposable
{
    private const string Secret = "s3cret";

    private readonly ManualTimeProvider _time = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler());
    private readonly List<DemoMessage> _shown = [];
    private DemoReceiver _receiver = null!;

    public async Task InitializeAsync() =>
        _receiver = await DemoReceiver.StartAsync(new DemoSecrets("SG.key", Secret), _time, _shown.Add, CancellationToken.None);

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Slack_Message_IsTakenWithTheWordOk()
    {
        var (status, body) = await PostAsync(DemoReceiver.SlackPath, """{"text":"f1 &lt; 0.3","blocks":[]}""");

        Assert.Equal((HttpStatusCode.OK, "ok"), (status, body));
        Assert.Equal([new DemoMessage("slack", "f1 < 0.3", string.Empty)], _shown);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task Slack_SomethingElse_IsInvalid(string text)
    {
        var (status, body) = await PostAsync(DemoReceiver.SlackPath, text);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_payload"), (status, body));
        Assert.Empty(_receiver.Messages);
    }

    [Fact]
    public async Task Mail_RightKey_IsAcceptedWithAnId()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_receiver.Address, "v3/mail/send")) { Content = new StringContent("""{"subject":"[FIRING] f1"}""") };
        request.Headers.Add("Authorization", "Bearer SG.key");

        using var response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.NotEmpty(Assert.Single(response.Headers.GetValues("X-Message-Id")));
        Assert.Equal([new DemoMessage("email", "[FIRING] f1", string.Empty)], _receiver.Messages);
    }

    [Fact]
    public async Task Mail_WrongKey_IsRefused() =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync("/v3/mail/send", """{"subject":"x"}""")).Status);

    [Theory]
    [InlineData(Secret, 0, HttpStatusCode.NoContent)]
    [InlineData("other", 0, HttpStatusCode.Unauthorized)]
    [InlineData(Secret, -600, HttpStatusCode.Unauthorized)]
    [InlineData(Secret, 600, HttpStatusCode.Unauthorized)]
    public async Task Webhook_Signature_IsVerified(string secret, int seconds, HttpStatusCode expected)
    {
        const string Body = """{"title":"f1 is low"}""";
        var timestamp = WebhookSignature.Timestamp(_time.GetUtcNow().AddSeconds(seconds));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_receiver.Address, DemoReceiver.WebhookPath)) { Content = new StringContent(Body) };
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp);
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(secret, timestamp, Encoding.UTF8.GetBytes(Body)));

        using var response = await _http.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.NoContent ? [new DemoMessage("webhook", "f1 is low", "signature verified")] : [], _receiver.Messages);
    }

    [Fact]
    public async Task Webhook_WithoutSignature_IsRefused() =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(DemoReceiver.WebhookPath, """{"title":"x"}""")).Status);

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri(_receiver.Address, path), content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
