using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ServerlessMonitor.TestKit;
using ServerlessMonitor.TestKit.Azurite;

namespace ServerlessMonitor.Functions.Tests;

/// <summary>Labels that come late, through real apps over real storage: two hosts share the work.</summary>
public sealed class LabelsTests : IAsyncLifetime, IDisposable
{
    private const int Rows = 400;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly AzuriteFixture _azurite = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler());
    private readonly List<SuiteProcess> _suites = [];

    private Uri Address => _suites[0].Address;

    public async Task InitializeAsync()
    {
        await _azurite.InitializeAsync();
        for (int host = 0; host < 2; host++)
        {
            _suites.Add(await SuiteProcess.StartAsync(new Dictionary<string, string>(SuiteSettings.Of(_azurite.ConnectionString), StringComparer.Ordinal) { ["SweepSchedule"] = SuiteSettings.Never }));
        }
    }

    public async Task DisposeAsync()
    {
        foreach (SuiteProcess suite in _suites)
        {
            await suite.DisposeAsync();
        }

        await _azurite.DisposeAsync();
    }

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Labels_InManyFilesAtOnce_AllCount_AndTheLaterCorrectsTheEarlier()
    {
        Uri batch = await PostAsync("api/models/churn/7/predictions", Predictions());
        await Eventually.True(async () => (await _http.GetStringAsync(batch)).Contains("\"live\"", StringComparison.Ordinal), Deadline, "the batch is live");

        // Ten files side by side, each with its part of the ids.
        Uri[] first = await Task.WhenAll(Enumerable.Range(0, 10).Select(part => PostAsync("api/models/churn/labels", Labels(Enumerable.Range(part * 30, 30), "1"))));
        foreach (Uri labels in first)
        {
            await Eventually.True(async () => (Number(await AskAsync(labels), "matched"), Number(await AskAsync(labels), "joining")) == (30, 0), Deadline, "every file is joined");
        }

        Uri second = await PostAsync("api/models/churn/labels", Labels([.. Enumerable.Range(0, 20), Rows + 1], "0"));
        await Eventually.True(async () => Number(await AskAsync(second), "corrected") == 20, Deadline, "the second file corrects the first");
        JsonElement status = await AskAsync(second);
        Assert.Equal((21, 20, 1, 0), (Number(status, "labels"), Number(status, "matched"), Number(status, "waiting"), Number(status, "unknown")));

        await Eventually.True(
            async () => await VerdictAsync() is { } verdict && Number(verdict, "labelledRows") == 300 && Metric(verdict, "prevalence") is { } prevalence && Math.Abs(prevalence - (280 / 300.0)) < 1e-9,
            Deadline,
            "the window is restated");
    }

    [Fact]
    public async Task Labels_ThatCannotBeRead_AreRefusedOrQuarantined()
    {
        using HttpResponseMessage badName = await SendAsync("api/models/-churn/labels", "id,label\n1,1\n");
        Assert.Equal(HttpStatusCode.BadRequest, badName.StatusCode);

        Uri labels = await PostAsync("api/models/churn/labels", "when,what\n1,1\n");
        await Eventually.True(async () => (await AskAsync(labels)).GetProperty("state").GetString() == "quarantined", Deadline, "the file is quarantined");
        Assert.Contains("No column names the predictions", (await AskAsync(labels)).GetProperty("problem").GetString(), StringComparison.Ordinal);
        using HttpResponseMessage other = await _http.GetAsync(new Uri(labels.ToString().Replace("/churn/", "/other/", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
    }

    private static string Predictions() => "prediction_id,timestamp,amount,prediction,score\n" + string.Concat(Enumerable.Range(0, Rows).Select(row =>
        string.Create(CultureInfo.InvariantCulture, $"p{row},2026-02-23T{row % 24:D2}:00:00Z,{row % 7},{row % 2},{(0.25 + (0.5 * (row % 2))):F2}\n")));

    private static string Labels(IEnumerable<int> rows, string label) => "id,label\n" + string.Concat(rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"p{row},{label}\n")));

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();

    private static double? Metric(JsonElement verdict, string key) => verdict.GetProperty("metrics").EnumerateArray()
        .Where(metric => metric.GetProperty("key").GetString() == key)
        .Select(metric => metric.GetProperty("value").ValueKind == JsonValueKind.Number ? metric.GetProperty("value").GetDouble() : (double?)null)
        .FirstOrDefault();

    private async Task<HttpResponseMessage> SendAsync(string path, string csv)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return await _http.PostAsync(new Uri(Address, path), content);
    }

    /// <summary>Sends a file.</summary>
    /// <returns>Where to ask what became of it.</returns>
    private async Task<Uri> PostAsync(string path, string csv)
    {
        using HttpResponseMessage response = await SendAsync(path, csv);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return new Uri(Address, answer.RootElement.GetProperty("status").GetString());
    }

    private async Task<JsonElement> AskAsync(Uri status) => JsonSerializer.Deserialize<JsonElement>(await _http.GetStringAsync(status));

    private async Task<JsonElement?> VerdictAsync()
    {
        using HttpResponseMessage response = await _http.GetAsync(new Uri(Address, "api/models/churn/7/verdicts/1d/20260224T000000Z"));
        return response.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()) : null;
    }
}
