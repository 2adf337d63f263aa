using System.Text.Json;
using ServerlessMonitor.Cli.Tests.Offline;

namespace ServerlessMonitor.Cli.Tests.Commands;

public sealed class ProfileCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Profile_Json_HasTheFiguresOfEveryColumn()
    {
        var run = await CliRun.Of("profile", _folder.Write("d.csv", "x,c\n1,a\n2,a\n3,b\n,a\nNaN,a\n"), "--format", "json");

        Assert.Equal(0, run.ExitCode);
        var document = run.Json();
        Assert.Equal(("d.csv", 5), (document.GetProperty("file").GetString(), document.GetProperty("rows").GetInt32()));
        var x = document.GetProperty("columns")[0];
        Assert.Equal((3, 1, 1, 3), (x.GetProperty("values").GetInt32(), x.GetProperty("missing").GetInt32(), x.GetProperty("naN").GetInt32(), x.GetProperty("distinct").GetInt32()));
        var numbers = x.GetProperty("numbers");
        Assert.Equal((2.0, 1.0, 2.0, 3.0), (numbers.GetProperty("mean").GetDouble(), numbers.GetProperty("min").GetDouble(), numbers.GetProperty("p50").GetDouble(), numbers.GetProperty("max").GetDouble()));
        var top = document.GetProperty("columns")[1].GetProperty("top")[0];
        Assert.Equal(("a", 4, 0.8), (top.GetProperty("value").GetString(), top.GetProperty("count").GetInt32(), top.GetProperty("share").GetDouble()));
        Assert.Equal(JsonValueKind.Array, x.GetProperty("histogram").ValueKind);
    }

    [Fact]
    public async Task Profile_Table_ShowsShapesAndFrequentValues()
    {
        var run = await CliRun.Of("profile", _folder.Write("d.csv", SampleData.Csv(3000)));

        Assert.StartsWith("d.csv: 3,000 rows, 7 columns.", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\ndistance +numeric +feature +3,000 +0 +100 +[\d.]+ +[\d.]+ +0 +[\d.]+ +99 +[▁▂▃▄▅▆▇█]{15,}", run.Output);
        Assert.Matches(@"\ncarrier .* [ABC] 3\d(\.\d+)? %, [ABC] ", run.Output);
    }

    [Fact]
    public async Task Profile_Html_IsOnePageWithAPictureOfEachColumn()
    {
        var run = await CliRun.Of("profile", _folder.Write("d.csv", SampleData.Csv(300)), "--format", "html");

        Assert.StartsWith("<!DOCTYPE html>", run.Output, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Distribution of distance\"", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"current\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_SensitiveColumn_ShowsCountsOnly()
    {
        var monitor = _folder.Write("m.yaml", "model: m\ncolumns: {sensitive: [plan, income]}\n");
        var file = _folder.Write("d.csv", "plan,income\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"Zebra,{777000 + i}\n")));

        foreach (var format in new[] { "table", "json", "html" })
        {
            var run = await CliRun.Of("profile", file, "--monitor", monitor, "--format", format);

            Assert.Equal(0, run.ExitCode);
            Assert.DoesNotMatch(@"Zebra|77\d,?\d{3}", run.Output);
        }
    }
}
