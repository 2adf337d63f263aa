using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using ServerlessMonitor.TestKit;
using ServerlessMonitor.TestKit.Azurite;

namespace Sdk.Tests.Tables;

public sealed class TableAuthorizationTests(AzuriteFixture azurite) : TableTestBase(azurite)
{
    private const string Account = "devstoreaccount1";
    private readonly string _key = Setting(azurite.ConnectionString, "AccountKey");
    private readonly Uri _endpoint = new(Setting(azurite.ConnectionString, "TableEndpoint"));

    [Fact]
    public async Task SharedKey_Right_IsAccepted()
    {
        var table = new TableClient(_endpoint, Table.Name, new TableSharedKeyCredential(Account, _key));
        await table.AddEntityAsync(Entity("r"));
        Assert.Equal(Account, table.AccountName);
        Assert.Equal(new Uri($"{_endpoint}/{Table.Name}"), table.Uri);
    }

    [Fact]
    public async Task SharedKey_Wrong_Fails403AndIsNotInTheMessage()
    {
        var wrong = Convert.ToBase64String("wrong"u8);
        var credential = new TableSharedKeyCredential(Account, wrong);
        var table = new TableServiceClient(_endpoint, credential).GetTableClient(Table.Name);

        var error = await FailsAsync(() => table.AddEntityAsync(Entity("r")), 403, "AuthorizationFailure");
        Assert.DoesNotContain(wrong, error.ToString(), StringComparison.Ordinal);

        credential.SetAccountKey(_key);
        await table.AddEntityAsync(Entity("r"));
    }

    [Fact]
    public async Task Sas_InConnectionStringCredentialOrAddress_IsAccepted()
    {
        var sas = Sas("raud", TimeSpan.FromHours(1));
        TableServiceClient[] services =
        [
            new($"TableEndpoint={_endpoint};SharedAccessSignature={sas}"),
            new(_endpoint, new AzureSasCredential("?" + sas)),
            new(new Uri($"{_endpoint}?{sas}")),
        ];
        foreach (var service in services)
        {
            Assert.Equal(Account, service.AccountName);
            Assert.DoesNotContain("sig=", service.Uri.AbsoluteUri, StringComparison.Ordinal);
            var table = service.GetTableClient(Table.Name);
            await table.UpsertEntityAsync(Entity("r"));
            await table.SubmitTransactionAsync([new(TableTransactionActionType.UpsertReplace, Entity("s"))]);
            Assert.Equal(2, await table.QueryAsync<TableEntity>("PartitionKey eq 'p'").CountAsync());
        }
    }

    [Fact]
    public async Task Sas_ExpiredOrWithoutPermission_Fails403WithoutTheSignature()
    {
        foreach (var sas in new[] { Sas("raud", TimeSpan.FromHours(-1)), Sas("r", TimeSpan.FromHours(1)) })
        {
            var table = new TableServiceClient(_endpoint, new AzureSasCredential(sas)).GetTableClient(Table.Name);
            var error = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(Entity("r")));
            Assert.Equal(403, error.Status);
            Assert.DoesNotContain("sig=", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Token_OnEachRequest_IsForTheStorageScope()
    {
        using var http = new StubHttp().On(HttpMethod.Get, "https://acct.table.core.windows.net/t(PartitionKey='p',RowKey='r')", HttpStatusCode.OK, """{"PartitionKey":"p","RowKey":"r"}""");
        var credential = new FixedToken();
        var table = new TableServiceClient(StubbedTable.Endpoint, credential, StubbedTable.Options(http)).GetTableClient("t");

        await table.GetEntityAsync<TableEntity>("p", "r");

        var request = Assert.Single(http.Requests);
        Assert.Equal("Bearer token", request.Headers["Authorization"]);
        Assert.Equal("2020-12-06", request.Headers["x-ms-version"]);
        Assert.Equal(["https://storage.azure.com/.default"], credential.Scopes);
    }

    [Fact]
    public async Task Token_WithoutTls_IsNotSent() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => new TableClient(_endpoint, "t", new FixedToken()).GetEntityAsync<TableEntity>("p", "r"));

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1", "devstoreaccount1")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=QQ==;EndpointSuffix=core.chinacloudapi.cn", "https://acct.table.core.chinacloudapi.cn/", "acct")]
    [InlineData("AccountName=acct;AccountKey=QQ==;", "https://acct.table.core.windows.net/", "acct")]
    [InlineData("accountname=acct; accountkey=QQ==; tableendpoint=https://example.com/x", "https://example.com/x", "acct")]
    [InlineData("TableEndpoint=https://acct.table.core.windows.net;SharedAccessSignature=sv=1&sig=2", "https://acct.table.core.windows.net/", "acct")]
    public void ConnectionString_OfEveryForm_IsRead(string connectionString, string endpoint, string account)
    {
        var service = new TableServiceClient(connectionString);
        Assert.Equal((endpoint, account), (service.Uri.AbsoluteUri, service.AccountName));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AccountName=acct")]
    [InlineData("AccountKey=QQ==")]
    [InlineData("AccountName=acct;AccountKey=secret!not-base64")]
    [InlineData("AccountName=acct;AccountKey=QQ==;TableEndpoint=nowhere")]
    public void ConnectionString_Bad_IsRefusedWithoutItsKey(string connectionString)
    {
        var error = Assert.Throws<InvalidOperationException>(() => new TableServiceClient(connectionString));
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    private static string Setting(string connectionString, string name) =>
        connectionString.Split(';').First(part => part.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];

    private string Sas(string permissions, TimeSpan lifetime)
    {
        // An account signature, as its documentation has it: version 2020-12-06 ends with the empty encryption scope.
        var expiry = TimeProvider.System.GetUtcNow().Add(lifetime).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var text = $"{Account}\n{permissions}\nt\nsco\n\n{expiry}\n\nhttps,http\n2020-12-06\n\n";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(_key), Encoding.UTF8.GetBytes(text)));
        return $"sv=2020-12-06&ss=t&srt=sco&sp={permissions}&se={Uri.EscapeDataString(expiry)}&spr=https,http&sig={Uri.EscapeDataString(signature)}";
    }

    private sealed class FixedToken : TokenCredential
    {
        public string[] Scopes { get; private set; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes = requestContext.Scopes;
            return new AccessToken("token", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
