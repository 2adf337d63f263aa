using System.Globalization;
using ServerlessMonitor.Cli.Tests.Offline;

namespace ServerlessMonitor.Cli.Tests.Commands;

public sealed class InferCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Infer_UsualNames_WritesWhatAPersonWould()
    {
        var run = await CliRun.Of("infer", _folder.Write("flight data.csv", SampleData.Csv(2000)));

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("\nmodel: flight-data\ntask: binary\n\nfeatures:\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("columns:", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n  carrier: {type: categorical, required: true, domain: [A, B, C]}\n", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\n  distance: \{type: numeric, min: 0, max: 150, required: true\}  # 0 to 99\n", run.Output);
    }

    [Fact]
    public async Task Infer_OtherNames_FindsTheRoles()
    {
        var csv = "flight_id,departed_at,hour,delay_share,email,y_true,y_pred,y_proba\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"f{i},2026-01-05T{i % 24:00}:00:00Z,{i % 24},{i / 1000.0},m{i}@example.org,{i % 2},{i / 2 % 2},{i % 100 / 100.0}\n")));

        var run = await CliRun.Of("infer", _folder.Write("d.csv", csv), "--model", "delays");

        Assert.Contains(
            "\nmodel: delays\ntask: binary\n\ncolumns:\n  timestamp: departed_at  # its values are times\n  id: flight_id  # no value repeats\n  label: y_true  # by its name\n"
            + "  prediction: y_pred  # by its name\n  score: y_proba  # by its name, and from 0 to 1\n  sensitive: [email]",
            run.Output,
            StringComparison.Ordinal);
        Assert.Contains("\n  hour: {type: numeric, min: 0, max: 23, required: true}", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n  delay_share: {type: numeric, min: 0, max: 1, required: true}", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("@example.org", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(35, "5 weeks")]
    [InlineData(60, "9 weeks")]
    [InlineData(30, null)]
    public async Task Infer_ManyWeeks_SaysWhatTheyCanBeUsedFor(int days, string? said)
    {
        // One row of a wrong clock.
        var csv = "id,timestamp,x\n0,2025-01-01T00:00:00Z,0\n" + string.Concat(Enumerable.Range(1, 2000).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{i},{new DateTime(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc).AddDays(days * i / 2000.0):yyyy-MM-ddTHH:mm:ssZ},{i % 50}\n")));

        var run = await CliRun.Of("infer", _folder.Write("d.csv", csv));

        Assert.Equal(said is not null, run.Output.Contains("# drift: {threshold: learned}\n# baseline: {season: hourOfWeek}\n", StringComparison.Ordinal));
        if (said is not null)
        {
            Assert.Contains($"These are some {said}.", run.Output, StringComparison.Ordinal);
            var taken = run.Output.Replace("# drift:", "drift:", StringComparison.Ordinal).Replace("# baseline:", "baseline:", StringComparison.Ordinal);
            Assert.Equal(0, (await CliRun.Of("validate", _folder.Write("d.yaml", taken))).ExitCode);
        }
    }

    [Fact]
    public async Task Infer_LongTail_HasNoUpperBound()
    {
        var csv = "amount,change\n" + string.Concat(Enumerable.Range(1, 999).Select(i => string.Create(CultureInfo.InvariantCulture, $"{1e6 / i / i:R},{i - 500}.5\n")));

        var run = await CliRun.Of("infer", _folder.Write("d.csv", csv));

        Assert.Matches(@"\n  amount: \{type: numeric, min: 0, required: true\}", run.Output);
        Assert.Matches(@"\n  change: \{type: numeric, min: -1000, max: 1000, required: true\}", run.Output);
    }

    [Fact]
    public async Task Infer_OddNamesAndValues_GiveAFileThatIsValidAndFitsItsData()
    {
        var csv = "\"no\",\"a: b\",\"#x\",\"{curly}\",ключ,empty,constant\n" + string.Concat(Enumerable.Range(0, 600).Select(i =>
            $"{(i % 2 == 0 ? "yes" : "off")},\"{(i % 3 == 0 ? "it's, \"\"quoted\"\"" : "[x]: #1")}\",{(i % 2 == 0 ? "007" : "1e5x")},\"\\{i % 2}\",é{i % 2},,5\n"));
        var data = _folder.Write("d.csv", csv);
        var file = Path.Combine(_folder.Path, "d.yaml");

        var infer = await CliRun.Of("infer", data, "--output", file);
        var validate = await CliRun.Of("validate", file);
        var compare = await CliRun.Of("compare", "--baseline", data, "--current", data, "--monitor", file);

        Assert.Equal(0, infer.ExitCode);
        Assert.Equal((0, string.Empty), (validate.ExitCode, validate.Error));
        Assert.Equal(0, compare.ExitCode);
    }

    [Fact]
    public async Task Infer_ManyValues_WrapsTheDomainAndLeavesOutWhatIsOpen()
    {
        var csv = "code,user\n" + string.Concat(Enumerable.Range(0, 9000).Select(i => $"station-number-{i % 90},user{i / 2}\n"));

        var run = await CliRun.Of("infer", _folder.Write("d.csv", csv));

        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 130));
        Assert.Contains("    domain: [station-number-0, ", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\n  user: \{type: \w+, required: true\}  # ", run.Output);
    }

    [Fact]
    public async Task Infer_Json_SaysTheSame()
    {
        var run = await CliRun.Of("infer", _folder.Write("d.csv", SampleData.Csv(2000)), "--format", "json");

        var document = run.Json();
        Assert.Equal(("d", "binary"), (document.GetProperty("model").GetString(), document.GetProperty("task").GetString()));
        var distance = document.GetProperty("features")[0];
        Assert.Equal(("distance", "numeric", 0.0, 150.0), (distance.GetProperty("name").GetString(), distance.GetProperty("type").GetString(), distance.GetProperty("min").GetDouble(), distance.GetProperty("max").GetDouble()));
    }

    [Fact]
    public async Task Infer_BadModelName_IsBadUse()
    {
        var run = await CliRun.Of("infer", "d.csv", "--model", "a b");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'a b' is no name of a model", run.Error, StringComparison.Ordinal);
    }
}
