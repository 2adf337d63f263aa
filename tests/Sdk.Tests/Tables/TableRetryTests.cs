using System.Net;
using Azure;
using Azure.Data.Tables;
using ServerlessMonitor.TestKit;

namespace Sdk.Tests.Tables;

public sealed class TableRetryTests
{
    private const string Entity = "https://acct.table.core.windows.net/t(PartitionKey='p',RowKey='r')";
    private const string Busy = """{"odata.error":{"code":"ServerBusy","message":{"lang":"en-US","value":"The server is busy."}}}""";

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task Send_TransientFailures_IsRetriedAndSignedEachTime(HttpStatusCode status)
    {
        using var http = new StubHttp().OnSequence(HttpMethod.Put, Entity,
            _ => StubHttp.Response(status, Busy),
            _ => throw new HttpRequestException("connection reset"),
            _ => StubHttp.Response(HttpStatusCode.NoContent));

        await StubbedTable.Create(http, retries: 3).UpsertEntityAsync(new TableEntity("p", "r") { ["Value"] = 1 }, TableUpdateMode.Replace);

        Assert.Equal(3, http.Requests.Count);
        Assert.All(http.Requests, request =>
        {
            Assert.StartsWith("SharedKey acct:", request.Headers["Authorization"], StringComparison.Ordinal);
            Assert.Equal("""{"PartitionKey":"p","RowKey":"r","Value":1}""", request.Text);
        });
    }

    [Fact]
    public async Task Send_FailureThatStays_EndsWithItsCode()
    {
        using var http = new StubHttp().On(HttpMethod.Get, Entity, HttpStatusCode.ServiceUnavailable, Busy);

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => StubbedTable.Create(http, retries: 2).GetEntityAsync<TableEntity>("p", "r"));

        Assert.Equal((503, "ServerBusy"), (error.Status, error.ErrorCode));
        Assert.StartsWith("The server is busy.", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, http.Requests.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "text/html", "<html>proxy", null)]
    [InlineData(HttpStatusCode.Forbidden, "application/xml", "<?xml version=\"1.0\"?><Error><Code>AuthenticationFailed</Code><Message>No.</Message></Error>", "AuthenticationFailed")]
    [InlineData(HttpStatusCode.Conflict, "application/json", "{\"odata.error\":{\"code\":\"TableBeingDeleted\",\"message\":{\"lang\":\"en-US\",\"value\":\"Wait.\"}}}", "TableBeingDeleted")]
    [InlineData(HttpStatusCode.Conflict, "application/json", "[1]", null)]
    [InlineData(HttpStatusCode.Conflict, "application/json", "", null)]
    public async Task Send_ErrorOfAnyForm_IsNotRetriedAndNamesItsCode(HttpStatusCode status, string type, string body, string? code)
    {
        using var http = new StubHttp().On(HttpMethod.Post, "https://acct.table.core.windows.net/Tables", status, body, type);

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => StubbedTable.Create(http, retries: 3).CreateIfNotExistsAsync());

        Assert.Equal(((int)status, code), (error.Status, error.ErrorCode));
        Assert.Single(http.Requests);
    }

    [Fact]
    public async Task Send_Headers_AreThoseOfTheService()
    {
        using var http = new StubHttp().On(HttpMethod.Post, "https://acct.table.core.windows.net/t", HttpStatusCode.NoContent);

        await StubbedTable.Create(http).AddEntityAsync(new TableEntity("p", "r") { ["D"] = 5.0, ["L"] = 5L });

        var request = Assert.Single(http.Requests);
        Assert.Equal("return-no-content", request.Headers["Prefer"]);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.Equal("application/json; odata=minimalmetadata", request.Headers["Accept"]);
        Assert.Equal("""{"PartitionKey":"p","RowKey":"r","D@odata.type":"Edm.Double","D":5,"L@odata.type":"Edm.Int64","L":"5"}""", request.Text);
    }
}
