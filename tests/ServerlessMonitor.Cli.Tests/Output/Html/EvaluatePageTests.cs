using ServerlessMonitor.Cli.Tests.Commands;
using ServerlessMonitor.Cli.Tests.Offline;

namespace ServerlessMonitor.Cli.Tests.Output.Html;

public sealed class EvaluatePageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Page_Windows_HasRulesChartsAndATable_AndLoadsNothing()
    {
        var file = _folder.Write("<b>scored.csv", SampleData.Csv(4320, days: 3, isRight: i => i < 3000 || i % 2 == 0));
        var monitor = _folder.Write("churn.yaml", "model: churn\nperformance: [{metric: accuracy, below: 0.7}, {metric: mcc, above: 0.99, severity: warning}]\n");
        var path = Path.Combine(_folder.Path, "report.html");

        var run = await CliRun.Of("evaluate", "--predictions", file, "--baseline", file, "--monitor", monitor, "--window", "1d", "--format", "html", "--output", path);

        Assert.Equal((1, string.Empty, $"written: {path}\n"), (run.ExitCode, run.Output, run.Error));
        var page = await File.ReadAllTextAsync(path);
        Assert.Matches("<p class=\"verdict bad\">[0-9]+ findings? in 3 windows\\.</p>", page);
        Assert.Contains("<bdi>&lt;b&gt;scored.csv</bdi> against <bdi>&lt;b&gt;scored.csv</bdi>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>Model</dt><dd><bdi>churn</bdi></dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>Windows</dt><dd>3 of 1d</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<td>PerformanceBreach</td>", page, StringComparison.Ordinal);

        // The leading metrics of two classes, and the one that only a rule names.
        Assert.Equal(["f1", "accuracy", "rocAuc", "precision", "recall", "mcc"], Between(page, "<figure class=\"metric\"><h3>", "</h3>"));
        Assert.Contains("rule: not below 0.7, critical", page, StringComparison.Ordinal);
        Assert.Contains("rule: not above 0.99, warning", page, StringComparison.Ordinal);
        Assert.All((string[])["5", "6", "7"], day => Assert.Contains($"2026-01-0{day} + 1d</button></th>\n<td class=\"number\" data-v=\"1440\">1,440</td><td class=\"number\" data-v=\"1440\">1,440</td>", page, StringComparison.Ordinal));
        AssertIsClosed(page);
    }

    [Fact]
    public async Task Page_Segments_AreThoseOfTheLastWholeWindow_WhatLosesMostFirst()
    {
        // The predictions of carrier <B> are a coin's.
        var all = SampleData.Csv(4000, days: 2).Replace(",B,", ",<B>,", StringComparison.Ordinal);
        var lines = all.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var csv = lines.Select((line, i) => line.Contains(",<B>,", StringComparison.Ordinal) && i % 2 == 0 ? $"{line[..^1]}{(line[^1] == '1' ? '0' : '1')}" : line);

        var page = await PageAsync(string.Join('\n', csv), "segments: [{column: carrier}]\n", "1d", all);

        Assert.Contains("<h3>Segments of 2026-01-06 + 1d</h3>", page, StringComparison.Ordinal);
        var table = Between(page, "<table class=\"plain segments\">", "</table>").Single();
        Assert.Equal(["carrier=&lt;B&gt;", "carrier=A", "carrier=C"], Between(table, "<th scope=\"row\"><bdi>", "</bdi>"));
        Assert.Equal(
            ["Segment", "Rows", "Labelled", "Baseline", "f1", "accuracy", "rocAuc", "precision", "recall", "Of the loss", "In excess", "Columns that drift"],
            Between(table, "<th scope=\"col\"", "</th>").Select(head => head.Split('>')[1]));
        AssertIsClosed(page);
        Assert.Single(Between(table, "<td class=\"number bad\">#1", "</td>"));
        Assert.DoesNotContain("Segments of", await PageAsync(SampleData.Csv(200), string.Empty, "1d"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WorldThatChanged_SaysSoAndMarksTheWindow()
    {
        // Half of the last day's rows are right, where their scores say nine of ten.
        var page = await PageAsync(SampleData.Csv(3000, days: 3, isRight: i => i < 2000 ? i % 10 != 0 : i % 2 == 0), "performance: [{metric: accuracy, below: 0.7}, {metric: accuracy, estimated: true, below: 0.8}]\n", "1d");

        Assert.Contains("Estimates hold under covariate shift, not under concept drift", page, StringComparison.Ordinal);
        Assert.Contains("In 1 window what was realised parts from what was estimated:", page, StringComparison.Ordinal);
        Assert.Matches("<li>2026-01-07 \\+ 1d: [a-zA-Z0-9]+ is 0\\.[0-9]+ where 0\\.[0-9]+ was estimated [^<]*: the world changed, not only the data\\.", page);
        Assert.Single(Between(page, "<circle class=\"ring parts\"", "/>"));
        var accuracy = Between(page, "<h3>accuracy</h3>", "</figure>").Single();
        Assert.Single(Between(accuracy, "<circle class=\"ring\"", "/>"));
        Assert.Equal((3, 3), (Between(accuracy, "<rect class=\"mark current", "/>").Count, Between(accuracy, "<circle class=\"mark baseline", "/>").Count));
        Assert.Equal(["current", "baseline", "reference"], Between(accuracy, "<line class=\"level ", "\""));
        Assert.Contains("rule: not below 0.8 (the estimated), critical", accuracy, StringComparison.Ordinal);
        Assert.Matches("aria-label=\"accuracy over 3 windows; realised 0\\.5 to 0\\.9; estimated 0\\.[0-9]+ to 0\\.[0-9]+; 1 window with a broken rule\"", accuracy);
        Assert.DoesNotContain("class=\"cover\"", accuracy, StringComparison.Ordinal);
        AssertIsClosed(page);
    }

    [Fact]
    public async Task Page_LabelsThatAreStillToCome_AreEstimatedAndTheirShareIsShown()
    {
        var lines = SampleData.Csv(1000, isRight: i => i % 10 != 0).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var late = lines.Select((line, i) => i is > 500 and <= 750 or > 900 ? line[..(line.LastIndexOf(',') + 1)] : line);

        var page = await PageAsync(string.Join('\n', late), string.Empty, "rows:250");

        var accuracy = Between(page, "<h3>accuracy</h3>", "</figure>").Single();
        Assert.Equal(["#0", "#1", "#2", "#3"], Between(accuracy, "text-anchor=\"middle\">", "</text>").Where(text => text[0] == '#'));
        Assert.Equal(["0 %", "60 %"], Between(accuracy, "<text class=\"share\"", "</text>").Select(text => text.Split('>')[1]));
        Assert.Equal((3, 4), (Between(accuracy, "<rect class=\"mark current", "/>").Count, Between(accuracy, "<circle class=\"mark baseline", "/>").Count));
        Assert.Matches("<title>rows:250 #2 from [^<]*: estimated 0\\.[0-9]+ \\(0\\.[0-9]+ to 0\\.[0-9]+\\); 250 rows, 0 labelled</title>", accuracy);
        Assert.Contains("data-filter=\"unlabelled\">without labels 1</button>", page, StringComparison.Ordinal);
        AssertIsClosed(page);
    }

    [Fact]
    public async Task Page_OneWindowOfNumbers_DrawsItsErrorsAndTheBandAroundIt()
    {
        static string Rows(int count) => "prediction_id,timestamp,prediction,label\n" + string.Concat(Enumerable.Range(0, count).Select(i =>
            FormattableString.Invariant($"p{i},2026-01-05T{i * 20 / count:00}:00:00Z,{i % 40}.5,{(i % 40) + (i % 7)}.25\n")));
        var page = await PageAsync(Rows(400), string.Empty, "1d", Rows(2000));

        Assert.Equal(["mae", "rmse"], Between(page, "<figure class=\"metric\"><h3>", "</h3>"));
        Assert.Equal(2, Between(page, "<polygon class=\"band\"", "/>").Count);
        Assert.Contains("<p class=\"verdict good\">No rule is broken in 1 window.</p>", page, StringComparison.Ordinal);
        AssertIsClosed(page);
    }

    [Fact]
    public async Task Page_FamiliesOfTheirOwnWindows_HaveATableEach()
    {
        var page = await PageAsync(SampleData.Csv(2000, days: 2), "windows: {performance: 1d, quality: 7d, drift: 7d}\n", null);

        Assert.Equal(["Windows of 1d", "Windows of 7d"], Between(page, "<section><h2>", "</h2>").Where(title => title.StartsWith("Windows", StringComparison.Ordinal)));
        Assert.Equal(2, Between(page, "<table class=\"columns\"", ">").Count);
        var ids = Between(page, " id=\"", "\"");
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(Between(page, "aria-controls=\"", "\""), id => Assert.Contains(id, ids));
    }

    private async Task<string> PageAsync(string csv, string rules, string? window, string? baseline = null)
    {
        var file = _folder.Write("scored.csv", csv);
        var before = _folder.Write("train.csv", baseline ?? SampleData.Csv(4000, isRight: i => i % 10 != 0));
        var monitor = _folder.Write("m.yaml", "model: m\n" + rules);
        var run = await CliRun.Of(["evaluate", "--predictions", file, "--baseline", before, "--monitor", monitor, "--format", "html", .. window is null ? Array.Empty<string>() : ["--window", window]]);
        Assert.Equal(string.Empty, run.Error);
        return run.Output;
    }

    private static void AssertIsClosed(string page) => Assert.DoesNotMatch(@"https?://|<(link|img|iframe|object|embed)\b|\bsrc=|url\(|@import|NaN|∞", page);

    private static List<string> Between(string text, string start, string end) =>
        [.. text.Split(start).Skip(1).Select(part => part[..part.IndexOf(end, StringComparison.Ordinal)])];
}
