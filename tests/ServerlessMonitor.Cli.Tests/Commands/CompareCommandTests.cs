using System.Globalization;
using System.Text.Json;
using ServerlessMonitor.Cli.Tests.Offline;

namespace ServerlessMonitor.Cli.Tests.Commands;

public sealed class CompareCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _baseline;

    public CompareCommandTests() => _baseline = _folder.Write("train.csv", SampleData.Csv(3000));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Compare_SameFile_IsFine()
    {
        var run = await CliRun.Of("compare", "--baseline", _baseline, "--current", _baseline, "--format", "json");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        var dataset = run.Json().GetProperty("dataset");
        Assert.Equal((0, 0.0, "ok"), (dataset.GetProperty("driftedColumns").GetInt32(), dataset.GetProperty("driftedShare").GetDouble(), dataset.GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task Compare_ShiftedColumn_IsDriftInTheShapeOfTheContract()
    {
        var current = _folder.Write("today.csv", SampleData.Csv(2000, shift: 60));

        var run = await CliRun.Of("compare", "--baseline", _baseline, "--current", current, "--format", "json");

        Assert.Equal(1, run.ExitCode);
        var document = run.Json();
        Assert.Equal((3000, 2000), (document.GetProperty("baseline").GetProperty("rows").GetInt32(), document.GetProperty("current").GetProperty("rows").GetInt32()));
        Assert.Equal(
            ["prediction_id", "timestamp", "distance", "carrier", "prediction", "score", "label"],
            document.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()));
        var distance = Column(document, "distance");
        Assert.Equal(("numeric", "feature"), (distance.GetProperty("kind").GetString(), distance.GetProperty("role").GetString()));
        var drift = distance.GetProperty("drift");
        Assert.Equal(
            ["method", "value", "threshold", "pValue", "noiseBound", "verdict", "anomaly", "decomposition"],
            drift.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("jensenShannon", "drift"), (drift.GetProperty("method").GetString(), drift.GetProperty("verdict").GetString()));
        Assert.InRange(drift.GetProperty("value").GetDouble(), 0.3, 1);
        Assert.Equal(
            ["bin", "baseline", "current", "contribution"],
            drift.GetProperty("decomposition")[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal("ok", Column(document, "carrier").GetProperty("drift").GetProperty("verdict").GetString());
        Assert.Equal(JsonValueKind.Null, Column(document, "timestamp").GetProperty("drift").ValueKind);
        Assert.False(distance.TryGetProperty("methods", out _));
        Assert.Equal(1, document.GetProperty("dataset").GetProperty("driftedColumns").GetInt32());
    }

    [Fact]
    public async Task Compare_LearnedThreshold_IsLearntFromTheBaselinesDays()
    {
        var baseline = _folder.Write("ten days.csv", SampleData.Csv(6000, days: 10));
        var current = _folder.Write("today.csv", SampleData.Csv(2000, shift: 60));
        var monitor = _folder.Write("churn.yaml", "model: churn\ndrift: {threshold: learned}\n");

        var same = await CliRun.Of("compare", "--baseline", baseline, "--current", baseline, "--monitor", monitor, "--format", "json");
        var run = await CliRun.Of("compare", "--baseline", baseline, "--current", current, "--monitor", monitor, "--all-methods", "--format", "json");

        Assert.Equal((0, string.Empty), (same.ExitCode, same.Error));
        var drift = Column(run.Json(), "distance").GetProperty("drift");
        Assert.Equal(("drift", "learnt from 10 chunks of the baseline"), (drift.GetProperty("verdict").GetString(), drift.GetProperty("thresholdNote").GetString()));
        Assert.InRange(drift.GetProperty("threshold").GetDouble(), 0.01, 0.2);
        Assert.Equal("ok", Column(run.Json(), "carrier").GetProperty("drift").GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Compare_MultivariateInTheMonitorFile_HasThresholdsAndVerdicts()
    {
        // The same values of each feature; in the second file they no longer go together.
        static string Csv(int days, bool turned) => "timestamp,x,y\n" + string.Concat(Enumerable.Range(0, days * 480).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"{new DateTime(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i * 3):yyyy-MM-ddTHH:mm:ssZ},{i * 7919 % 101},{(turned ? 100 - (i * 7919 % 101) : i * 7919 % 101) + (i * 31 % 37)}\n")));
        var baseline = _folder.Write("ten days.csv", Csv(10, turned: false));
        var current = _folder.Write("today.csv", Csv(1, turned: true));
        var monitor = _folder.Write("churn.yaml", "model: churn\ndrift: {multivariate: info}\n");

        var json = await CliRun.Of("compare", "--baseline", baseline, "--current", current, "--monitor", monitor, "--format", "json");
        var table = await CliRun.Of("compare", "--baseline", baseline, "--current", current, "--monitor", monitor);
        var plain = await CliRun.Of("compare", "--baseline", baseline, "--current", current);
        var html = await CliRun.Of("compare", "--baseline", baseline, "--current", current, "--monitor", monitor, "--format", "html");

        JsonElement shift = json.Json().GetProperty("dataset").GetProperty("multivariate")[2];
        Assert.Equal(("drift", "learnt from 10 chunks of the baseline"), (shift.GetProperty("verdict").GetString(), shift.GetProperty("thresholdNote").GetString()));
        Assert.InRange(shift.GetProperty("threshold").GetDouble(), 0.01, 0.5);
        Assert.Matches("numeric features together +value +threshold +verdict", table.Output);
        Assert.Matches("numeric features together +value +baseline itself", plain.Output);
        Assert.Equal((0, string.Empty), (html.ExitCode, html.Error));
        Assert.Contains("learnt from 10 chunks of the baseline", html.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_Season_IsWithTheSameHours()
    {
        // Nights are 50 more than days.
        static string Csv(int days, Func<int, bool> hours) => "id,timestamp,x\n" + string.Concat(Enumerable.Range(0, days * 1440).Where(i => hours(i / 60 % 24)).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{i},{new DateTime(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i):yyyy-MM-ddTHH:mm:ssZ},{(i * 7919 % 100) + (i / 60 % 24 < 6 ? 50 : 0)}\n")));
        var baseline = _folder.Write("weeks.csv", Csv(7, _ => true));
        var night = _folder.Write("night.csv", Csv(1, hour => hour < 6));
        var monitor = _folder.Write("churn.yaml", "model: churn\nbaseline: {season: hourOfDay}\n");

        var run = await CliRun.Of("compare", "--baseline", baseline, "--current", night, "--monitor", monitor);
        var plain = await CliRun.Of("compare", "--baseline", baseline, "--current", night);
        var withoutTimes = await CliRun.Of("compare", "--baseline", baseline, "--current", _folder.Write("no times.csv", "id,x\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i},{i * 7919 % 100}\n"))), "--monitor", monitor);

        Assert.Equal((0, "note: drift is from the baseline, same hours of the day"), (run.ExitCode, run.Error.Trim()));
        Assert.Equal((1, string.Empty), (plain.ExitCode, plain.Error));
        Assert.DoesNotContain("same hours", withoutTimes.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_BySegment_HasEachValueInEveryFormat()
    {
        // Only carrier B moves.
        var current = _folder.Write("today.csv", string.Join('\n', SampleData.Csv(3000).Split('\n').Select(row => row.Split(',') is [var id, var at, var distance, "B", .. var rest]
            ? string.Join(',', [id, at, $"1{distance}", "B", .. rest])
            : row)));

        var run = await CliRun.Of("compare", "--baseline", _baseline, "--current", current, "--segment", "carrier", "--format", "json");

        Assert.Equal(1, run.ExitCode);
        var segments = run.Json().GetProperty("segments").EnumerateArray().ToList();
        Assert.Equal(["carrier=A", "carrier=B", "carrier=C"], segments.Select(segment => segment.GetProperty("segment").GetString()));
        Assert.Equal([0, 1, 0], segments.Select(segment => segment.GetProperty("driftedColumns").GetInt32()));
        Assert.Equal(3000, segments.Sum(segment => segment.GetProperty("rows").GetInt32()));
        var text = await CliRun.Of("compare", "--baseline", _baseline, "--current", current, "--segment", "carrier");
        Assert.Matches("carrier=B .* distance", text.Output);
        var html = await CliRun.Of("compare", "--baseline", _baseline, "--current", current, "--segment", "carrier", "--format", "html");
        Assert.Contains("<h2>Segments</h2>", html.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("<h2>Segments</h2>", (await CliRun.Of("compare", "--baseline", _baseline, "--current", current, "--format", "html")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_AllMethods_HasEveryMethodThatApplies()
    {
        var current = _folder.Write("today.csv", SampleData.Csv(2000, shift: 60));

        var run = await CliRun.Of("compare", "--baseline", _baseline, "--current", current, "--all-methods", "--format", "json");

        var methods = Column(run.Json(), "distance").GetProperty("methods");
        Assert.Superset(
            new HashSet<string>(["jensenShannon", "psi", "kolmogorovSmirnov", "wasserstein"], StringComparer.Ordinal),
            methods.EnumerateObject().Select(method => method.Name).ToHashSet(StringComparer.Ordinal));
        Assert.InRange(methods.GetProperty("kolmogorovSmirnov").GetProperty("value").GetDouble(), 0.5, 0.7);
        Assert.InRange(methods.GetProperty("kolmogorovSmirnov").GetProperty("pValue").GetDouble(), 0, 1e-10);
        var carrier = Column(run.Json(), "carrier").GetProperty("methods").EnumerateObject().Select(method => method.Name).ToList();
        Assert.Contains("chiSquare", carrier);
        Assert.DoesNotContain("kolmogorovSmirnov", carrier);
        Assert.Empty(Column(run.Json(), "prediction_id").GetProperty("methods").EnumerateObject());
    }

    [Fact]
    public async Task Compare_MissingValues_IsAFinding()
    {
        var current = _folder.Write("today.csv", SampleData.Csv(3000, missing: true));

        var run = await CliRun.Of("compare", "--baseline", _baseline, "--current", current, "--format", "json");

        Assert.Equal(1, run.ExitCode);
        var quality = Column(run.Json(), "distance").GetProperty("quality");
        Assert.Equal((0.0, 0.1), (quality.GetProperty("missing").GetProperty("baseline").GetDouble(), quality.GetProperty("missing").GetProperty("current").GetDouble()));
        Assert.Equal("missing", quality.GetProperty("findings")[0].GetProperty("check").GetString());
    }

    [Fact]
    public async Task Compare_Monitor_SaysMethodThresholdAndWhatIsOff()
    {
        var current = _folder.Write("today.csv", SampleData.Csv(2000, shift: 60));
        var monitor = _folder.Write("churn.yaml", "model: churn\ndrift: {method: psi, threshold: 99, columns: {carrier: off}}\nquality: {outOfRange: off, newCategories: off}\n");

        var run = await CliRun.Of("compare", "--baseline", _baseline, "--current", current, "--monitor", monitor, "--format", "json");

        Assert.Equal(0, run.ExitCode);
        var drift = Column(run.Json(), "distance").GetProperty("drift");
        Assert.Equal(("psi", 99.0, "ok"), (drift.GetProperty("method").GetString(), drift.GetProperty("threshold").GetDouble(), drift.GetProperty("verdict").GetString()));
        Assert.Equal(JsonValueKind.Null, Column(run.Json(), "carrier").GetProperty("drift").ValueKind);
    }

    [Fact]
    public async Task Compare_Table_NamesColumnsVerdictsAndTheWhole()
    {
        var current = _folder.Write("today.csv", SampleData.Csv(2000, shift: 60));

        var run = await CliRun.Of("compare", "--baseline", _baseline, "--current", current, "--all-methods");

        Assert.StartsWith("Baseline: 3,000 rows. Current: 2,000 rows.", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\ndistance +numeric +feature +jensenShannon +0\.\d+ +0\.1 +drift ", run.Output);
        Assert.Matches(@"\ndistance +wasserstein ", run.Output);
        Assert.Contains("1 of 5 compared columns drift (20 %): the data set does not drift.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public async Task Compare_FileThatIsNoTable_NamesIt()
    {
        var empty = _folder.Write("empty.csv", string.Empty);

        var run = await CliRun.Of("compare", "--baseline", _baseline, "--current", empty);

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.StartsWith($"error: {empty}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_BadMonitor_NamesLineAndColumnAndReadsNothing()
    {
        var monitor = _folder.Write("churn.yaml", "model: churn\ndrift: {metod: psi}\n");

        var run = await CliRun.Of("compare", "--baseline", _baseline, "--current", _baseline, "--monitor", monitor);

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.Equal($"{monitor}:2:9: error: drift.metod: unknown key; did you mean 'method'?", run.ErrorLines[0]);
    }

    [Theory]
    [InlineData("--baseline", "none.csv")]
    [InlineData("--current", "x.csv", "--baseline", "none.csv")]
    public async Task Compare_BadUse_IsTwo(params string[] args)
    {
        var run = await CliRun.Of(["compare", .. args]);

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
    }

    private static JsonElement Column(JsonElement document, string name) =>
        document.GetProperty("columns").EnumerateArray().Single(column => column.GetProperty("name").GetString() == name);
}
