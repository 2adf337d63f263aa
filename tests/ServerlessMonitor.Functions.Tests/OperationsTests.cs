using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Functions.Tests;

/// <summary>What an operator asks and does over HTTP, against the real app: batches, requeue, notifications, status.</summary>
public sealed class OperationsTests(OperationsSuite suite) : IClassFixture<OperationsSuite>
{
    private const string Good = "prediction_id,timestamp,prediction\np,2026-02-23T08:00:00Z,1\n";
    private const string Bad = "prediction_id,timestamp,,prediction\np,2026-02-23T08:00:00Z,,1\n";

    [Fact]
    public async Task Batches_AreListedByState_InPages_AndWrongQuestionsAreExplained()
    {
        await suite.PutAsync("predictions", "listed/1/a.csv", Good);
        await suite.PutAsync("predictions", "listed/1/b.csv", Bad);
        await suite.PutAsync("predictions", "listed/2/c.csv", Good);
        JsonElement all = await suite.EventuallyAsync("api/models/listed/batches", body => body.GetProperty("batches").GetArrayLength() == 3, "three batches are known");
        Assert.Equal(["live", "live", "quarantined"], all.GetProperty("batches").EnumerateArray().Select(batch => Text(batch, "state")).Order(StringComparer.Ordinal));

        JsonElement open = (await suite.GetAsync("api/models/listed/batches?state=open")).Body.GetProperty("batches");
        Assert.Equal(("predictions/listed/1/b.csv", 0), (Text(open[0], "blob"), open[0].GetProperty("rows").GetInt32()));
        Assert.Equal(1, open.GetArrayLength());
        Assert.Contains("column 3 has no name", Text(open[0], "reason"), StringComparison.Ordinal);
        Assert.Equal(1, (await suite.GetAsync("api/models/listed/batches?version=2")).Body.GetProperty("batches").GetArrayLength());

        var paged = new HashSet<string?>(StringComparer.Ordinal);
        for (string? after = string.Empty; after is not null;)
        {
            JsonElement page = (await suite.GetAsync($"api/batches?limit=2&after={Uri.EscapeDataString(after)}")).Body;
            Assert.InRange(page.GetProperty("batches").GetArrayLength(), 1, 2);
            Assert.All(page.GetProperty("batches").EnumerateArray(), batch => Assert.True(paged.Add(Text(batch, "blob"))));
            after = page.GetProperty("next").GetString();
        }

        Assert.True(paged.Count >= 3);
        await AssertRefusedAsync("api/batches?state=lost", "'lost' is no state");
        await AssertRefusedAsync("api/batches?limit=0", "'limit' must be 1 to");
        await AssertRefusedAsync("api/batches?from=yesterday", "instants like");
        await AssertRefusedAsync("api/batches?after=somewhere", "'somewhere' is no place that a page ended at");
        await AssertRefusedAsync("api/models/a%20b/batches", "is no model");
    }

