using System.Net;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Cli.Tests.Commands;

public sealed class StatusCommandTests : IDisposable
{
    private const string Url = "http://127.0.0.1:7071/api/status";
    private const string Body = """
        {"models":[{"model":"churn","version":"7","firstEvent":"2026-01-05T00:00:00+00:00","lastEvent":"2026-01-12T00:00:00+00:00","lastArrival":"2026-01-12T01:00:00+00:00",
        "windows":[{"windows":"7d","start":"2026-01-05T00:00:00+00:00","end":"2026-01-12T00:00:00+00:00","rows":12345,"labelled":12000,"provisional":true,
        "metrics":{"f1":0.41234,"accuracy":0.9},"driftedColumns":["distance","origin"],"findings":["too many missing"]}],
        "alerts":[{"alertName":"PerformanceBreach","rule":"performance/f1/below","severity":SEVERITY,"phase":PHASE,"since":"2026-01-12T00:00:00+00:00","summary":"f1 is 0.41"}]}],
        "ledger":{"live":7,"quarantined":1,"retracted":0}}
        """;

    private readonly StubHttp _http = new();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("\"critical\"", "\"firing\"", 1)]
    [InlineData("2", "2", 1)]
    [InlineData("\"Critical\"", "\"Pending\"", 0)]
    public async Task Status_Alert_SetsTheExitCodeWhenItFires(string severity, string phase, int exitCode)
    {
        _http.On(HttpMethod.Get, Url, HttpStatusCode.OK, Body.Replace("SEVERITY", severity, StringComparison.Ordinal).Replace("PHASE", phase, StringComparison.Ordinal));

        var run = await CliRun.With(null, () => _http, "status", "--format", "json");

        Assert.Equal(exitCode, run.ExitCode);
        var alert = run.Json().GetProperty("models")[0].GetProperty("alerts")[0];
        Assert.Equal(("critical", exitCode == 1 ? "firing" : "pending"), (alert.GetProperty("severity").GetString(), alert.GetProperty("phase").GetString()));
    }

    [Fact]
    public async Task Status_Table_ShowsWindowsMetricsDriftAndAlerts()
    {
        _http.On(HttpMethod.Get, Url, HttpStatusCode.OK, Body.Replace("SEVERITY", "2", StringComparison.Ordinal).Replace("PHASE", "2", StringComparison.Ordinal));

        var run = await CliRun.With(null, () => _http, "status");

        Assert.All(
            ["churn/7", "2026-01-05 to 2026-01-12, provisional", "12,345", "f1 0.4123, accuracy 0.9", "distance, origin", "PerformanceBreach", "critical", "firing", "f1 is 0.41", "7 live, 1 in quarantine"],
            text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public async Task Status_WindowWithoutLabels_ShowsEstimates()
    {
        var body = Body.Replace("SEVERITY", "2", StringComparison.Ordinal).Replace("PHASE", "2", StringComparison.Ordinal)
            .Replace("\"metrics\":{\"f1\":0.41234,\"accuracy\":0.9}", "\"metrics\":{\"accuracy\":0.9},\"estimated\":{\"f1\":0.38,\"accuracy\":0.8}", StringComparison.Ordinal);
        _http.On(HttpMethod.Get, Url, HttpStatusCode.OK, body);

        var run = await CliRun.With(null, () => _http, "status");

        Assert.Contains("f1 ~0.38, accuracy 0.9", run.Output, StringComparison.Ordinal);
        Assert.Contains("~ Estimates hold under covariate shift, not under concept drift", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_NothingYet_SaysHowToSend()
    {
        _http.On(HttpMethod.Get, Url, HttpStatusCode.OK, """{"models":[],"waitingForData":["churn","fraud"],"ledger":{"live":0,"quarantined":0,"retracted":0,"expired":3}}""");

        var run = await CliRun.With(null, () => _http, "status");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("Nothing has arrived yet.", run.Output, StringComparison.Ordinal);
        Assert.Contains("Waiting for data, with a monitor file in place: churn, fraud.", run.Output, StringComparison.Ordinal);
        Assert.Contains("3 deleted by retention and still counted", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_OpenWork_IsSaidWithTheCommandThatHelps()
    {
        _http.On(
            HttpMethod.Get,
            Url,
            HttpStatusCode.OK,
            """
            {"models":[
              {"model":"_unassigned","version":"_unassigned","windows":[],"alerts":[{"alertName":"BatchQuarantined","rule":"r","severity":1,"phase":2,"summary":"predictions/x.csv was quarantined"}]},
              {"model":"fraud","version":"all","windows":[],"alerts":[{"alertName":"MonitorFileInvalid","rule":"r","severity":2,"phase":2,"summary":"The model is not monitored"}]}],
            "ledger":{"live":7,"quarantined":1,"retracted":0},
            "open":{"waiting":1,"held":22,"quarantined":2,"more":false,"poisoned":[{"queue":"evaluate","messages":1},{"queue":"notify","messages":1200}]},
            "notifications":{"parked":2,"retrying":0,"held":0,"problems":[],"silent":"there is no alerting/alerting.yaml"}}
            """);

        var run = await CliRun.With(null, () => _http, "status");

        Assert.All(
            [
                "Not read yet, for minutes: 1 blob. 'serverless-monitor batches --state waiting' shows which.",
                "Held back: 22 blobs. 'serverless-monitor batches --state held' says why.",
                "Not readable: 2 blobs, baselines included. 'serverless-monitor batches --state quarantined' says why",
                "Given up: 1 message of evaluate, 1,200 messages of notify. 'serverless-monitor requeue --list' says why",
                "Nobody is told of alerts: there is no alerting/alerting.yaml.",
                "Notifications: 2 given up, 0 tried again. 'serverless-monitor notifications' says why; 'notifications resend --all' sends",
            ],
            text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("_unassigned", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("fraud/all", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("none yet", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-01-12", 5, "churn: versions 6 and 7 are both serving. 'serverless-monitor versions churn' compares them.")]
    [InlineData("2026-01-12", 0, null)]
    [InlineData("2026-01-11", 5, null)]
    public async Task Status_VersionsWithDataInTheSameNewestWindow_AreNamed(string end, int rows, string? line)
    {
        _http.On(HttpMethod.Get, Url, HttpStatusCode.OK, $$$"""
            {"models":[{{{Version("churn", "6", end, rows)}}},{{{Version("churn", "7", "2026-01-12", 7)}}},{{{Version("fraud", "1", "2026-01-12", 7)}}}],"ledger":{"live":7,"quarantined":1,"retracted":0}}
            """);

        var run = await CliRun.With(null, () => _http, "status");

        Assert.Equal(line, run.Output.Split('\n').FirstOrDefault(text => text.Contains("serving", StringComparison.Ordinal)));

        static string Version(string model, string version, string end, int rows) => $$$"""
            {"model":"{{{model}}}","version":"{{{version}}}","firstEvent":"2026-01-05T00:00:00Z","lastEvent":"2026-01-12T00:00:00Z","lastArrival":"2026-01-12T01:00:00Z","alerts":[],
            "windows":[{"windows":"1d","start":"2026-01-05T00:00:00Z","end":"{{{end}}}T00:00:00Z","rows":{{{rows}}},"labelled":0,"provisional":false,"metrics":{},"driftedColumns":[],"findings":[]}]}
            """;
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("null")]
    public async Task Status_OtherServer_IsNotTakenForTheSuite(string body)
    {
        _http.On(HttpMethod.Get, Url, HttpStatusCode.OK, body);

        var run = await CliRun.With(null, () => _http, "status");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("an answer that is not the suite's", run.Error, StringComparison.Ordinal);
    }
}
