using System.Net;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Cli.Tests.Commands;

public sealed class LedgerCommandsTests : IDisposable
{
    private const string Url = "http://127.0.0.1:7071/api/";
    private const string Batch = """
        {"blob":"predictions/churn/7/a.csv","model":"churn","version":"7","state":"STATE","arrivedAt":"2026-01-05T10:30:00+00:00","modifiedAt":"2026-01-05T10:30:00+00:00",
        "processedAt":"2026-01-05T10:30:05+00:00","rows":12345,"rejectedRows":2,"bytes":2000000,"hours":24,"from":null,"to":null,"reason":"The file is empty.","notes":null}
        """;

    private const string GivenUp = """
        {"quarantined":[{"blob":"predictions/churn/7/a.csv","reason":"The file is empty.","at":"2026-01-05T10:30:00+00:00"}],"more":false,
        "poisoned":[{"queue":"evaluate","id":"0f8f","at":"2026-01-05T10:31:00+00:00","reason":"evaluation of churn/7"}],"queues":[{"queue":"evaluate","messages":1}]}
        """;

    private readonly StubHttp _http = new();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("quarantined", 1)]
    [InlineData("live", 0)]
    public async Task Batches_Table_ShowsStateAndReason_AndExitsByWhatIsOpen(string state, int exitCode)
    {
        _http.On(
            HttpMethod.Get,
            Url + "models/churn/batches?from=2026-01-05&state=open&limit=100",
            HttpStatusCode.OK,
            $$"""{"batches":[{{Batch.Replace("STATE", state, StringComparison.Ordinal)}}],"next":"churn~20260105/x"}""");

        var run = await CliRun.With(null, () => _http, "batches", "--model", "churn", "--from", "2026-01-05", "--state", "open");

        Assert.Equal((exitCode, string.Empty), (run.ExitCode, run.Error));
        Assert.All(
            ["predictions/churn/7/a.csv", state, "2026-01-05T10:30Z", "12,345", "2 MB", "The file is empty.", "--after 'churn~20260105/x'"],
            text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Batches_Json_IsTheSuitesAnswer()
    {
        _http.On(HttpMethod.Get, Url + "batches?limit=5", HttpStatusCode.OK, """{"batches":[],"next":null}""");
        var run = await CliRun.With(null, () => _http, "batches", "--limit", "5", "--format", "json");
        Assert.Equal((0, 0), (run.ExitCode, run.Json().GetProperty("batches").GetArrayLength()));
    }

    [Fact]
    public async Task RequeueList_ShowsBlobsAndMessagesWithReasons()
    {
        _http.On(HttpMethod.Get, Url + "requeue", HttpStatusCode.OK, GivenUp);
        var run = await CliRun.With(null, () => _http, "requeue", "--list");
        Assert.Equal(1, run.ExitCode);
        Assert.All(
            ["predictions/churn/7/a.csv", "quarantine", "The file is empty.", "0f8f", "evaluate-poison", "evaluation of churn/7"],
            text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("more than are shown", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requeue_Names_AreSentAsBlobsAndMessages_AndWhatIsMissingIsSaid()
    {
        _http.On(HttpMethod.Post, Url + "requeue", HttpStatusCode.OK, """{"blobs":0,"messages":1,"notFound":["predictions/x.csv"]}""");
        var run = await CliRun.With(null, () => _http, "requeue", "predictions/x.csv", "0f8f");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("0 blobs and 1 message again", run.Output, StringComparison.Ordinal);
        Assert.Contains("predictions/x.csv is not in quarantine", run.Error, StringComparison.Ordinal);
        Assert.Contains("\"blobs\":[\"predictions/x.csv\"],\"messages\":[\"0f8f\"]", _http.Requests[^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0f8f is in no poison queue", "0f8f")]
    [InlineData("2 of the 2 messages are in no poison queue", "0f8f", "0f90")]
    public async Task Requeue_MessageThatIsNotThere_IsSaid(string expected, params string[] ids)
    {
        _http.On(HttpMethod.Post, Url + "requeue", HttpStatusCode.OK, """{"blobs":0,"messages":0,"notFound":[]}""");
        var run = await CliRun.With(null, () => _http, ["requeue", .. ids]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requeue_NothingChosen_IsBadUse()
    {
        var run = await CliRun.With(null, () => _http, "requeue");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--list shows what there is", run.Error, StringComparison.Ordinal);
    }
}