    [Fact]
    public async Task Requeue_ListsWhatWasGivenUp_AndHasItDoneAgain()
    {
        await suite.PutAsync("predictions", "again/1/bad.csv", Bad);
        await suite.PutMessageAsync("evaluate-poison", """{"v":1,"model":"again","version":"1"}""");
        JsonElement list = await suite.EventuallyAsync(
            "api/requeue",
            body => body.GetProperty("quarantined").EnumerateArray().Any(blob => Text(blob, "blob") == "predictions/again/1/bad.csv") && body.GetProperty("poisoned").GetArrayLength() == 1,
            "both are listed");
        JsonElement message = list.GetProperty("poisoned")[0];
        Assert.Equal("evaluate", Text(message, "queue"));
        Assert.Contains("evaluation of again/1", Text(message, "reason"), StringComparison.Ordinal);
        JsonElement open = (await suite.GetAsync("api/status")).Body.GetProperty("open");
        Assert.True(open.GetProperty("quarantined").GetInt32() >= 1);
        Assert.Equal("evaluate", Text(open.GetProperty("poisoned")[0], "queue"));

        JsonElement done = (await suite.PostAsync("api/requeue", $$"""{"blobs":["predictions/again/1/bad.csv","predictions/none.csv"],"messages":["{{Text(message, "id")}}"]}""")).Body;

        Assert.Equal((1, 1, "predictions/none.csv"), (done.GetProperty("blobs").GetInt32(), done.GetProperty("messages").GetInt32(), done.GetProperty("notFound")[0].GetString()));
        await suite.EventuallyAsync("api/requeue", body => body.GetProperty("poisoned").GetArrayLength() == 0, "the message is handled");
        (HttpStatusCode status, JsonElement problem) = await suite.PostAsync("api/requeue", "nonsense");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("Expected for example", Text(problem, "detail"), StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", Text(problem, "detail"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await suite.PostAsync("api/requeue", "{}")).Status);

        await suite.PutAsync("predictions", "again/1/bad.csv", Good);
        await suite.EventuallyAsync(
            "api/requeue", body => body.GetProperty("quarantined").EnumerateArray().All(blob => Text(blob, "blob") != "predictions/again/1/bad.csv"), "the mended blob has left quarantine");
    }

    [Fact]
    public async Task Notification_ThatIsParked_IsShown_AndSentAgainOnceTheChannelIsMended()
    {
        await suite.PutReceiversAsync("${DeadUrl}");
        await suite.PutAsync("predictions", "parked/1/bad.csv", Bad);
        JsonElement parked = await suite.EventuallyAsync("api/notifications?state=parked", body => Find(body, "parked") is not null, "the message is parked");
        JsonElement entry = Find(parked, "parked")!.Value;
        Assert.Contains("404", Text(entry, "lastError"), StringComparison.Ordinal);
        Assert.True((await suite.GetAsync("api/status")).Body.GetProperty("notifications").GetProperty("parked").GetInt32() >= 1);
        Assert.Equal(HttpStatusCode.NotFound, (await suite.PostAsync("api/notifications/nobody/resend")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await suite.GetAsync("api/notifications?state=lost")).Status);

        await suite.PutReceiversAsync("${WebhookUrl}");
        (HttpStatusCode status, JsonElement asked) = await suite.PostAsync($"api/notifications/{Text(entry, "id")}/resend");

        Assert.Equal((HttpStatusCode.Accepted, 1), (status, asked.GetArrayLength()));
        await suite.EventuallyAsync("api/notifications?state=delivered", body => Find(body, "parked") is not null, "the channel takes it");
        await Eventually.True(() => suite.Receiver.Messages.Any(message => message.Body.Contains("predictions/parked/1/bad.csv", StringComparison.Ordinal)), OperationsSuite.Deadline, "the message arrives");
        Assert.Equal(HttpStatusCode.Accepted, (await suite.PostAsync("api/notifications/resend")).Status);
    }

    [Fact]
    public async Task Versions_OfAModel_AreCompared_AndWrongQuestionsAreExplained()
    {
        await suite.PutAsync("predictions", "versioned/6/a.csv", Labelled(right: 60));
        await suite.EventuallyAsync("api/status", body => Model(body, "versioned", "6"), "version 6 has data");
        Assert.Contains("one version only", Text((await suite.GetAsync("api/models/versioned/versions")).Body, "detail"), StringComparison.Ordinal);
        await suite.PutAsync("predictions", "versioned/7/a.csv", Labelled(right: 90));

        JsonElement body = await suite.EventuallyAsync(
            "api/models/versioned/versions?champion=6&challenger=7", answer => answer.TryGetProperty("windows", out JsonElement windows) && windows.GetArrayLength() == 2, "both have two windows");

        Assert.Equal(("6", "7", "f1"), (Text(body, "champion"), Text(body, "challenger"), Text(body, "primaryMetric")));
        JsonElement window = body.GetProperty("windows")[0];
        Assert.Equal("better", Text(window, "verdict"));
        Assert.StartsWith("Version 7 is better than version 6: f1 0.9", Text(window, "summary"), StringComparison.Ordinal);
        Assert.Equal(100, window.GetProperty("challenger").GetProperty("labelledRows").GetInt32());
        JsonElement accuracy = window.GetProperty("metrics").EnumerateArray().Single(metric => Text(metric, "key") == "accuracy");
        Assert.Equal(0.3, accuracy.GetProperty("difference").GetDouble(), 9);
        Assert.Equal(1, (await suite.GetAsync("api/models/versioned/versions?windows=1")).Body.GetProperty("windows").GetArrayLength());

        Assert.Equal(HttpStatusCode.NotFound, (await suite.GetAsync("api/models/nobody/versions")).Status);
        (HttpStatusCode unknown, JsonElement problem) = await suite.GetAsync("api/models/versioned/versions?challenger=8");
        Assert.Equal((HttpStatusCode.NotFound, "Nothing has arrived for versioned/8; known: 6, 7."), (unknown, Text(problem, "detail")));
        await AssertRefusedAsync("api/models/versioned/versions?windows=0", "'windows' must be 1 to 400");
        await AssertRefusedAsync("api/models/versioned/versions?champion=7&challenger=7", "cannot be compared with itself");
        await AssertRefusedAsync("api/models/versioned/versions?champion=a%20b", "'a b' is no name of a model or a version");
    }

    [Fact]
    public async Task Replay_OfAVerdict_IsIdentical_AndWhatWasAlteredIsFound()
    {
        const string Verdict = "api/models/replayed/1/verdicts/1d/20260224T000000Z";
        await suite.PutAsync("predictions", "replayed/1/a.csv", Labelled(right: 80));
        await suite.EventuallyAsync(Verdict, body => body.TryGetProperty("rows", out JsonElement rows) && rows.GetInt64() == 100, "the first day has a verdict");

        // Two days are evaluated one after the other: what is replayed is whole when nothing is under way.
        JsonElement replayed = await suite.EventuallyAsync($"{Verdict}/replay", body => body.TryGetProperty("outcome", out JsonElement outcome) && outcome.GetString() == "identical", "the replay is identical");
        Assert.Equal("Identical to the last bit, from the same inputs.", Text(replayed, "summary"));
        Assert.Equal(("replayed", "1", "1d", true), (Text(replayed, "model"), Text(replayed, "version"), Text(replayed, "windows"), replayed.GetProperty("sameInputs").GetBoolean()));
        Assert.Equal((0, 0), (replayed.GetProperty("differenceCount").GetInt32(), replayed.GetProperty("differences").GetArrayLength()));

        string stored = (await suite.GetAsync(Verdict)).Body.GetRawText();
        (HttpStatusCode status, JsonElement same) = await suite.PostAsync($"{Verdict}/replay", stored);
        Assert.Equal((HttpStatusCode.OK, "identical"), (status, Text(same, "outcome")));
        JsonElement altered = (await suite.PostAsync($"{Verdict}/replay", stored.Replace("\"rows\":100", "\"rows\":99", StringComparison.Ordinal))).Body;
        Assert.Equal("differs", Text(altered, "outcome"));
        Assert.Equal("1 difference, from the same inputs: the verdict was altered, or the engine does not keep its promise.", Text(altered, "summary"));
        Assert.Equal(1, altered.GetProperty("differences").GetArrayLength());

        (status, JsonElement problem) = await suite.PostAsync($"{Verdict}/replay", """{"model":"nonsense"}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains($"The body is no verdict of at most 32 MiB; expected what GET /{Verdict} gives.", Text(problem, "detail"), StringComparison.Ordinal);
        (status, problem) = await suite.PostAsync($"{Verdict.Replace("20260224", "20260225", StringComparison.Ordinal)}/replay", stored);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("the address names another", Text(problem, "detail"), StringComparison.Ordinal);
        (status, problem) = await suite.GetAsync($"{Verdict.Replace("20260224", "20250224", StringComparison.Ordinal)}/replay");
        Assert.Equal((HttpStatusCode.NotFound, "replayed/1 has no verdict for the 1d window that ends 2025-02-24T00:00:00Z."), (status, Text(problem, "detail")));
        await AssertRefusedAsync("api/models/replayed/1/verdicts/1d/yesterday/replay", "is no window");
        await AssertRefusedAsync("api/models/a%20b/1/verdicts/1d/20260224T000000Z/replay", "a b");
    }

    /// <summary>Two days of a hundred rows, so many of them right; half are positive.</summary>
    private static string Labelled(int right)
    {
        var text = new StringBuilder("prediction_id,timestamp,prediction,label\n");
        for (int row = 0; row < 200; row++)
        {
            DateTime at = new DateTime(2026, 2, 23).AddMinutes(14.4 * row);
            int prediction = row % 2;
            text.Append(CultureInfo.InvariantCulture, $"{right}-{row},{at:yyyy-MM-ddTHH:mm:ssZ},{prediction},{(row % 100 < right ? prediction : 1 - prediction)}\n");
        }

        return text.ToString();
    }

    private static bool Model(JsonElement status, string model, string version) =>
        status.GetProperty("models").EnumerateArray().Any(entry => Text(entry, "model") == model && Text(entry, "version") == version);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static JsonElement? Find(JsonElement notifications, string model) =>
        notifications.EnumerateArray().Where(entry => Text(entry, "group")!.Contains($"\"{model}\"", StringComparison.Ordinal)).Select(entry => (JsonElement?)entry).FirstOrDefault();

    private async Task AssertRefusedAsync(string path, string expected)
    {
        (HttpStatusCode status, JsonElement problem) = await suite.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(expected, Text(problem, "detail"), StringComparison.Ordinal);
    }
}
