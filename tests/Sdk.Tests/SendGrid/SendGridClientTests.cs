using System.Net;
using SendGrid;
using SendGrid.Helpers.Mail;
using ServerlessMonitor.TestKit;

namespace Sdk.Tests.SendGrid;

public sealed class SendGridClientTests : IDisposable
{
    private const string Key = "SG.not-a-key_only.for-tests";
    private readonly StubHttp _http = new();
    private readonly HttpClient _client;

    public SendGridClientTests() => _client = _http.CreateClient();

    private static SendGridMessage Message => MailHelper.CreateSingleEmail(new EmailAddress("from@example.com", "Monitor"), new EmailAddress("to@example.com"), "Subject", "text", "<b>html</b>");

    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    [Fact]
    public async Task SendEmailAsync_Accepted_PostsTheMessageWithTheKey()
    {
        _http.On(HttpMethod.Post, "https://api.sendgrid.com/v3/mail/send", _ =>
        {
            var response = StubHttp.Response(HttpStatusCode.Accepted);
            response.Headers.Add("X-Message-Id", "id-1");
            return response;
        });

        var reply = await new SendGridClient(_client, Key).SendEmailAsync(Message);

        Assert.Equal(HttpStatusCode.Accepted, reply.StatusCode);
        Assert.True(reply.IsSuccessStatusCode);
        Assert.Equal("id-1", reply.Headers.GetValues("X-Message-Id").Single());
        Assert.Empty(await reply.Body.ReadAsStringAsync());
        var request = Assert.Single(_http.Requests);
        Assert.Equal($"Bearer {Key}", request.Headers["Authorization"]);
        Assert.Equal("application/json; charset=utf-8", request.Headers["Content-Type"]);
        Assert.Equal(Message.Serialize(), request.Text);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task SendEmailAsync_ErrorOfTheService_IsAStatusAndNoException(HttpStatusCode status)
    {
        const string Body = """{"errors":[{"message":"no","field":null,"help":null}]}""";
        _http.On(HttpMethod.Post, "https://api.eu.sendgrid.com/v3/mail/send", status, Body);

        var reply = await new SendGridClient(_client, new SendGridClientOptions { ApiKey = Key, Host = "https://api.eu.sendgrid.com/" }).SendEmailAsync(Message);

        Assert.Equal(status, reply.StatusCode);
        Assert.False(reply.IsSuccessStatusCode);
        Assert.Equal(Body, await reply.Body.ReadAsStringAsync());
        Assert.Single(_http.Requests);
    }

    [Fact]
    public async Task SendEmailAsync_NoConnection_ThrowsWithoutTheKey()
    {
        _http.On(HttpMethod.Post, "https://api.sendgrid.com/v3/mail/send", _ => throw new HttpRequestException("reset"));
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => new SendGridClient(_client, Key).SendEmailAsync(Message));
        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendEmailAsync_Cancelled_Throws()
    {
        _http.On(HttpMethod.Post, "https://api.sendgrid.com/v3/mail/send", HttpStatusCode.Accepted);
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new SendGridClient(_client, Key).SendEmailAsync(Message, source.Token));
    }

    [Fact]
    public async Task SendEmailAsync_TwoClientsOfOneHttpClient_DoNotShareKeysOrHeaders()
    {
        _http.On(HttpMethod.Post, "https://api.sendgrid.com/v3/mail/send", HttpStatusCode.Accepted);
        await new SendGridClient(_client, Key, requestHeaders: new Dictionary<string, string> { ["On-Behalf-Of"] = "team" }).SendEmailAsync(Message);
        await new SendGridClient(_client, "other").SendEmailAsync(Message);

        Assert.Equal("team", _http.Requests[0].Headers["On-Behalf-Of"]);
        Assert.False(_http.Requests[1].Headers.ContainsKey("On-Behalf-Of"));
        Assert.Equal("Bearer other", _http.Requests[1].Headers["Authorization"]);
        Assert.Null(_client.BaseAddress);
        Assert.Empty(_client.DefaultRequestHeaders);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("SG.secret\n")]
    [InlineData("SG.secret ü")]
    public void Constructor_KeyThatCannotBeSent_IsRefusedWithoutQuotingIt(string? key)
    {
        var error = Assert.Throws<ArgumentException>(() => new SendGridClient(_client, new SendGridClientOptions { ApiKey = key }));
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_HostThatIsNoAddress_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new SendGridClient(_client, Key, "nowhere"));
}
