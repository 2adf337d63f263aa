using System.Globalization;
using System.Text.Json;

namespace ServerlessMonitor.Cli.Tests.Commands;

/// <summary>What data is like at its worst: every column gets a verdict with a name or an error that says what is wrong, and no output ever has a NaN.</summary>
public sealed class CompareBadInputTests : IDisposable
{
    private const int Rows = 2000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Compare_AllMissingNow_IsDriftAndNotPresent()
    {
        var x = await ColumnAsync(i => Number(i), _ => string.Empty);

        Assert.Equal("drift", VerdictOf(x));
        Assert.Contains("FEATURE_TYPE_NOT_PRESENT", AnomaliesOf(x));
    }

    [Fact]
    public async Task Compare_AllMissingOnBothSides_CannotBeJudgedAndSaysWhy()
    {
        var x = await ColumnAsync(_ => string.Empty, _ => string.Empty);

        Assert.Equal(("notEnoughData", "one side has no values"), (VerdictOf(x), x.GetProperty("drift").GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Compare_AllMissingInTheBaseline_CannotBeJudgedAndSaysWhy()
    {
        var x = await ColumnAsync(_ => string.Empty, i => Number(i));

        Assert.Equal(("notEnoughData", "one side has no values"), (VerdictOf(x), x.GetProperty("drift").GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Compare_ConstantOnBothSides_IsOk() => Assert.Equal("ok", VerdictOf(await ColumnAsync(_ => "7", _ => "7")));

    [Fact]
    public async Task Compare_AnotherConstant_IsDrift() => Assert.Equal("drift", VerdictOf(await ColumnAsync(_ => "7", _ => "8")));

    [Fact]
    public async Task Compare_BecameConstant_IsDriftAndAFinding()
    {
        var x = await ColumnAsync(i => Number(i), _ => "200");

        Assert.Equal("drift", VerdictOf(x));
        Assert.Contains("constant", ChecksOf(x));
        Assert.Contains("FEATURE_TYPE_LOW_UNIQUE", AnomaliesOf(x));
    }

    [Fact]
    public async Task Compare_OneRowAgainstOneRow_IsNotEnoughData() => Assert.Equal("notEnoughData", VerdictOf(await ColumnAsync(_ => "1", _ => "2", 1, 1)));

    [Fact]
    public async Task Compare_OneRowAgainstMany_IsNotEnoughData() => Assert.Equal("notEnoughData", VerdictOf(await ColumnAsync(i => Number(i), _ => "5", Rows, 1)));

    [Fact]
    public async Task Compare_OneCategory_IsOk() => Assert.Equal("ok", VerdictOf(await ColumnAsync(_ => "only", _ => "only")));

    [Fact]
    public async Task Compare_OnlyNewCategories_IsDriftWithTheEnumsName()
    {
        var x = await ColumnAsync(i => $"old{i % 5}", i => $"new{i % 5}");

        Assert.Equal("drift", VerdictOf(x));
        Assert.Equal(1, x.GetProperty("drift").GetProperty("value").GetDouble(), 12);
        Assert.Contains("ENUM_TYPE_UNEXPECTED_STRING_VALUES", AnomaliesOf(x));
    }

    [Fact]
    public async Task Compare_Infinities_AreAFindingAndPartOfTheDrift()
    {
        var x = await ColumnAsync(i => Number(i), i => (i % 4) switch { 0 => "Infinity", 1 => "-Infinity", _ => Number(i) });

        Assert.Equal("drift", VerdictOf(x));
        Assert.Contains("notFinite", ChecksOf(x));
        Assert.Contains("FLOAT_TYPE_HAS_INF", AnomaliesOf(x));
    }

    [Fact]
    public async Task Compare_NaN_IsAFindingOfItsOwnName()
    {
        var x = await ColumnAsync(i => Number(i), i => i % 4 == 0 ? "NaN" : Number(i));

        Assert.Contains("FLOAT_TYPE_HAS_NAN", AnomaliesOf(x));
    }

    [Theory]
    [InlineData(5e-324)]
    [InlineData(1e-310)]
    [InlineData(8e305)]
    [InlineData(-8e305)]
    [InlineData(9007199254740993)]
    public async Task Compare_NumbersAtTheEndsOfADouble_AreComparedLikeOthers(double scale)
    {
        string Scaled(int i) => (i % 200 * scale).ToString("R", CultureInfo.InvariantCulture);

        Assert.Equal("ok", VerdictOf(await ColumnAsync(Scaled, Scaled)));
        Assert.Equal("drift", VerdictOf(await ColumnAsync(Scaled, i => Scaled(150 + (i % 50)))));
    }

    [Fact]
    public async Task Compare_OneTo308OfEitherSign_IsOkAgainstItself()
    {
        static string Value(int i) => (i % 3) switch { 0 => "1e308", 1 => "-1e308", _ => Number(i) };

        Assert.Equal("ok", VerdictOf(await ColumnAsync(Value, Value)));
    }

    [Fact]
    public async Task Compare_IntegersBeyond53Bits_AreNumbers()
    {
        static string Id(int i) => (9007199254740993L + (2L * i)).ToString(CultureInfo.InvariantCulture);

        Assert.Equal("ok", VerdictOf(await ColumnAsync(Id, Id)));
    }

    [Fact]
    public async Task Compare_NumbersAgainstText_IsDriftAndATypeError()
    {
        var x = await ColumnAsync(i => Number(i), i => $"word {i}");

        Assert.Equal(("numeric", "drift"), (x.GetProperty("kind").GetString(), VerdictOf(x)));
        Assert.Contains("FLOAT_TYPE_STRING_NOT_FLOAT", AnomaliesOf(x));
    }

    [Fact]
    public async Task Compare_TextAgainstNumbers_AreCategoriesThatAreNew()
    {
        var x = await ColumnAsync(i => $"word{i % 9}", i => Number(i));

        Assert.Equal(("categorical", "drift"), (x.GetProperty("kind").GetString(), VerdictOf(x)));
        Assert.Contains("ENUM_TYPE_UNEXPECTED_STRING_VALUES", AnomaliesOf(x));
    }

    [Fact]
    public async Task Compare_OtherColumns_NamesWhatIsMissingAndWhatIsNew()
    {
        var document = await DocumentAsync("a,b\n" + Repeat("1,2\n"), "b,c\n" + Repeat("2,3\n"));

        var a = document.GetProperty("columns").EnumerateArray().Single(column => column.GetProperty("name").GetString() is "a");
        Assert.Equal(("notEnoughData", "the window has no such column"), (VerdictOf(a), a.GetProperty("drift").GetProperty("reason").GetString()));
        Assert.Contains("SCHEMA_MISSING_COLUMN", AnomaliesOf(a));
        var c = document.GetProperty("columns").EnumerateArray().Single(column => column.GetProperty("name").GetString() is "c");
        Assert.Equal("new: the baseline has no such column", c.GetProperty("notCompared").GetString());
        Assert.Contains(document.GetProperty("dataset").GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("anomaly").GetString() is "SCHEMA_NEW_COLUMN");
    }

    [Fact]
    public async Task Compare_NoColumnInCommon_IsStillAComparison()
    {
        var document = await DocumentAsync("a\n" + Repeat("1\n"), "b\n" + Repeat("1\n"));

        Assert.Equal(["a", "b"], document.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Compare_CategoriesOfAMegabyte_AreComparedShortened()
    {
        var (long1, long2) = (new string('x', 1_000_000) + "a", new string('x', 1_000_000) + "b");
        string Value(int i) => (i % 40) switch { 0 => long1, 1 => long2, _ => "short" };

        var x = await ColumnAsync(Value, Value, 80, 80);

        Assert.True(x.GetProperty("kind").GetString() is "categorical" or "text");
        Assert.True(VerdictOf(x) is "ok" or "notEnoughData" || x.GetProperty("notCompared").GetString() is "free text is not compared");
    }

    [Fact]
    public async Task Compare_AMillionCategories_HasAVerdict()
    {
        var monitor = _folder.Write("m.yaml", "model: m\nfeatures: {x: {type: categorical}}\n");
        var csv = "x\n" + string.Concat(Enumerable.Range(0, 1_000_000).Select(i => $"c{i}\n"));

        var document = await DocumentAsync(csv, csv, "--monitor", monitor);

        Assert.True(VerdictOf(document.GetProperty("columns")[0]) is "ok" or "notEnoughData");
    }

    private static string Number(int i) => (i * 37 % 400).ToString(CultureInfo.InvariantCulture);

    private static string Repeat(string row) => string.Concat(Enumerable.Repeat(row, 100));

    private static string? VerdictOf(JsonElement column) => column.GetProperty("drift") is { ValueKind: JsonValueKind.Object } drift ? drift.GetProperty("verdict").GetString() : null;

    private static IEnumerable<string?> ChecksOf(JsonElement column) => Findings(column).Select(finding => finding.GetProperty("check").GetString());

    private static IEnumerable<string?> AnomaliesOf(JsonElement column) =>
        Findings(column).Select(finding => finding.TryGetProperty("anomaly", out var anomaly) ? anomaly.GetString() : null);

    private static IEnumerable<JsonElement> Findings(JsonElement column) => column.GetProperty("quality").GetProperty("findings").EnumerateArray();

    private async Task<JsonElement> ColumnAsync(Func<int, string> baseline, Func<int, string> current, int baselineRows = Rows, int currentRows = Rows)
    {
        var document = await DocumentAsync(Csv(baseline, baselineRows), Csv(current, currentRows), "--all-methods");
        return document.GetProperty("columns")[0];
    }

    private static string Csv(Func<int, string> value, int rows) => "x,other\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"{value(i)},{i % 7}\n"));

    /// <summary>The comparison as JSON, after the page and the table were made of it too, and the current file was profiled alone.</summary>
    private async Task<JsonElement> DocumentAsync(string baseline, string current, params string[] more)
    {
        var (before, after) = (_folder.Write("before.csv", baseline), _folder.Write("after.csv", current));
        foreach (var format in new[] { "html", "table" })
        {
            var shown = await CliRun.Of(["compare", "--baseline", before, "--current", after, "--format", format, .. more]);

            Assert.InRange(shown.ExitCode, 0, 1);
            Assert.DoesNotMatch(@"(?<![A-Za-z_])(NaN)(?![,A-Za-z ])|∞ |=""(NaN|-?∞|-?Infinity)""", shown.Output);
        }

        // JSON has no NaN: parsing would fail.
        var profiled = await CliRun.Of("profile", after, "--format", "json");
        Assert.Equal(0, profiled.ExitCode);
        Assert.NotEmpty(profiled.Json().GetProperty("columns").EnumerateArray());

        var run = await CliRun.Of(["compare", "--baseline", before, "--current", after, "--format", "json", .. more]);
        Assert.InRange(run.ExitCode, 0, 1);
        return run.Json();
    }
}
