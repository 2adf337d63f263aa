using System.Text.RegularExpressions;
using ServerlessMonitor.Cli.Tests.Offline;

namespace ServerlessMonitor.Cli.Tests.Output.Html;

public sealed partial class ComparePageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Page_ShiftedColumn_HasVerdictInWordsBothDistributionsAndDecomposition()
    {
        var page = await PageAsync(SampleData.Csv(3000), SampleData.Csv(2000, shift: 60), "--all-methods");

        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.Contains("1 of 5 compared columns drifts (distance): the data set as a whole does not drift", page, StringComparison.Ordinal);
        Assert.Matches(@"distance moved: more values from [\d.]+ up \([\d.]+ % → [\d.]+ %\)", page);
        Assert.Matches(@"jensenShannon is 0\.\d+, at or above the threshold of 0\.1; chance alone stays under 0\.\d+ in 99\.9 % of such samples \(2,000 rows against 3,000\)", page);
        Assert.Matches("""<path class="baseline" d="M[\d .VHZ-]+"/>\s*<path class="current" d="M[\d .VHZ-]+"/>""", page);
        Assert.Contains("Where jensenShannon = ", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">kolmogorovSmirnov</th>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WhatNeedsAttention_ComesFirst()
    {
        var page = await PageAsync(SampleData.Csv(3000), SampleData.Csv(2000, shift: 60));

        var order = RowName().Matches(page).Select(match => match.Groups["name"].Value).ToList();
        Assert.Equal("distance", order[0]);
        Assert.Equal(7, order.Count);
        Assert.Equal(["prediction_id", "timestamp"], order[^2..]);
    }

    [Fact]
    public async Task Page_Self_LoadsNothingFromAnywhere()
    {
        var page = await PageAsync(SampleData.Csv(300), SampleData.Csv(200));

        Assert.DoesNotContain("http://", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https://", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(@"<(link|img|iframe|object|embed)\b|\bsrc=|url\(|@import", page);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Policy_AllowsTheScriptThatIsThere()
    {
        var page = await PageAsync(SampleData.Csv(300), SampleData.Csv(200));

        var script = Script().Match(page).Groups["body"].Value;
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(script)));
        Assert.Contains($"script-src 'sha256-{hash}'", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_NamesAndCategoriesWithMarkup_AreText()
    {
        const string Evil = "<script>alert(1)</script>";
        static string Csv(int from) =>
            $"\"{Evil}\",\"a\"\"onclick=\"\"x\"\"\"\n" + string.Concat(Enumerable.Range(from, 300).Select(i => $"<img src=x onerror=alert({i % 3})>,\"\"\"'><b>{i % 2}\"\n"));

        var page = await PageAsync(Csv(0), Csv(1), "--all-methods");

        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Single(Script().Matches(page));
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\"onclick", page, StringComparison.Ordinal);
        Assert.DoesNotContain("'><b>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_SensitiveColumn_ShowsNoValueOfIt()
    {
        var monitor = _folder.Write("m.yaml", "model: churn\ncolumns: {sensitive: [plan, income]}\n");
        static string Csv(string name, int low) =>
            "plan,income\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"{(i % 2 == 0 ? "Zebra" : name)},{low + (i * 37 % 1000)}\n"));

        var page = await PageAsync(Csv("Quagga", 777000), Csv("Okapi", 888000), "--all-methods", "--monitor", monitor);

        Assert.Contains("plan moved", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("Zebra|Quagga|Okapi", page);
        Assert.DoesNotMatch(@"77[78],?\d|88[89],?\d{3}", page);
    }

    [Fact]
    public async Task Page_IntoAFile_LeavesStandardOutputEmpty()
    {
        var file = Path.Combine(_folder.Path, "drift.html");
        var csv = _folder.Write("train.csv", SampleData.Csv(300));

        var run = await CliRun.Of("compare", "--baseline", csv, "--current", csv, "--format", "html", "-o", file);

        Assert.Equal((0, string.Empty, $"written: {file}"), (run.ExitCode, run.Output, run.Error.TrimEnd()));
        Assert.EndsWith("</html>\n", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    private async Task<string> PageAsync(string baseline, string current, params string[] more)
    {
        var run = await CliRun.Of(
            ["compare", "--baseline", _folder.Write("train.csv", baseline), "--current", _folder.Write("today.csv", current), "--format", "html", .. more]);
        Assert.InRange(run.ExitCode, 0, 1);
        return run.Output;
    }

    [GeneratedRegex("<button type=\"button\" class=\"open\"[^>]*><bdi>(?<name>[^<]*)</bdi>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RowName();

    [GeneratedRegex("<script>(?<body>.*?)</script>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Script();
}
