using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Azure;
using ServerlessMonitor.Azure.Blobs;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.TestKit;
using ServerlessMonitor.TestKit.Azurite;

namespace ServerlessMonitor.Functions.Tests;

/// <summary>One real app on one Azurite for the tests of a class; each test takes a model of its own.</summary>
public sealed class OperationsSuite : IAsyncLifetime, IDisposable
{
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly AzuriteFixture _azurite = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler());
    private BlobStore _blobs = null!;
    private SuiteProcess _suite = null!;

    internal Receiver Receiver { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await _azurite.InitializeAsync();
        Receiver = await Receiver.StartAsync();
        var clients = new StorageClients(_azurite.ConnectionString);
        IOptions<AzureStorageOptions> options = Options.Create(new AzureStorageOptions());
        await new StorageSetup(clients, options).CreateMissingAsync(CancellationToken.None);
        _blobs = new BlobStore(clients, options);
        await PutAsync("alerting", "alerting.yaml", """
            route: {receiver: ml, group_by: [model], group_wait: 0s, group_interval: 1s, repeat_interval: 4h}
            receivers: [{name: ml}]
            """);
        await PutReceiversAsync("${WebhookUrl}");
        _suite = await SuiteProcess.StartAsync(new Dictionary<string, string>(SuiteSettings.Of(_azurite.ConnectionString), StringComparer.Ordinal)
        {
            ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:00",
            ["WebhookUrl"] = new Uri(Receiver.Address, "hook/ml").ToString(),
            // Nothing listens at the root: 404.
            ["DeadUrl"] = Receiver.Address.ToString(),
        });
    }

    public async Task DisposeAsync()
    {
        await _suite.DisposeAsync();
        await Receiver.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Says where the only channel is.</summary>
    internal Task PutReceiversAsync(string url) => PutAsync("alerting", "receivers.yaml", $$"""
        receivers:
          ml:
            - webhook: {url: "{{url}}"}
        """);

    /// <summary>Writes a blob.</summary>
    internal async Task PutAsync(string container, string path, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await _blobs.WriteAsync(new BlobAddress(container, path), content, "text/plain", onlyIfAbsent: false, CancellationToken.None);
    }

    /// <summary>Puts a message into a queue, as the host does.</summary>
    internal async Task PutMessageAsync(string queue, string text)
    {
        var client = new QueueClient(_azurite.ConnectionString, queue, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        await client.CreateIfNotExistsAsync();
        await client.SendMessageAsync(text);
    }

    /// <summary>Asks the app.</summary>
    internal async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path)
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri(_suite.Address, path));
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Asks the app to do something.</summary>
    internal async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, string body = "")
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _http.PostAsync(new Uri(_suite.Address, path), content);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Waits until the answer is what is expected.</summary>
    internal async Task<JsonElement> EventuallyAsync(string path, Func<JsonElement, bool> isExpected, string what)
    {
        JsonElement body = default;
        await Eventually.True(
            async () =>
            {
                (_, body) = await GetAsync(path);
                return isExpected(body);
            },
            Deadline,
            what);
        return body;
    }
}
