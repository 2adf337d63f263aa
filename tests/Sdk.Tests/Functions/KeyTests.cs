using System.Net;
using System.Text;
using ServerlessMonitor.TestKit;

namespace Sdk.Tests.Functions;

public sealed class KeyTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync([typeof(HttpFunctions), typeof(DailyTimer)], new()
    {
        ["FunctionsHttpAuth"] = "on",
        ["FunctionsMasterKey"] = "master",
        ["FunctionsHostKey"] = "host",
        ["FunctionsKey_ForFunction"] = "own",
        ["FunctionsKey_ForAdmin"] = "other",
        ["AzureWebJobs.ReadItem.Disabled"] = "1",
    });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("/api/Plain", null, HttpStatusCode.OK)]
    [InlineData("/api/ForFunction", null, HttpStatusCode.Unauthorized)]
    [InlineData("/api/ForFunction", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("/api/ForFunction", "other", HttpStatusCode.Unauthorized)]
    [InlineData("/api/ForFunction", "own", HttpStatusCode.OK)]
    [InlineData("/api/ForFunction", "host", HttpStatusCode.OK)]
    [InlineData("/api/ForFunction", "master", HttpStatusCode.OK)]
    [InlineData("/api/ForFunction?code=own", null, HttpStatusCode.OK)]
    [InlineData("/api/ForFunction?code=own", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("/api/ForFunction?code=wrong", "own", HttpStatusCode.OK)]
    [InlineData("/api/ForAdmin", "other", HttpStatusCode.Unauthorized)]
    [InlineData("/api/ForAdmin", "host", HttpStatusCode.Unauthorized)]
    [InlineData("/api/ForAdmin", "master", HttpStatusCode.OK)]
    [InlineData("/api/item/x", "host", HttpStatusCode.NotFound)]
    [InlineData("/api/item/x", "master", HttpStatusCode.OK)]
    [InlineData("/admin/host/status", "host", HttpStatusCode.Unauthorized)]
    [InlineData("/admin/host/status", "master", HttpStatusCode.OK)]
    public async Task Request_Key_PassesOrIsRefusedWithAnEmptyBody(string path, string? key, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        using var response = await _host.Client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        if (expected != HttpStatusCode.OK)
        {
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task Admin_InputBeyondAMebibyte_Is413()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/functions/Daily")
        {
            Content = new StringContent($"{{\"input\":\"{new string('x', 1024 * 1024)}\"}}", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-functions-key", "master");
        request.Headers.TransferEncodingChunked = true;

        using var response = await _host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Empty(_host.Recorder.Seen);
    }

    [Theory]
    [InlineData("Daily", null, "application/json", "{}", HttpStatusCode.Unauthorized)]
    [InlineData("Daily", "host", "application/json", "{}", HttpStatusCode.Unauthorized)]
    [InlineData("Nothing", "master", "application/json", "{}", HttpStatusCode.NotFound)]
    [InlineData("Plain", "master", "application/json", "{}", HttpStatusCode.BadRequest)]
    [InlineData("Daily", "master", "text/plain", "{}", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("Daily", "master", "application/json", "{", HttpStatusCode.BadRequest)]
    [InlineData("daily", "master", "application/json", "{\"input\":\"\"}", HttpStatusCode.Accepted)]
    public async Task Admin_Run_AnswersAsHostsDo(string function, string? key, string type, string body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/functions/" + function) { Content = new StringContent(body, Encoding.UTF8, type) };
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        using var response = await _host.Client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        await Eventually.True(() => _host.Recorder.Seen.Count == (expected == HttpStatusCode.Accepted ? 1 : 0));
    }
}
