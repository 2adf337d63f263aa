using System.Net;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Cli.Tests.Commands;

public sealed class NotificationsCommandTests : IDisposable
{
    private const string Base = "http://127.0.0.1:7071/api/notifications";
    private const string Parked = """
        [{"id":"4f1d2c3b4a596877","state":"parked","receiver":"ml-oncall","channel":1,"kind":"slack","group":"{model=\"churn\"}","attempts":32,
        "untold":"[CRITICAL] churn/7: PerformanceBreach","lastError":"Slack answered 503.","failingSince":"2026-01-05T00:00:00+00:00","nextTry":null,"sentAt":null}]
        """;

    private readonly StubHttp _http = new();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Notifications_Parked_AreShownAndAreFindings()
    {
        _http.On(HttpMethod.Get, Base, HttpStatusCode.OK, Parked);

        var run = await CliRun.With(null, () => _http, "notifications");

        Assert.Equal(1, run.ExitCode);
        Assert.All(
            ["4f1d2c3b4a596877", "parked", "ml-oncall[1] slack", "{model=\"churn\"}", "32", "Slack answered 503.", "1 parked: 'serverless-monitor notifications resend ID'"],
            text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Notifications_JsonOfAState_AsksForItAndKeepsEverything()
    {
        _http.On(HttpMethod.Get, $"{Base}?state=parked", HttpStatusCode.OK, Parked);

        var run = await CliRun.With(null, () => _http, "notifications", "--state", "parked", "--format", "json");

        Assert.Equal(32, run.Json()[0].GetProperty("attempts").GetInt32());
        Assert.Equal("[CRITICAL] churn/7: PerformanceBreach", run.Json()[0].GetProperty("untold").GetString());
    }

    [Fact]
    public async Task Notifications_None_IsFine()
    {
        _http.On(HttpMethod.Get, Base, HttpStatusCode.OK, "[]");

        var run = await CliRun.With(null, () => _http, "notifications");

        Assert.Equal((0, "No notification is there."), (run.ExitCode, run.Output.Trim()));
    }

    [Theory]
    [InlineData("4f1d2c3b4a596877", "/4f1d2c3b4a596877/resend")]
    [InlineData("--all", "/resend")]
    public async Task Resend_IdOrAll_Posts(string argument, string path)
    {
        _http.On(HttpMethod.Post, Base + path, HttpStatusCode.Accepted, Parked);

        var run = await CliRun.With(null, () => _http, "notifications", "resend", argument);

        Assert.Equal((0, "4f1d2c3b4a596877: ml-oncall[1] slack is told about {model=\"churn\"} again."), (run.ExitCode, run.Output.Trim()));
    }

    [Fact]
    public async Task Resend_Unknown_SaysWhatTheSuiteSays()
    {
        _http.On(HttpMethod.Post, $"{Base}/0000/resend", HttpStatusCode.NotFound, """{"title":"unknown notification","detail":"No channel was to be told of a group '0000'."}""", "application/problem+json");

        var run = await CliRun.With(null, () => _http, "notifications", "resend", "0000");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("No channel was to be told of a group '0000'.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notifications", "resend")]
    [InlineData("notifications", "resend", "4f1d2c3b4a596877", "--all")]
    public async Task Resend_NeitherOrBoth_IsBadUse(params string[] args)
    {
        var run = await CliRun.With(null, () => _http, args);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Expected either an id or --all.", run.Error, StringComparison.Ordinal);
        Assert.Contains("See 'serverless-monitor notifications resend --help'.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_ParkedAndBrokenFiles_AreSaid()
    {
        _http.On(HttpMethod.Get, "http://127.0.0.1:7071/api/status", HttpStatusCode.OK, """
            {"models":[],"ledger":{"live":0,"quarantined":0,"retracted":0},
            "notifications":{"parked":2,"retrying":1,"held":3,"problems":["receivers.yaml:2:13: receivers.x: alerting.yaml has no receiver of this name."]}}
            """);

        var run = await CliRun.With(null, () => _http, "status");

        Assert.Contains("Nobody is told until the alerting files are mended: receivers.yaml:2:13: receivers.x: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("Alerts that wait to be told: 3.", run.Output, StringComparison.Ordinal);
        Assert.Contains("Notifications: 2 given up, 1 tried again.", run.Output, StringComparison.Ordinal);
    }
}
