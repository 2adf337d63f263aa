using System.Globalization;
using System.Text.Json;
using ServerlessMonitor.Cli.Tests.Offline;

namespace ServerlessMonitor.Cli.Tests.Commands;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Evaluate_SensitiveColumnAndSeveralClasses_HasATableForEachClass()
    {
        var csv = "prediction_id,timestamp,group,prediction,label\n" + string.Concat(Enumerable.Range(0, 600).Select(i =>
            $"p{i},2026-01-05T{i % 24:00}:00:00Z,{(i % 2 == 0 ? "M" : "F")},{"xyz"[i % 4 == 1 ? (i + 1) % 3 : i % 3]},{"xyz"[i % 3]}\n"));
        var monitor = _folder.Write("m.yaml", "model: m\ncolumns: {sensitive: [group]}\nsegments: [{column: group, reference: M}]\n");

        var run = await CliRun.Of("evaluate", "--predictions", _folder.Write("p.csv", csv), "--monitor", monitor, "--window", "1d");

        Assert.Matches(@"group, against M: x +rows +labelled +selectionRate +truePositiveRate", run.Output);
        Assert.Matches(@"group, against M: z ", run.Output);
        Assert.Matches(@"\nF +300 +300 +\S+ \(x1\) +0\.5 \(x0\.5\)", run.Output);
    }

    [Fact]
    public async Task Evaluate_Days_GivesMetricsOfEachWindowInTheShapeOfTheContract()
    {
        // The first day is right in nine of ten rows, the second in five of ten.
        var file = _folder.Write("scored.csv", SampleData.Csv(4000, days: 2, isRight: i => i < 2000 ? i % 10 != 0 : i % 2 == 0));

        var run = await CliRun.Of("evaluate", "--predictions", file, "--window", "1d", "--format", "json");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        var windows = run.Json().GetProperty("windows").EnumerateArray().ToList();
        Assert.Equal(["0|2026-01-05", "1|2026-01-06"], windows.Select(window => window.GetProperty("key").GetString()));
        Assert.Equal(
            ("2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z", 2000, 2000),
            (windows[0].GetProperty("start").GetString(), windows[0].GetProperty("end").GetString(), windows[0].GetProperty("rows").GetInt32(), windows[0].GetProperty("labelled").GetInt32()));
        var accuracy = windows[0].GetProperty("metrics").GetProperty("accuracy");
        Assert.Equal(0.9, accuracy.GetProperty("value").GetDouble(), 12);
        Assert.InRange(accuracy.GetProperty("lower").GetDouble(), 0.88, 0.9);
        Assert.InRange(accuracy.GetProperty("upper").GetDouble(), 0.9, 0.92);
        Assert.InRange(accuracy.GetProperty("standardError").GetDouble(), 0.006, 0.008);
        Assert.InRange(accuracy.GetProperty("naive").GetDouble(), 0.5, 0.95);
        Assert.False(accuracy.GetProperty("alert").GetBoolean());
        Assert.Equal(0.5, windows[1].GetProperty("metrics").GetProperty("accuracy").GetProperty("value").GetDouble(), 12);
        Assert.Empty(windows[0].GetProperty("drift").EnumerateArray());
        Assert.Empty(windows[0].GetProperty("estimated").EnumerateObject());
    }

    [Fact]
    public async Task Evaluate_Table_HasTheMetricsOfTheLatestWindowWithInterval()
    {
        var file = _folder.Write("scored.csv", SampleData.Csv(2000, isRight: i => i % 10 != 0));
        var monitor = _folder.Write("m.yaml", "model: m\ncosts: {falseNegative: -10}\nperformance: [{metric: f2, below: 0.1}]\n");

        var run = await CliRun.Of("evaluate", "--predictions", file, "--monitor", monitor);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        string[] lines = run.Output.Split('\n');
        Assert.Contains(lines, line => line.Contains("95 % interval", StringComparison.Ordinal) && line.Contains("naive", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("accuracy", StringComparison.Ordinal) && line.Contains("0.9 ", StringComparison.Ordinal) && line.Contains(" .. ", StringComparison.Ordinal));
        Assert.All((string[])["f2", "businessValue", "liftTop10Percent"], key => Assert.Contains(lines, line => line.StartsWith(key, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Evaluate_BaselineWithLabels_EstimatesWindowsThatHaveNone()
    {
        var baseline = _folder.Write("train.csv", SampleData.Csv(4000, isRight: i => i % 10 != 0));
        var file = _folder.Write("scored.csv", WithoutLabels(SampleData.Csv(2000, shift: 1, isRight: i => i % 10 != 0)));
        var monitor = _folder.Write("m.yaml", "model: m\nperformance: [{metric: accuracy, estimated: true, below: 0.95}]\n");

        var run = await CliRun.Of("evaluate", "--predictions", file, "--baseline", baseline, "--monitor", monitor, "--window", "1d", "--format", "json");

        Assert.Equal((1, string.Empty), (run.ExitCode, run.Error));
        var window = Assert.Single(run.Json().GetProperty("windows").EnumerateArray());
        var estimated = window.GetProperty("estimated").GetProperty("accuracy");
        Assert.InRange(estimated.GetProperty("value").GetDouble(), 0.88, 0.92);
        Assert.InRange(estimated.GetProperty("lower").GetDouble(), 0.85, 0.89);
        Assert.InRange(estimated.GetProperty("upper").GetDouble(), 0.91, 0.95);
        Assert.True(estimated.GetProperty("alert").GetBoolean());
        Assert.Equal(JsonValueKind.Null, window.GetProperty("metrics").GetProperty("accuracy").GetProperty("value").ValueKind);
        Assert.Equal("cbpe", window.GetProperty("estimation").GetProperty("method").GetString());
        Assert.StartsWith("Estimates hold under covariate shift, not under concept drift", window.GetProperty("estimation").GetProperty("holds").GetString(), StringComparison.Ordinal);

        var table = await CliRun.Of("evaluate", "--predictions", file, "--baseline", baseline, "--monitor", monitor, "--window", "1d");
        string[] lines = table.Output.Split('\n');
        Assert.Contains(lines, line => line.Contains(" ~0.9", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("estimated", StringComparison.Ordinal) && line.Contains("bounds", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("~ Estimates hold under covariate shift, not under concept drift", StringComparison.Ordinal));
        Assert.Contains("EstimatedPerformanceBreach: estimated accuracy 0.", table.Output, StringComparison.Ordinal);
    }

    private static string WithoutLabels(string csv) => string.Concat(csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, i) => (i == 0 ? line : line[..(line.LastIndexOf(',') + 1)]) + "\n"));

    [Fact]
    public async Task Evaluate_Rankings_AreMeasuredByQuery()
    {
        var file = _folder.Write("ranked.csv", "session,timestamp,score,label\n" + string.Concat(Enumerable.Range(0, 400).Select(i =>
            FormattableString.Invariant($"s{i / 4},2026-01-05T{i / 50:00}:00:00Z,{(i % 4) / 4.0},{(i % 4 == 2 ? 1 : 0)}\n"))));
        var monitor = _folder.Write("m.yaml", "model: m\ncolumns: {query: session}\nperformance: [{metric: hitRateAt1, above: 0.5}]\n");

        var run = await CliRun.Of("evaluate", "--predictions", file, "--monitor", monitor, "--window", "1d", "--format", "json");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        var metrics = Assert.Single(run.Json().GetProperty("windows").EnumerateArray()).GetProperty("metrics");
        Assert.Equal((0.5, 0.0), (metrics.GetProperty("meanReciprocalRank").GetProperty("value").GetDouble(), metrics.GetProperty("hitRateAt1").GetProperty("value").GetDouble()));
        Assert.Equal(0.25, metrics.GetProperty("hitRateAt1").GetProperty("naive").GetDouble(), 12);
    }

    [Fact]
    public async Task Evaluate_JsonLinesAndAnotherCountrysCsv_GiveWhatTheUsualCsvGives()
    {
        string[][] rows = [.. SampleData.Csv(500).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))];
        var csv = _folder.Write("scored.csv", SampleData.Csv(500));
        var json = _folder.Write("scored.jsonl", string.Join('\n', rows.Skip(1).Select(row => "{" + string.Join(',', row.Select((cell, i) => $"\"{rows[0][i]}\":\"{cell}\"")) + "}")));
        var local = _folder.Write("lokal.csv", string.Join('\n', rows.Select(row => string.Join(';', row).Replace('.', ','))));
        var monitor = _folder.Write("m.yaml", "model: m\ninput: {decimal: comma, delimiter: \";\"}\n");
        var expected = await CliRun.Of("evaluate", "--predictions", csv, "--format", "json");

        Assert.Contains("\"rows\": 500", expected.Output, StringComparison.Ordinal);
        Assert.Equal(expected.Output, (await CliRun.Of("evaluate", "--predictions", json, "--format", "json")).Output);
        Assert.Equal(expected.Output, (await CliRun.Of("evaluate", "--predictions", local, "--monitor", monitor, "--format", "json")).Output);
    }

    [Fact]
    public async Task Evaluate_LearnedThresholdsAndASeason_TakeTheBaselineApart()
    {
        var baseline = _folder.Write("train.csv", SampleData.Csv(6000, days: 10));
        var file = _folder.Write("scored.csv", SampleData.Csv(600, isRight: i => i % 2 == 0));
        var monitor = _folder.Write("churn.yaml", "model: churn\nbaseline: {season: dayOfWeek}\ndrift: {threshold: learned}\nperformance: [{metric: accuracy, threshold: learned}]\n");

        var run = await CliRun.Of("evaluate", "--predictions", file, "--baseline", baseline, "--monitor", monitor, "--window", "1d", "--format", "json");

        Assert.Equal(1, run.ExitCode);
        var window = run.Json().GetProperty("windows")[0];
        Assert.All(window.GetProperty("drift").EnumerateArray().Where(drift => drift.GetProperty("name").GetString() is "distance" or "carrier"), drift =>
        {
            Assert.Equal("ok", drift.GetProperty("verdict").GetString());
            Assert.Equal("learnt from 10 chunks of the baseline", drift.GetProperty("thresholdNote").GetString());
        });
        Assert.True(window.GetProperty("metrics").GetProperty("accuracy").GetProperty("alert").GetBoolean());
    }

    [Fact]
    public async Task Evaluate_RuleBroken_MarksTheMetricAndIsAFinding()
    {
        var file = _folder.Write("scored.csv", SampleData.Csv(2000, isRight: i => i % 2 == 0));
        var monitor = _folder.Write("churn.yaml", "model: churn\nperformance: [{metric: accuracy, below: 0.7}]\n");

        var run = await CliRun.Of("evaluate", "--predictions", file, "--monitor", monitor, "--window", "1d", "--format", "json");

        Assert.Equal(1, run.ExitCode);
        Assert.True(run.Json().GetProperty("windows")[0].GetProperty("metrics").GetProperty("accuracy").GetProperty("alert").GetBoolean());
    }

    [Fact]
    public async Task Evaluate_Baseline_GivesDriftByColumn()
    {
        var baseline = _folder.Write("train.csv", SampleData.Csv(3000));
        var file = _folder.Write("scored.csv", SampleData.Csv(2000, shift: 60));

        var run = await CliRun.Of("evaluate", "--predictions", file, "--baseline", baseline, "--window", "7d", "--format", "json");

        Assert.Equal(1, run.ExitCode);
        var drift = run.Json().GetProperty("windows")[0].GetProperty("drift").EnumerateArray().ToDictionary(entry => entry.GetProperty("name").GetString()!);
        Assert.Equal("drift", drift["distance"].GetProperty("verdict").GetString());
        Assert.Equal("ok", drift["carrier"].GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Evaluate_SeveralFiles_IsTheSameAsOneFileOfAllRows()
    {
        var all = SampleData.Csv(4000, days: 2);
        var lines = all.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var whole = _folder.Write("whole.csv", all);
        var first = _folder.Write("first.csv", string.Join('\n', lines[..1001]));
        var second = _folder.Write("second.csv", string.Join('\n', lines.Skip(1001).Prepend(lines[0])));

        var together = await CliRun.Of("evaluate", "--predictions", first, second, "--window", "1d", "--format", "json");
        var alone = await CliRun.Of("evaluate", "--predictions", whole, "--window", "1d", "--format", "json");

        var metrics = new[] { together, alone }.Select(run => run.Json().GetProperty("windows")[0].GetProperty("metrics")).ToList();
        Assert.All(["accuracy", "f1", "rocAuc", "logLoss"], key =>
            Assert.Equal(Value(metrics[1], key), Value(metrics[0], key), 12));
    }

    [Fact]
    public async Task Evaluate_DefaultWindows_AreThoseOfTheMonitor()
    {
        var file = _folder.Write("scored.csv", SampleData.Csv(2000));
        var monitor = _folder.Write("churn.yaml", "model: churn\nwindows: {performance: 1h, quality: 1d, drift: 7d}\n");

        var run = await CliRun.Of("evaluate", "--predictions", file, "--baseline", file, "--monitor", monitor, "--format", "json");

        var windows = run.Json().GetProperty("windows").EnumerateArray().GroupBy(window => window.GetProperty("windows").GetString()).ToDictionary(group => group.Key!, group => group.ToList());
        Assert.Equal((24, 1, 1), (windows["1h"].Count, windows["1d"].Count, windows["7d"].Count));
        Assert.Equal("0|2026-01-05T00", windows["1h"][0].GetProperty("key").GetString());
        Assert.True(windows["7d"][0].GetProperty("provisional").GetBoolean());
        Assert.False(windows["1d"][0].GetProperty("provisional").GetBoolean());
    }

    [Theory]
    [InlineData(9, 3)]
    [InlineData(3, 1)]
    public async Task Evaluate_OverlappingWindows_AreThoseThatTheDataCoversOrTheBestOne(int days, int windows)
    {
        var file = _folder.Write("scored.csv", SampleData.Csv(days * 1440, days: days));

        var run = await CliRun.Of("evaluate", "--predictions", file, "--baseline", file, "--format", "json");

        Assert.Equal(windows, run.Json().GetProperty("windows").EnumerateArray().Count(window => window.GetProperty("windows").GetString() == "7d.1d"));
    }

    [Fact]
    public async Task Evaluate_Table_ShowsMetricsAndWhatIsBroken()
    {
        var file = _folder.Write("scored.csv", SampleData.Csv(2000, isRight: i => i % 2 == 0));
        var monitor = _folder.Write("churn.yaml", "model: churn\nperformance: [{metric: accuracy, below: 0.7}]\n");

        var run = await CliRun.Of("evaluate", "--predictions", file, "--monitor", monitor, "--window", "1d");

        Assert.Matches(@"2026-01-05 \+ 1d +2,000 +2,000 ", run.Output);
        Assert.Contains("critical  PerformanceBreach: accuracy 0.5", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_WindowsOfRows_AreWhatAFileOfThoseRowsGives()
    {
        var lines = SampleData.Csv(2500, days: 2, isRight: i => i % (2 + (i / 1000)) != 0).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] files =
        [
            _folder.Write("first.csv", string.Join('\n', lines[..1701])),
            _folder.Write("second.csv", string.Join('\n', lines.Skip(1701).Prepend(lines[0]))),
        ];

        var run = await CliRun.Of("evaluate", "--predictions", files[0], files[1], "--window", "rows:1000", "--format", "json");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        var windows = run.Json().GetProperty("windows").EnumerateArray().ToList();
        Assert.Equal(["0|2026-01-05", "1|2026-01-05", "2|2026-01-06"], windows.Select(window => window.GetProperty("key").GetString()));
        Assert.Equal([1000, 1000, 500], windows.Select(window => window.GetProperty("rows").GetInt32()));
        Assert.Equal([false, false, true], windows.Select(window => window.GetProperty("provisional").GetBoolean()));
        Assert.All(windows, window => Assert.Equal("rows:1000", window.GetProperty("windows").GetString()));
        for (var i = 0; i < windows.Count; i++)
        {
            var rows = lines.Skip(1 + (i * 1000)).Take(1000).ToList();
            var alone = await CliRun.Of("evaluate", "--predictions", _folder.Write($"{i}.csv", string.Join('\n', rows.Prepend(lines[0]))), "--window", "1mo", "--format", "json");
            var expected = alone.Json().GetProperty("windows")[0].GetProperty("metrics");
            Assert.All(["accuracy", "f1", "rocAuc", "logLoss"], key => Assert.Equal(Value(expected, key), Value(windows[i].GetProperty("metrics"), key), 12));
            Assert.Equal(
                (DateTimeOffset.Parse(rows[0].Split(',')[1], CultureInfo.InvariantCulture), DateTimeOffset.Parse(rows[^1].Split(',')[1], CultureInfo.InvariantCulture)),
                (windows[i].GetProperty("start").GetDateTimeOffset(), windows[i].GetProperty("end").GetDateTimeOffset()));
        }
    }

    [Fact]
    public async Task Evaluate_RowsWithoutTimes_TakesThemInTheirOrderAndSaysSoOtherwise()
    {
        var file = _folder.Write("scored.csv", string.Join('\n', SampleData.Csv(900, isRight: i => i >= 600).Split('\n').Select(line => string.Join(',', line.Split(',').Skip(2)))));

        var byRows = await CliRun.Of("evaluate", "--predictions", file, "--window", "rows:300", "--segment", "carrier", "--format", "json");
        var byTime = await CliRun.Of("evaluate", "--predictions", file, "--window", "1d", "--format", "json");

        Assert.Equal([0.0, 0.0, 1.0], byRows.Json().GetProperty("windows").EnumerateArray().Select(window => Value(window.GetProperty("metrics"), "accuracy")));
        Assert.All(byRows.Json().GetProperty("windows").EnumerateArray(), window =>
            Assert.Equal(300, window.GetProperty("segments").EnumerateArray().Sum(segment => segment.GetProperty("rows").GetInt32())));
        Assert.Empty(byRows.Error);
        Assert.StartsWith($"note: {file} has no column of timestamps", byTime.Error, StringComparison.Ordinal);
        Assert.Contains("--window rows:N", byTime.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_MoreWindowsThanMemoryHolds_IsRefusedWithTheLimit()
    {
        var file = _folder.Write("scored.csv", SampleData.Csv(2100));

        var run = await CliRun.Of("evaluate", "--predictions", file, "--window", "rows:1");
        var segments = await CliRun.Of("evaluate", "--predictions", file, "--window", "rows:3", "--segment", "carrier");

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.Contains("at most 2,000 are made. Take more rows a window.", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, segments.ExitCode);
        Assert.Contains("with the segments of 'carrier' at most 1,000", segments.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--window", "7 days")]
    [InlineData("--window", "rows:0")]
    [InlineData("--window", "rows:-5")]
    [InlineData("--window", "rows:many")]
    [InlineData("--window", "rows:")]
    [InlineData("--window", "0d")]
    public async Task Evaluate_BadUse_IsTwo(params string[] options)
    {
        var file = _folder.Write("scored.csv", SampleData.Csv(10));

        var run = await CliRun.Of(["evaluate", "--predictions", file, .. options]);

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
    }

    private static double Value(JsonElement metrics, string key) => metrics.GetProperty(key).GetProperty("value").GetDouble();
}
