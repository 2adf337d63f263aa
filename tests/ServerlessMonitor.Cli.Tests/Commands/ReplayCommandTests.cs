using System.Net;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Cli.Tests.Commands;

public sealed class ReplayCommandTests : IDisposable
{
    private const string Url = "http://127.0.0.1:7071/api/models/churn/7/verdicts/1d/20260106T000000Z/replay";

    private readonly StubHttp _http = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("churn/7/1d/2026-01-06")]
    [InlineData("churn/7/1d/20260106T000000Z")]
    [InlineData("churn/7/1d/2026-01-06T00:00:00Z")]
    public async Task Replay_Identical_IsZero(string verdict)
    {
        _http.On(HttpMethod.Get, Url, HttpStatusCode.OK, Body("identical", "Identical to the last bit, from the same inputs.", more: "\"revision\":2,\"evaluatedAt\":\"2026-01-06T02:00:00Z\",\"sameInputs\":true,"));

        var run = await RunAsync(verdict);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Equal("churn/7, the 1d window that ends 2026-01-06, revision 2 of 2026-01-06T02:00Z\nIdentical to the last bit, from the same inputs.\n", run.Output);
    }

    [Fact]
    public async Task Replay_Differs_ListsWhatAndWhyAndIsOne()
    {
        _http.On(HttpMethod.Get, Url, HttpStatusCode.OK, Body("differs", "1 difference: not all inputs are the same.", more: """
            "sameInputs":false,"inputChanges":["The monitor file is another one."],"differences":[{"path":"metrics[f1].value","stored":"0.5","replayed":"0.25"}],"differenceCount":1,
            """));

        var table = await RunAsync("churn/7/1d/2026-01-06");
        var json = await RunAsync("churn/7/1d/2026-01-06", "--format", "json");

        Assert.Equal((1, 1), (table.ExitCode, json.ExitCode));
        Assert.Contains("\n- The monitor file is another one.\n", table.Output, StringComparison.Ordinal);
        Assert.Matches(@"\nmetrics\[f1\]\.value +0\.5 +0\.25\n", table.Output);
        Assert.Equal(("differs", false, "0.25"), (json.Json().GetProperty("outcome").GetString(), json.Json().GetProperty("sameInputs").GetBoolean(), json.Json().GetProperty("differences")[0].GetProperty("replayed").GetString()));
    }

    [Fact]
    public async Task Replay_Impossible_IsTwoWithTheReason()
    {
        _http.On(HttpMethod.Get, Url, HttpStatusCode.OK, Body("impossible", "No rows of the window are stored any more; the verdict was made from 12."));

        var run = await RunAsync("churn/7/1d/2026-01-06");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("error: it cannot be replayed: No rows of the window are stored any more; the verdict was made from 12.\n", run.Error);
    }

    [Fact]
    public async Task Replay_File_IsSentToItsOwnWindow()
    {
        var start = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
        var report = new EvaluationReport(new ModelVersion("churn", "7"), WindowSpec.Tumbling("1d"), new TimeWindow(start, start.AddDays(1))) { Families = [EvaluationFamily.Drift], Rows = 12, InputDigest = "5f3a" };
        var file = _folder.Write("verdict.json", Encoding.UTF8.GetString(EvaluateJson.Write(report)));
        _http.On(HttpMethod.Post, Url, HttpStatusCode.OK, Body("identical", "Identical."));

        var run = await RunAsync(file);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        var sent = EvaluateJson.Read(Assert.Single(_http.Requests).Body.Span);
        Assert.Equal((report.Model, report.Rows, report.InputDigest), (sent.Model, sent.Rows, sent.InputDigest));
    }

    [Theory]
    [InlineData("nope.json", "'nope.json' is no verdict: there is no such file; expected model/version/windows/end")]
    [InlineData("churn/7/1d", "'churn/7/1d' is no verdict")]
    [InlineData("churn/7/week/2026-01-06", "'churn/7/week/2026-01-06' is no verdict")]
    [InlineData("churn/7/1d/yesterday", "'churn/7/1d/yesterday' is no verdict")]
    [InlineData("ch urn/7/1d/2026-01-06", "'ch urn/7/1d/2026-01-06' is no verdict")]
    public async Task Replay_NoVerdict_IsTwoAndSaysWhatIsExpected(string verdict, string message)
    {
        var run = await RunAsync(verdict);

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.StartsWith($"error: {message}", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"windows\": []}", ": this is no verdict")]
    [InlineData("{\n\"model\": 3}", ":2:")]
    [InlineData("{\"model\":{\"model\":\"churn\",\"version\":\"7\"},\"spec\":{\"length\":\"1d\",\"step\":\"1d\"},\"window\":{\"start\":\"2026-01-05T00:00:00Z\",\"end\":\"2026-01-06T00:00:00Z\"}}", ": this is no verdict")]
    [InlineData("not json", ":1:")]
    [InlineData("", ":1:")]
    public async Task Replay_FileOfSomethingElse_IsTwoWithThePlace(string content, string message)
    {
        var file = _folder.Write("verdict.json", content);

        var run = await RunAsync(file);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error: {file}{message}", run.Error, StringComparison.Ordinal);
        Assert.Contains("this is no verdict; expected what GET /api/models/", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_UnknownWindow_PassesTheSuitesReasonOn()
    {
        _http.On(HttpMethod.Get, Url, HttpStatusCode.NotFound, """{"detail":"churn/7 has no verdict for the 1d window that ends 2026-01-06T00:00:00Z."}""", "application/problem+json");

        var run = await RunAsync("churn/7/1d/2026-01-06");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("churn/7 has no verdict for the 1d window", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_AccountThatIsNone_IsTwoWithoutRepeatingTheSecret()
    {
        var run = await CliRun.Of("replay", "churn/7/1d/2026-01-06", "--to", "AccountName=x;AccountKey=no base64: c2VjcmV0");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error: The connection string of the storage account cannot be read", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", run.Error, StringComparison.Ordinal);
    }

    private static string Body(string outcome, string summary, string more = "") =>
        $$"""{"model":"churn","version":"7","windows":"1d","end":"2026-01-06T00:00:00+00:00",{{more}}"outcome":"{{outcome}}","summary":"{{summary}}"}""";

    private Task<CliRun> RunAsync(params string[] args) => CliRun.With(null, () => _http, ["replay", .. args]);
}
