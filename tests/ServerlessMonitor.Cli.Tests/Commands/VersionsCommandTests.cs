using System.Net;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Cli.Tests.Commands;

public sealed class VersionsCommandTests : IDisposable
{
    private readonly StubHttp _http = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Versions_Table_SaysTheVerdictThenTotalsThenWindows()
    {
        _http.On(HttpMethod.Get, SampleVersions.Url, HttpStatusCode.OK, SampleVersions.Body(12, better: 0.034, open: true));

        var run = await RunAsync("churn");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.StartsWith("Version 7 is better than version 6: f1 0.5", run.Output, StringComparison.Ordinal);
        Assert.All(
            [
                " over 11 windows.",
                "1 window to which rows may still come is shown and left out of the total.",
                "The rows of version 7 have another share of positive labels (prevalence) than those of version 6",
                "churn, 12 windows of 1d that both versions have rows in, 2026-03-02 to 2026-03-14:",
                "Without a verdict: mcc (no interval is known for version 6).",
                "2026-03-13, provisional",
            ],
            text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
        Assert.Matches(@"\nmetric +version 6 +version 7 +difference +95 % interval +better is +verdict +windows\nf1 +0\.4\d+ +0\.5\d+ +\+0\.0\d+ +\+0\.0\d+ to \+0\.0\d+ +higher +better +11\n", run.Output);
        Assert.Matches(@"\n2026-03-02 +5,000 +1,000 +0\.4\d+ +0\.\d+ +\S+ +\S+ to \S+ +(better|no difference seen)\n", run.Output);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public async Task Versions_WorseChallenger_SetsTheExitCode()
    {
        _http.On(HttpMethod.Get, SampleVersions.Url, HttpStatusCode.OK, SampleVersions.Body(8, better: -0.05));

        var run = await RunAsync("churn", "--format", "json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("worse", run.Json().GetProperty("verdict").GetString());
        Assert.Equal(8, run.Json().GetProperty("windows").GetArrayLength());
    }

    [Fact]
    public async Task Versions_SameRows_AreComparedOneByOne()
    {
        _http.On(HttpMethod.Get, SampleVersions.Url, HttpStatusCode.OK, SampleVersions.PairedBody(8, champion: 150, challenger: 210));

        var run = await RunAsync("churn");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.All(
            [
                "\nOn 5,000 rows that both scored and whose labels are known, version 7 was right on 210 that version 6 got wrong, and wrong on 150 that it got right: better (McNemar p = 0.0019).\n",
                "\nIn 2 hours that both versions scored rows in, the rows in common have not been looked for yet.\n",
                "\nrocAuc: scores are binned: each area is off by at most 0.0",
                "\nOn the 5,000 rows that both scored, of 40,000 labelled rows of version 6 and 8,000 of version 7:\n",
            ],
            text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
        Assert.Matches(@"\naccuracy +0\.\d+ +0\.\d+ +\+0\.0120 +\+0\.\d+ to \+0\.\d+ +higher +McNemar +0\.0019 +better +5,000\n", run.Output);
        Assert.Matches(@"\nrocAuc +0\.\d+ +0\.\d+ +\S+ +\S+ to \S+ +higher +DeLong +\d\.\d{4} +no difference seen +5,000\n", run.Output);
    }

    [Fact]
    public async Task Versions_WorseOnTheSameRows_SetsTheExitCode()
    {
        _http.On(HttpMethod.Get, SampleVersions.Url, HttpStatusCode.OK, SampleVersions.PairedBody(8, champion: 210, challenger: 150));

        var run = await RunAsync("churn", "--format", "json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(("noDifferenceSeen", "worse"), (run.Json().GetProperty("verdict").GetString(), run.Json().GetProperty("paired").GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task Versions_Page_ShowsTheSameRows()
    {
        _http.On(HttpMethod.Get, SampleVersions.Url, HttpStatusCode.OK, SampleVersions.PairedBody(8, champion: 150, challenger: 210));

        var run = await RunAsync("churn", "--format", "html");

        Assert.Contains("<h2>On the same rows</h2>", run.Output, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">Version 6 wrong</th><td class=\"number\">210</td>", run.Output, StringComparison.Ordinal);
        Assert.Contains("<td>McNemar</td><td class=\"number\">0.0019</td>", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_Choice_IsAskedFor()
    {
        _http.On(HttpMethod.Get, "http://127.0.0.1:7071/api/models/churn/versions?champion=5&challenger=7&windows=14", HttpStatusCode.OK, SampleVersions.Body(1, better: 0));

        var run = await RunAsync("churn", "--champion", "5", "--challenger", "7", "--windows", "14");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("No difference seen between version 7 and version 6: f1 ", run.Output, StringComparison.Ordinal);
        Assert.Contains("churn, 1 window of 1d that both versions have rows in, 2026-03-02 to 2026-03-03:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_NothingInCommon_SaysSo()
    {
        _http.On(HttpMethod.Get, SampleVersions.Url, HttpStatusCode.OK, SampleVersions.Body(0, better: 0));

        var run = await RunAsync("churn");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["Not enough data to compare version 7 with version 6: they have no window in common.", "churn, 0 windows of 1d that both versions have rows in:"],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Versions_RefusedBySuite_SaysWhy()
    {
        _http.On(
            HttpMethod.Get,
            SampleVersions.Url,
            HttpStatusCode.NotFound,
            """{"type":"urn:serverless-monitor:problem:one-version","title":"one version","status":404,"detail":"churn has one version only, 6: there is nothing to compare it with."}""",
            "application/problem+json");

        var run = await RunAsync("churn");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("churn has one version only, 6", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'a/b' is no model", "a/b")]
    [InlineData("'6 ' is no champion", "churn", "--champion", "6 ")]
    [InlineData("--windows must be 1 to 400", "churn", "--windows", "0")]
    [InlineData("Required argument missing")]
    public async Task Versions_BadUse_AsksNobody(string mistake, params string[] args)
    {
        var run = await RunAsync(args);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(mistake, run.Error, StringComparison.Ordinal);
        Assert.Empty(_http.Requests);
    }

    [Fact]
    public async Task Versions_Page_HasEveryMetricAndWindow_AndLoadsNothing()
    {
        _http.On(HttpMethod.Get, SampleVersions.Url, HttpStatusCode.OK, SampleVersions.Body(12, better: 0.034, open: true));
        var path = Path.Combine(_folder.Path, "versions.html");

        var run = await RunAsync("churn", "--format", "html", "--output", path);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Output));
        var page = await File.ReadAllTextAsync(path);
        Assert.Contains("Version 7 is better than version 6: f1 0.5", page, StringComparison.Ordinal);
        Assert.Contains("<title>churn: version 7 against version 6</title>", page, StringComparison.Ordinal);
        // Five metrics, each with its values and its difference, 12 windows each.
        Assert.Equal(12 * 2 * 5, page.Split("class=\"hit\"").Length - 1);
        Assert.Contains("2026-03-13 (provisional, not in the total)", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"https?://|<(link|img|iframe|object|embed)\b|\bsrc=|url\(|@import|NaN|∞", page);
    }

    private Task<CliRun> RunAsync(params string[] args) => CliRun.With(null, () => _http, ["versions", .. args]);
}
