using System.Net;
using System.Net.Http.Json;
using ServerlessMonitor.TestKit;

namespace Sdk.Tests.TestKit;

public sealed class StubHttpTests
{
    [Fact]
    public async Task SendAsync_Unregistered_Throws()
    {
        using var http = new StubHttp();
        using var client = http.CreateClient();

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync(new Uri("https://example.com/")));

        Assert.Single(http.Unregistered);
    }

    [Fact]
    public async Task SendAsync_Registered_AnswersAndRecords()
    {
        using var http = new StubHttp().On(HttpMethod.Post, "https://example.com/hook?x=1", HttpStatusCode.Accepted, "yes");
        using var client = http.CreateClient();
        client.DefaultRequestHeaders.Add("X-Key", "k");

        using var response = await client.PostAsJsonAsync(new Uri("https://example.com/hook?x=1"), new { a = 1 });

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("yes", await response.Content.ReadAsStringAsync());
        var request = Assert.Single(http.Requests);
        Assert.Equal("k", request.Headers["x-key"]);
        Assert.Equal(1, request.Json().GetProperty("a").GetInt32());
        Assert.Empty(http.Unregistered);
    }

    [Fact]
    public async Task OnSequence_MoreRequestsThanAnswers_RepeatsTheLast()
    {
        using var http = new StubHttp().OnSequence(HttpMethod.Get, "https://example.com/*",
            _ => StubHttp.Response(HttpStatusCode.ServiceUnavailable),
            _ => throw new HttpRequestException("reset"),
            _ => StubHttp.Response(HttpStatusCode.OK));
        using var client = http.CreateClient();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(new Uri("https://example.com/a"))).StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("https://example.com/b")));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("https://example.com/c"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("https://example.com/d"))).StatusCode);
    }
}
