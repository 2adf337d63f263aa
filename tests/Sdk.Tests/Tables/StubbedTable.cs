using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using ServerlessMonitor.TestKit;

namespace Sdk.Tests.Tables;

/// <summary>Table clients whose requests end in a <see cref="StubHttp"/>.</summary>
internal static class StubbedTable
{
    public const string Account = "acct";

    public static readonly string Key = Convert.ToBase64String("not a secret, only a test key"u8);

    public static readonly Uri Endpoint = new("https://acct.table.core.windows.net");

    public static TableClientOptions Options(StubHttp http, int retries = 0)
    {
        var options = new TableClientOptions { Transport = new HttpClientTransport(http.CreateClient()) };
        options.Retry.MaxRetries = retries;
        options.Retry.Mode = RetryMode.Fixed;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        return options;
    }

    public static TableClient Create(StubHttp http, int retries = 0) =>
        new(Endpoint, "t", new TableSharedKeyCredential(Account, Key), Options(http, retries));
}
