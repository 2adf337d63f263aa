using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServerlessMonitor.TestKit;

namespace Sdk.Tests.Functions;

public sealed class HttpFunctionTests : IAsyncLifetime
{
    private const string Id = "5f0d2f5e-58e5-4b0c-9a51-0c7a2d0f5b11";

    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(
        [typeof(HttpFunctions)], new() { ["AzureWebJobs.Plain.Disabled"] = "false", ["AzureWebJobs.ForAdmin.Disabled"] = "true" });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task Http_NoMethodsAndNoRoute_ServesEveryMethodUnderPrefixAndName(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/Plain");
        using var response = await _host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(method + " plain", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Http_RouteValues_AreBoundByParameterName()
    {
        var body = await _host.Client.GetFromJsonAsync<JsonElement>($"/api/typed/a%20b/42/{Id}");

        Assert.Equal("a b", body.GetProperty("name").GetString());
        Assert.Equal(42, body.GetProperty("number").GetInt32());
        Assert.Equal(Id, body.GetProperty("id").GetString());
        Assert.Equal("Typed", body.GetProperty("function").GetString());
        Assert.True(Guid.TryParse(body.GetProperty("invocationId").GetString(), out _));
    }

    [Fact]
    public async Task Http_RouteValueOfAnotherType_Is400ThatNamesIt()
    {
        using var response = await _host.Client.GetAsync($"/api/typed/a/many/{Id}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("The value of 'number' is not valid.", problem.GetProperty("title").GetString());
    }

    [Fact]
    public async Task Http_OneRouteTwoMethods_RunsTheFunctionOfTheMethod()
    {
        Assert.Equal("read x", await _host.Client.GetStringAsync("/api/item/x"));
        using var response = await _host.Client.PutAsync("/api/item/x", new StringContent("12345"));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("x 5", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("DELETE", "/api/item/x")]
    [InlineData("HEAD", "/api/item/x")]
    [InlineData("GET", "/api/nothing")]
    [InlineData("GET", "/Plain")]
    [InlineData("GET", "/admin/functions/Plain")]
    public async Task Http_MethodOrPathNotServed_Is404(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Http_BodyBeyondTheServersUsualLimit_StreamsThrough()
    {
        const int Length = 40_000_000;
        using var response = await _host.Client.PostAsync("/api/item/big", new ByteArrayContent(new byte[Length]));

        Assert.Equal($"big {Length}", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Http_FunctionThrows_Is500ProblemWithoutInternalsAndLogHasTheId()
    {
        using var response = await _host.Client.GetAsync("/api/Throws");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        var id = JsonDocument.Parse(text).RootElement.GetProperty("invocationId").GetString()!;
        Assert.Contains($"Executed 'Functions.Throws' (Failed, Id={id}", _host.Output, StringComparison.Ordinal);
        Assert.Contains("the secret reason", _host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_FunctionThrowsAfterItBeganToAnswer_BreaksTheConnection() =>
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _host.Client.GetStringAsync("/api/Breaks"));

    [Fact]
    public async Task Http_KeysAreOff_NoneIsAskedFor()
    {
        using var response = await _host.Client.GetAsync("/api/ForFunction");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Http_FunctionIsDisabled_Is404()
    {
        using var response = await _host.Client.GetAsync("/api/ForAdmin");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Http_ClientGoesAway_CancelsTheToken()
    {
        using var cancel = new CancellationTokenSource();
        var call = _host.Client.GetAsync("/api/Slow", cancel.Token);
        await Eventually.True(() => _host.Recorder.Seen.Contains("slow started"));
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Eventually.True(() => _host.Recorder.Seen.Contains("slow cancelled"));
    }

    [Fact]
    public async Task Http_Request_IsLoggedWithReasonIdAndDuration()
    {
        await _host.Client.GetStringAsync("/api/item/x");

        await Eventually.True(() => _host.Output.Contains("Executed 'Functions.ReadItem' (Succeeded, Id=", StringComparison.Ordinal));
        Assert.Matches(
            @"\[\d\d:\d\d:\d\d\] Executing 'Functions.ReadItem' \(Reason='This function was programmatically called via the host APIs.', Id=[0-9a-f-]{36}\)", _host.Output);
    }
}
