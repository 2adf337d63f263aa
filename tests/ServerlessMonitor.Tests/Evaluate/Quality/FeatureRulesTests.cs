using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Quality;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Evaluate.Quality;

/// <summary>Checks that hold a feature against what the monitor says of it, and their names in TensorFlow Data Validation.</summary>
public sealed class FeatureRulesTests
{
    [Theory]
    [InlineData("[A-Z]{2}", VerdictOutcome.Ok)]
    [InlineData("A[A-Z]", VerdictOutcome.Breach)]
    [InlineData("A", VerdictOutcome.Breach)]
    public void Pattern_Values_AreMatchedAsAWhole(string pattern, VerdictOutcome expected)
    {
        QualityFinding finding = One("pattern", Categories(i => i % 2 == 0 ? "AA" : "DL"), null, $"{{type: categorical, pattern: \"{pattern}\"}}");

        Assert.Equal(expected, finding.Outcome);
        Assert.Equal(expected == VerdictOutcome.Breach ? "ENUM_TYPE_UNEXPECTED_STRING_VALUES" : null, finding.Anomaly);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("(?=a)b")]
    [InlineData("(a)\\\\1")]
    public void Pattern_ThatCannotRun_IsAnErrorOfTheFile(string pattern)
    {
        MonitorFileResult result = MonitorFile.Parse($"model: m\nfeatures: {{x: {{pattern: \"{pattern}\"}}}}\n", "m.yaml");

        Assert.Equal("features.x.pattern", Assert.Single(result.Problems).Key);
    }

    [Theory]
    [InlineData(3, VerdictOutcome.Ok)]
    [InlineData(2, VerdictOutcome.Breach)]
    public void TextLength_OneLongerValue_IsABreach(int most, VerdictOutcome expected) =>
        Assert.Equal(expected, One("textLength", Categories(i => i == 7 ? "🦓🦓🦓" : "x"), null, $"{{maxLength: {most}}}").Outcome);

    [Theory]
    [InlineData(0, VerdictOutcome.Ok)]
    [InlineData(200, VerdictOutcome.Breach)]
    public void Unique_RepeatedValues_AreABreach(int repeated, VerdictOutcome expected)
    {
        QualityFinding finding = One("unique", Categories(i => $"v{Math.Max(i, repeated)}"), null, "{unique: true}");

        Assert.Equal(expected, finding.Outcome);
        Assert.Equal(expected == VerdictOutcome.Breach ? "FEATURE_TYPE_LOW_UNIQUE" : null, finding.Anomaly);
    }

    [Theory]
    [InlineData(0.9, VerdictOutcome.Breach)]
    [InlineData(0.5, VerdictOutcome.Ok)]
    public void Present_FewerThanAskedFor_IsABreach(double least, VerdictOutcome expected)
    {
        QualityFinding finding = One("present", Categories(i => i % 4 == 0 ? null : "v"), null, FormattableString.Invariant($"{{present: {least}}}"));

        Assert.Equal(expected, finding.Outcome);
        Assert.Equal(expected == VerdictOutcome.Breach ? "FEATURE_TYPE_LOW_FRACTION_PRESENT" : null, finding.Anomaly);
    }

    [Fact]
    public void Constant_WhereTheBaselineVaries_IsABreachUnlessByChance()
    {
        DatasetProfile even = Categories(i => $"v{i % 2}");
        DatasetProfile skewed = Categories(i => i == 0 ? "rare" : "v");

        Assert.Equal(VerdictOutcome.Breach, One("constant", Categories(_ => "v0"), even).Outcome);
        Assert.Equal(VerdictOutcome.NotEnoughData, One("constant", Categories(_ => "v"), skewed).Outcome);
        Assert.Equal(VerdictOutcome.Ok, One("constant", even, even).Outcome);
        Assert.Empty(Find("constant", even, Categories(_ => "v"), "{}", string.Empty));
        Assert.Empty(Find("constant", Categories(_ => "v0"), even, "{}", "quality: {constant: off}\n"));
    }

    [Theory]
    [InlineData(double.NaN, "FLOAT_TYPE_HAS_NAN")]
    [InlineData(double.PositiveInfinity, "FLOAT_TYPE_HAS_INF")]
    public void NotFinite_RiseOverTheBaseline_IsABreach(double value, string anomaly)
    {
        DatasetProfile clean = Numbers(i => i);

        QualityFinding finding = One("notFinite", Numbers(i => i % 10 == 0 ? value : i), clean);

        Assert.Equal((VerdictOutcome.Breach, anomaly), (finding.Outcome, finding.Anomaly));
        Assert.Equal(VerdictOutcome.Ok, One("notFinite", clean, clean).Outcome);
    }

    [Theory]
    [InlineData("min: 0, max: 500", "FLOAT_TYPE_BIG_FLOAT")]
    [InlineData("min: 500, max: 5000", "FLOAT_TYPE_SMALL_FLOAT")]
    public void OutOfRange_Breach_NamesTheSide(string range, string anomaly) =>
        Assert.Equal(anomaly, One("outOfRange", Numbers(i => i), null, $"{{{range}}}").Anomaly);

    private static DatasetProfile Categories(Func<int, string?> value) => new TestProfiles().Categorical("x", Enumerable.Range(0, 1000).Select(value)).Build();

    private static DatasetProfile Numbers(Func<int, double?> value) => new TestProfiles().Numeric("x", Enumerable.Range(0, 1000).Select(value)).Build();

    private static QualityFinding One(string check, DatasetProfile current, DatasetProfile? baseline, string feature = "{}") =>
        Assert.Single(Find(check, current, baseline, feature, string.Empty));

    private static IEnumerable<QualityFinding> Find(string check, DatasetProfile current, DatasetProfile? baseline, string feature, string more)
    {
        MonitorFileResult monitor = MonitorFile.Parse($"model: m\nfeatures: {{x: {feature}}}\n{more}", "m.yaml");
        Assert.Empty(monitor.Problems);
        return new QualityChecks().Run(new QualityInput(current, baseline, monitor.Definition!)).Select(item => item.Finding).Where(finding => finding.Check == check);
    }
}
