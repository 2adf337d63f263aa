using System.Globalization;
using ServerlessMonitor.Cli.Tests.Offline;

namespace ServerlessMonitor.Cli.Tests.Commands;

public sealed class EvaluateLabelsTests : IDisposable
{
    private static readonly string[] Rows = SampleData.Csv(2400, days: 2, isRight: i => i % 3 != 0).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1d")]
    [InlineData("1h")]
    [InlineData("rows:700")]
    public async Task Evaluate_LabelsInFilesOfTheirOwn_IsTheSameAsLabelsInTheFile(string window)
    {
        var whole = await CliRun.Of("evaluate", "--predictions", Write("whole.csv", Rows), "--window", window, "--segment", "carrier", "--format", "json");
        var files = new[] { Write("a.csv", WithoutLabels(Rows[..1000])), Write("b.csv", WithoutLabels([Rows[0], .. Rows[1000..]])) };

        // In another order than the predictions, with times in one file, and one label twice.
        var labels = Rows.Skip(1).Select(row => row.Split(',')).Reverse().ToList();
        var first = Write("first.csv", ["timestamp,prediction_id,label", .. labels.Take(1300).Select(row => $"{row[1]},{row[0]},{row[^1]}")]);
        var second = Write("second.jsonl", [.. labels.Skip(1299).Select(row => $"{{\"id\":\"{row[0]}\",\"actual\":{row[^1]}}}")]);

        var run = await CliRun.Of(["evaluate", "--predictions", .. files, "--labels", first, second, "--window", window, "--segment", "carrier", "--format", "json"]);

        Assert.Equal((whole.ExitCode, string.Empty), (run.ExitCode, run.Error));
        var (expected, actual) = (whole.Json().GetProperty("windows").EnumerateArray().ToList(), run.Json().GetProperty("windows").EnumerateArray().ToList());
        Assert.Equal(expected.Select(entry => entry.GetProperty("key").GetString()), actual.Select(entry => entry.GetProperty("key").GetString()));
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].GetProperty("labelled").GetInt64(), actual[i].GetProperty("labelled").GetInt64());
            Assert.All(["accuracy", "f1", "rocAuc", "logLoss"], key => Assert.Equal(Metric(expected[i], key), Metric(actual[i], key)));
            Assert.Equal(
                expected[i].GetProperty("segments").EnumerateArray().Select(segment => Metric(segment, "accuracy")),
                actual[i].GetProperty("segments").EnumerateArray().Select(segment => Metric(segment, "accuracy")));
        }

        var entries = run.Json().GetProperty("labels").EnumerateArray().ToList();
        Assert.Equal([1300, 1101], entries.Select(entry => entry.GetProperty("matched").GetInt32()));
        Assert.All(entries, entry => Assert.Equal((0, 0), (entry.GetProperty("corrected").GetInt32(), entry.GetProperty("notFound").GetInt32())));
    }

    [Fact]
    public async Task Evaluate_LaterFile_CorrectsAndTheTableSaysWhatEachDid()
    {
        var predictions = Write("scored.csv", WithoutLabels(Rows));
        var ids = Rows.Skip(1).Select(row => row.Split(',')).ToList();
        var first = Write("first.csv", ["id,label", .. ids.Take(1800).Select(row => $"{row[0]},{1 - int.Parse(row[^1], CultureInfo.InvariantCulture)}")]);
        var second = Write("second.csv", ["id,label", .. ids.Take(1500).Select(row => $"{row[0]},{row[^1]}"), "stranger,1", "another,0"]);

        var run = await CliRun.Of("evaluate", "--predictions", predictions, "--labels", first, second, "--window", "1d");
        var json = await CliRun.Of("evaluate", "--predictions", predictions, "--labels", first, second, "--window", "1d", "--format", "json");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Matches(@"first\.csv +1,800 +0 +1,800 +0 +0\n", run.Output);
        Assert.Matches(@"second\.csv +1,502 +2 +1,500 +1,500 +0\n", run.Output);
        Assert.Matches(@"2026-01-05 \+ 1d +1,200 +1,200 ", run.Output);
        Assert.Matches(@"2026-01-06 \+ 1d +1,200 +600 \(50 %\) ", run.Output);

        // Two of three are right; of the last 300 labels, which nobody corrected, one of three.
        var windows = json.Json().GetProperty("windows");
        Assert.Equal(2 / 3.0, Metric(windows[0], "accuracy"), 12);
        Assert.Equal(0.5, Metric(windows[1], "accuracy"), 12);
        Assert.Equal([0, 1500], json.Json().GetProperty("labels").EnumerateArray().Select(entry => entry.GetProperty("corrected").GetInt32()));
    }

    [Fact]
    public async Task Evaluate_LabelsOfOtherPredictions_SaysSo()
    {
        var run = await CliRun.Of("evaluate", "--predictions", Write("scored.csv", WithoutLabels(Rows)), "--labels", Write("labels.csv", ["id,label", "1,0", "2,1", "2,0", ",1", "3,"]), "--window", "1d");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("labels.csv: 2 rows cannot be used (1: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("labels.csv: 1 rows repeat an id", run.Error, StringComparison.Ordinal);
        Assert.Contains("None of the labels is for one of the predictions.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_AbsentMeansNegative_CountsRowsWithoutALabelOnceTheirTimeHasPassed()
    {
        var predictions = Write("scored.csv", WithoutLabels(Rows));
        var positives = Write("fraud.csv", ["id,label", .. Rows.Skip(1).Select(row => row.Split(',')).Where(row => row[^1] == "1").Select(row => $"{row[0]},1")]);
        var monitor = Write("m.yaml", ["model: m", "columns: {positive: \"1\"}", "labels: {absentMeans: negative, after: 1d}"]);

        var run = await CliRun.Of("evaluate", "--predictions", predictions, "--labels", positives, "--monitor", monitor, "--window", "1d", "--format", "json");
        var whole = await CliRun.Of("evaluate", "--predictions", Write("whole.csv", Rows), "--window", "1d", "--format", "json");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("rows without a label count as 'negative', as the monitor file says.", run.Error, StringComparison.Ordinal);
        Assert.Equal(Metric(whole.Json().GetProperty("windows")[0], "accuracy"), Metric(run.Json().GetProperty("windows")[0], "accuracy"));
    }

    [Theory]
    [InlineData("id,label\np1,1\n", "distance,prediction,score\n1,1,0.9\n", "scored.csv: --labels needs a column that names each prediction")]
    [InlineData("id,label\np1,1\n", "prediction_id,distance\np1,3\n", "scored.csv: --labels needs a column of predictions or scores")]
    [InlineData("id,label\np1,1\n", "prediction_id,prediction\n,1\n", "scored.csv: no row has a value in the column 'prediction_id'")]
    [InlineData("label,when\n1,2026-01-05\n", "prediction_id,prediction\np1,1\n", "labels.csv: No column names the predictions")]
    [InlineData("id,when\np1,2026-01-05\n", "prediction_id,prediction\np1,1\n", "labels.csv: No column holds the labels")]
    [InlineData("id,label\np1,\n", "prediction_id,prediction\np1,1\n", "labels.csv:2:1: No row of the file has an id and a label")]
    public async Task Evaluate_FilesThatCannotBeJoined_IsTwoAndSaysWhichAndWhy(string labels, string predictions, string message)
    {
        var (scored, truth) = (_folder.Write("scored.csv", predictions), _folder.Write("labels.csv", labels));

        var run = await CliRun.Of("evaluate", "--predictions", scored, "--labels", truth);

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.StartsWith($"error: {Path.GetDirectoryName(scored)}{Path.DirectorySeparatorChar}{message}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_NoSuchLabelFile_IsTwo()
    {
        var run = await CliRun.Of("evaluate", "--predictions", Write("scored.csv", Rows), "--labels", "nowhere.csv");

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.Equal("error: nowhere.csv: there is no such file\n", run.Error);
    }

    private static IEnumerable<string> WithoutLabels(IEnumerable<string> rows) => rows.Select(row => row[..row.LastIndexOf(',')]);

    private static double Metric(System.Text.Json.JsonElement entry, string key) => entry.GetProperty("metrics").GetProperty(key).GetProperty("value").GetDouble();

    private string Write(string name, IEnumerable<string> lines) => _folder.Write(name, string.Join('\n', lines) + "\n");
}
