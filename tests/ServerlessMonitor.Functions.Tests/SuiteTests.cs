using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Azure;
using ServerlessMonitor.Azure.Blobs;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.TestKit;
using ServerlessMonitor.TestKit.Azurite;

namespace ServerlessMonitor.Functions.Tests;

/// <summary>The real app over real storage and real HTTP: batches in, messages out.</summary>
public sealed class SuiteTests : IAsyncLifetime, IDisposable
{
    private const string Model = "churn";
    private const string WebhookSecret = "whsec-0123456789abcdef";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly DateOnly Monday = new(2026, 2, 23);
    private readonly AzuriteFixture _azurite = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler());
    private BlobStore _blobs = null!;
    private Receiver _receiver = null!;
    private SuiteProcess _suite = null!;

    public async Task InitializeAsync()
    {
        await _azurite.InitializeAsync();
        _receiver = await Receiver.StartAsync();
        var clients = new StorageClients(_azurite.ConnectionString);
        IOptions<AzureStorageOptions> options = Options.Create(new AzureStorageOptions());
        await new StorageSetup(clients, options).CreateMissingAsync(CancellationToken.None);
        _blobs = new BlobStore(clients, options);
        await ConfigureAsync();
        _suite = await SuiteProcess.StartAsync(Settings());
    }

    public async Task DisposeAsync()
    {
        await _suite.DisposeAsync();
        await _receiver.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Batches_FromUploadToMessages()
    {
        await PostAsync("baseline", Rows(Monday.AddDays(-7), 3000, right: 0.9, amount: 10), key: "baseline");
        await SendDayAsync(0, right: 0.9);
        Assert.Empty(_receiver.Messages);

        // A worse model on a shifted feature: every channel hears of it, once.
        await SendDayAsync(1, right: 0.3, amount: 14);
        await Eventually.True(() => _receiver.Messages.Select(message => message.Channel).ToHashSet().SetEquals(["slack", "mail", "hook"]), Deadline, "three channels hear of it");
        Receiver.Received slack = _receiver.Messages.First(message => message.Channel == "slack");
        Assert.Contains("f1", slack.Body, StringComparison.Ordinal);
        Assert.Contains("amount", slack.Body, StringComparison.Ordinal);
        Receiver.Received hook = _receiver.Messages.First(message => message.Channel == "hook");
        AssertSigned(hook);
        await AssertLinkLeadsToTheVerdictAsync(hook);
        Receiver.Received mail = _receiver.Messages.First(message => message.Channel == "mail");
        Assert.Equal("Bearer SG.test", mail.Headers["Authorization"]);
        Assert.Contains("oncall@example.com", mail.Body, StringComparison.Ordinal);

        // Better again: resolved, once on every channel.
        await SendDayAsync(2, right: 0.9);
        await Eventually.True(() => _receiver.Messages.Count(message => message.Body.Contains("resolved", StringComparison.OrdinalIgnoreCase)) >= 3, Deadline, "all are told that it is over");
    }

    [Fact]
    public async Task Query_RowOfANewerBuild_IsAnsweredByName()
    {
        var clients = new StorageClients(_azurite.ConnectionString);
        TableClient catalog = clients.Tables.GetTableClient("Catalog");
        await catalog.AddEntityAsync(new TableEntity("churn", "9") { ["Format"] = 2 });

        using HttpResponseMessage answer = await _http.GetAsync(new Uri(_suite.Address, "api/status"));

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("has format 2; this build understands up to 1. Deploy the newer build", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BlobUpload_IsFoundByTheSweep_AndDeletionRetractsIt()
    {
        var blob = new BlobAddress("predictions", $"{Model}/1/2026/02/23/a.csv");
        await PutAsync(blob, Rows(Monday, 200));
        await Eventually.True(async () => await RowsAsync() == 200, Deadline, "the sweep announces the blob");
        await PutAsync(blob, Rows(Monday, 300));
        await Eventually.True(async () => await RowsAsync() == 300, Deadline, "the new version supersedes the old one");
    }

    [Fact]
    public async Task SameIdempotencyKey_IsOneBatch()
    {
        string rows = Rows(Monday, 200);
        JsonElement first = await PostAsync("predictions", rows, key: "a");
        JsonElement second = await PostAsync("predictions", rows, key: "a");
        Assert.True(first.GetProperty("isNew").GetBoolean());
        Assert.False(second.GetProperty("isNew").GetBoolean());
        Assert.Equal(first.GetProperty("blob").GetString(), second.GetProperty("blob").GetString());
        await Eventually.True(async () => await RowsAsync() == 200, Deadline, "it counts once");
    }

    [Fact]
    public async Task UnreadableBatch_GoesToQuarantineWithItsReason_AndAnAlert()
    {
        JsonElement sent = await PostAsync("predictions", "prediction_id,timestamp,,prediction\n1,2026-02-23,,1\n", key: null);
        JsonElement state = await EventuallyKnownAsync(sent);
        Assert.Equal("quarantined", state.GetProperty("state").GetString());
        Assert.Contains("column 3 has no name", state.GetProperty("problem").GetString(), StringComparison.OrdinalIgnoreCase);

        await using SourceBlob? reason = await _blobs.OpenAsync(new BlobAddress("quarantine", sent.GetProperty("blob").GetString() + ".reason.json"), CancellationToken.None);
        Assert.NotNull(reason);
        await Eventually.True(() => _receiver.Messages.Any(message => message.Body.Contains("quarantine", StringComparison.OrdinalIgnoreCase)), Deadline, "somebody is told");
    }

    [Fact]
    public async Task WrongRequests_GetProblemDetails()
    {
        using var empty = new StringContent(string.Empty, Encoding.UTF8, "text/csv");
        HttpResponseMessage response = await _http.PostAsync(new Uri(_suite.Address, $"api/models/{Model}/1/predictions"), empty);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains("--data-binary", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);

        using var badName = new StringContent("a,b\n1,2\n", Encoding.UTF8, "text/csv");
        Assert.Equal(HttpStatusCode.BadRequest, (await _http.PostAsync(new Uri(_suite.Address, "api/models/-x/1/predictions"), badName)).StatusCode);
        using var xml = new StringContent("<a/>", Encoding.UTF8, "application/xml");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _http.PostAsync(new Uri(_suite.Address, $"api/models/{Model}/1/predictions"), xml)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync(new Uri(_suite.Address, "api/models/nobody/1/verdicts/1d"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _http.GetAsync(new Uri(_suite.Address, "api/models/nobody/1/verdicts/weekly"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, await GetAsync("api/models/no%3Fbody/1/verdicts/1d"));
        Assert.Equal(HttpStatusCode.BadRequest, await GetAsync($"api/models/{Model}/a%23b/verdicts/1d/20010430T000000Z"));
        Assert.Equal(HttpStatusCode.BadRequest, await GetAsync($"api/models/{new string('x', 2000)}/1/verdicts/1d"));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync("api/batches/pre%3Fdictions/00?path=a"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync("api/health"));
    }

    private async Task<HttpStatusCode> GetAsync(string path)
    {
        using HttpResponseMessage response = await _http.GetAsync(new Uri(_suite.Address, path));
        return response.StatusCode;
    }

    [Fact]
    public async Task AppKilledWhileItWorks_FinishesAfterItsRestart()
    {
        for (int file = 0; file < 12; file++)
        {
            await PutAsync(new BlobAddress("predictions", $"{Model}/1/{file}.csv"), Rows(Monday, 100, seed: file));
        }

        await Eventually.True(async () => await RowsAsync() > 0, Deadline, "some are counted");
        await _suite.KillAsync();
        await _suite.DisposeAsync();
        _suite = await SuiteProcess.StartAsync(Settings());

        // The messages that it held stay hidden for ten minutes: blobs among them are found by the sweep, and the next batch asks for the window.
        await PutAsync(new BlobAddress("predictions", $"{Model}/1/12.csv"), Rows(Monday, 100, seed: 12));
        await Eventually.True(async () => await RowsAsync() == 1300, TimeSpan.FromSeconds(120), "all are counted, none twice");
    }

    private static string Rows(DateOnly day, int rows, double right = 0.9, double amount = 10, int seed = 1)
    {
        var random = new Random(day.DayNumber + (seed * 7919));
        var text = new StringBuilder("prediction_id,timestamp,amount,prediction,score,label\n");
        for (int row = 0; row < rows; row++)
        {
            DateTime at = day.ToDateTime(TimeOnly.MinValue).AddSeconds(86_399.0 * row / (rows - 1));
            int prediction = random.NextDouble() < 0.4 ? 1 : 0;
            int label = random.NextDouble() < right ? prediction : 1 - prediction;
            double value = amount + Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
            text.Append(CultureInfo.InvariantCulture, $"{day:yyyyMMdd}-{seed}-{row},{at:yyyy-MM-ddTHH:mm:ssZ},{value:F4},{prediction},{(prediction + random.NextDouble()) / 2:F3},{label}\n");
        }

        return text.ToString();
    }

    private static void AssertSigned(Receiver.Received hook)
    {
        string timestamp = hook.Headers["X-ServerlessMonitor-Timestamp"];
        byte[] expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(WebhookSecret), Encoding.UTF8.GetBytes($"{timestamp}.{hook.Body}"));
        Assert.Equal($"v1={Convert.ToHexStringLower(expected)}", hook.Headers["X-ServerlessMonitor-Signature"]);
    }

    private async Task AssertLinkLeadsToTheVerdictAsync(Receiver.Received hook)
    {
        using JsonDocument message = JsonDocument.Parse(hook.Body);
        string text = message.RootElement.ToString();
        int at = text.IndexOf("/api/models/", StringComparison.Ordinal);
        string path = text[(at + 1)..text.IndexOf('"', at)];
        JsonElement verdict = await _http.GetFromJsonAsync<JsonElement>(new Uri(_suite.Address, path));
        Assert.Equal(Model, verdict.GetProperty("model").GetProperty("model").GetString());
    }

    private async Task ConfigureAsync()
    {
        await PutAsync(new BlobAddress("monitors", $"{Model}.yaml"), """
            model: churn
            windows: {performance: 1d, quality: 1d, drift: 1d}
            performance:
              - {metric: f1, below: 0.6, severity: critical}
            drift: {method: psi, threshold: 0.2, columns: {amount: {severity: warning}}}
            """);
        await PutAsync(new BlobAddress("alerting", "alerting.yaml"), """
            route: {receiver: ml, group_by: [model], group_wait: 0s, group_interval: 1s, repeat_interval: 4h}
            receivers: [{name: ml}]
            """);
        await PutAsync(new BlobAddress("alerting", "receivers.yaml"), """
            receivers:
              ml:
                - slack: {url: "${SlackWebhookUrl}"}
                - webhook: {url: "${WebhookUrl}", secret: "${WebhookSecret}"}
                - email: {to: [oncall@example.com], from: monitor@example.com, apiKey: "${SendGridApiKey}", host: "${SendGridHost}"}
            """);
    }

    private Dictionary<string, string> Settings() => new(SuiteSettings.Of(_azurite.ConnectionString), StringComparer.Ordinal)
    {
        ["PublicBaseUrl"] = "http://127.0.0.1:7071",
        ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:01",
        ["AzureFunctionsJobHost__singleton__listenerLockPeriod"] = "00:00:15",
        ["AzureFunctionsJobHost__singleton__listenerLockRecoveryPollingInterval"] = "00:00:15",
        ["SlackWebhookUrl"] = new Uri(_receiver.Address, "slack/T0/B0/secret").ToString(),
        ["WebhookUrl"] = new Uri(_receiver.Address, "hook/ml").ToString(),
        ["WebhookSecret"] = WebhookSecret,
        ["SendGridApiKey"] = "SG.test",
        ["SendGridHost"] = new Uri(_receiver.Address, "mail").ToString(),
    };

    private async Task PutAsync(BlobAddress blob, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await _blobs.WriteAsync(blob, content, "text/plain", onlyIfAbsent: false, CancellationToken.None);
    }

    private async Task<JsonElement> PostAsync(string what, string text, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_suite.Address, $"api/models/{Model}/1/{what}"));
        request.Content = new StringContent(text, Encoding.UTF8, "text/csv");
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using HttpResponseMessage response = await _http.SendAsync(request);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}\n{_suite.Log}");
        JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (what == "baseline")
        {
            await EventuallyKnownAsync(answer);
        }

        return answer;
    }

    private async Task SendDayAsync(int day, double right, double amount = 10)
    {
        DateOnly date = Monday.AddDays(day);
        await PostAsync("predictions", Rows(date, 600, right, amount), key: null);
        string path = $"api/models/{Model}/1/verdicts/1d/{date.AddDays(1):yyyyMMdd}T000000Z";
        await Eventually.True(
            async () => (await _http.GetAsync(new Uri(_suite.Address, path))).IsSuccessStatusCode, Deadline, $"the verdict of {date} is there");
    }

    private async Task<JsonElement> EventuallyKnownAsync(JsonElement sent)
    {
        JsonElement state = default;
        await Eventually.True(
            async () =>
            {
                state = await _http.GetFromJsonAsync<JsonElement>(new Uri(_suite.Address, sent.GetProperty("status").GetString()));
                return state.GetProperty("state").GetString() != "waiting";
            },
            Deadline,
            "the batch is read");
        return state;
    }

    private async Task<long> RowsAsync()
    {
        HttpResponseMessage response = await _http.GetAsync(new Uri(_suite.Address, $"api/models/{Model}/1/verdicts/1d/{Monday.AddDays(1):yyyyMMdd}T000000Z"));
        return response.IsSuccessStatusCode ? (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("rows").GetInt64() : 0;
    }
}
