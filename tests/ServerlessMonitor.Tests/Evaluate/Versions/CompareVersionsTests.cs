using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Versions;

namespace ServerlessMonitor.Tests.Evaluate.Versions;

public sealed class CompareVersionsTests
{
    [Fact]
    public void Compare_BetterChallenger_SaysSoInOneSentence()
    {
        // F1 is 2·60 / (2·60 + 60 + 60) = 0.5 against 2·66 / (2·66 + 54 + 54) = 0.55 every day.
        VersionComparison result = VersionReports.Compare(
            Days(8, day => VersionReports.Binary("6", day, 60, 60, 60, 820)), Days(8, day => VersionReports.Binary("7", day, 66, 54, 54, 826)));

        Assert.Equal("f1", result.PrimaryMetric);
        Assert.Equal(VersionVerdict.Better, result.Verdict);
        Assert.StartsWith("Version 7 is better than version 6: f1 0.550 against 0.500, +0.050 (95 % interval +0.0", result.Summary, StringComparison.Ordinal);
        Assert.EndsWith(") over 8 windows.", result.Summary, StringComparison.Ordinal);
        Assert.Empty(result.Notes);
        Assert.Empty(result.Population);
        Assert.Equal("f1", result.Totals[0].Key);
        Assert.Equal(["accuracy", "f1", "mcc", "precision", "predictedPositiveRate", "prevalence"], result.Totals.Select(total => total.Key).Order(StringComparer.Ordinal));
        Assert.Equal(0.05, result.Totals[0].Difference!.Value, 9);
        Assert.All(result.Windows, window =>
        {
            Assert.Equal(VersionVerdict.NoDifferenceSeen, window.Verdict);
            Assert.StartsWith("No difference seen between version 7 and version 6: f1 0.55 against 0.50, +0.05 (95 % interval -0.0", window.Summary, StringComparison.Ordinal);
            Assert.EndsWith("with 1,000 labelled rows against 1,000.", window.Summary, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Compare_WorseChallenger_ByTheRuleOfTheMonitor()
    {
        VersionComparison result = VersionReports.Compare(
            Days(3, day => VersionReports.Binary("6", day, 80, 20, 60, 840)), Days(3, day => VersionReports.Binary("7", day, 50, 50, 60, 840)), new PerformanceRule("precision"), new PerformanceRule("f1"));

        Assert.Equal("precision", result.PrimaryMetric);
        Assert.Equal(VersionVerdict.Worse, result.Verdict);
        Assert.StartsWith("Version 7 is worse than version 6: precision 0.500 against 0.800, -0.300 (95 % interval -0.", result.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_RuleOnAMetricWithoutAnInterval_PassesItOver()
    {
        VersionComparison result = VersionReports.Compare(
            Days(2, day => VersionReports.Binary("6", day, 60, 60, 60, 820)), Days(2, day => VersionReports.Binary("7", day, 60, 60, 60, 820)), new PerformanceRule("mcc"), new PerformanceRule("accuracy"));

        Assert.Equal("accuracy", result.PrimaryMetric);
        Assert.Equal(["mcc, which the monitor's first rule is on, has no interval here; accuracy stands for it."], result.Notes);
        MetricTotal mcc = result.Totals.Single(total => total.Key == "mcc");
        Assert.Equal((null, "no interval is known for version 6"), (mcc.Verdict, mcc.Reason));
    }

    [Theory]
    [InlineData("accuracy", "accuracy")]
    [InlineData("mae", "mae")]
    [InlineData("rmse", "rmse")]
    [InlineData("ndcg", "ndcg")]
    [InlineData("somethingElse", null)]
    public void Compare_WithoutRules_TakesTheUsualMetric(string known, string? primary)
    {
        VersionComparison result = VersionReports.Compare(
            [VersionReports.Of("6", 0, 100, [VersionReports.Mean(known, 0.5, 0.1)])], [VersionReports.Of("7", 0, 100, [VersionReports.Mean(known, 0.5, 0.1)])]);

        Assert.Equal(primary, result.PrimaryMetric);
        Assert.Equal(primary is null ? VersionVerdict.NotEnoughData : VersionVerdict.NoDifferenceSeen, result.Verdict);
    }

    [Fact]
    public void Compare_OtherMixOfRows_IsSaidBesideIt()
    {
        VersionComparison result = VersionReports.Compare(
            Days(6, day => VersionReports.Binary("6", day, 60, 60, 60, 820)), Days(6, day => VersionReports.Binary("7", day, 120, 120, 120, 640)));

        Assert.Equal(VersionVerdict.NoDifferenceSeen, result.Verdict);
        Assert.Equal(2, result.Population.Count);
        Assert.StartsWith("The rows of version 7 have another share of positive labels (prevalence) than those of version 6: 0.240", result.Population[0], StringComparison.Ordinal);
        Assert.StartsWith("Version 7 predicts positive at another rate (predictedPositiveRate) than version 6: 0.240", result.Population[1], StringComparison.Ordinal);
        Assert.Equal(VersionVerdict.Differs, result.Totals.Single(total => total.Key == "prevalence").Verdict);
    }

    [Fact]
    public void Compare_FeatureThatDriftsForOneAlone_IsSaidBesideIt()
    {
        VersionComparison result = VersionReports.Compare(
            Days(4, day => VersionReports.Binary("6", day, 60, 60, 60, 820) with { Drift = [Drift("origin", DriftVerdict.Ok), Drift("both", DriftVerdict.Drift)] }),
            Days(4, day => VersionReports.Binary("7", day, 60, 60, 60, 820) with { Drift = [Drift("origin", day < 3 ? DriftVerdict.Drift : DriftVerdict.Ok), Drift("both", DriftVerdict.Drift)] }));

        Assert.Equal(["origin drifts for version 7 alone, in 3 of 4 windows, each against its own baseline."], result.Population);
    }

    [Fact]
    public void Compare_ProvisionalAndOverlappingWindows_AreShownAndLeftOut()
    {
        WindowSpec weekly = new(WindowLength.Parse("7d"), WindowLength.Parse("1d"));
        VersionComparison result = VersionReports.Compare(
            Days(16, day => VersionReports.Binary("6", day, 60, 60, 60, 820, weekly)),
            Days(16, day => VersionReports.Binary("7", day, 60, 60, 60, 820, weekly) with { Provisional = day == 15 }));

        Assert.Equal(16, result.Windows.Count);
        Assert.Equal([0, 7, 14], result.Windows.Index().Where(item => item.Item.Counts).Select(item => item.Index));
        Assert.Equal(3, result.Totals[0].Windows);
        Assert.Equal(["1 window to which rows may still come is shown and left out of the total.", "12 windows that overlap with later ones are shown and left out of the total."], result.Notes);
    }

    [Fact]
    public void Compare_DifferenceThatTurns_IsSaid()
    {
        VersionComparison result = VersionReports.Compare(
            Days(6, day => VersionReports.Binary("6", day, 60, 60, 60, 820)), Days(6, day => day < 3 ? VersionReports.Binary("7", day, 100, 20, 20, 860) : VersionReports.Binary("7", day, 20, 100, 100, 780)));

        Assert.Equal(VersionVerdict.NoDifferenceSeen, result.Verdict);
        Assert.StartsWith("The difference changes from window to window by more than chance explains (I² 9", Assert.Single(result.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_WindowsOfAHandfulOfEvents_AreWarnedOf()
    {
        // Of 10 events 4 are true positives: F1 0.57, and an interval from 0.29 to 0.81.
        VersionComparison small = VersionReports.Compare(Days(6, day => VersionReports.Binary("6", day, 400, 300, 300, 9000)), Days(6, day => VersionReports.Binary("7", day, 4, 3, 3, 90)));
        Assert.Equal(["f1 of version 7 is known to ±0.26 in a typical window: so few events bias its mean; longer windows would say more."], small.Notes);

        VersionComparison byAccuracy = VersionReports.Compare(
            Days(6, day => VersionReports.Binary("6", day, 400, 300, 300, 9000)), Days(6, day => VersionReports.Binary("7", day, 4, 3, 3, 90)), new PerformanceRule("accuracy"));
        Assert.Empty(byAccuracy.Notes);
    }

    [Theory]
    [InlineData("ksSeparation", 1000, VersionVerdict.Better)]
    [InlineData("ksSeparation", 100, null)]
    [InlineData("expectedCalibrationError", 100, null)]
    [InlineData("rocAuc", 100, VersionVerdict.Better)]
    public void Compare_MetricThatChanceRaises_IsJudgedBetweenVersionsOfOneSize(string key, long rows, VersionVerdict? verdict)
    {
        VersionComparison result = VersionReports.Compare(
            Days(6, day => VersionReports.Of("6", day, 1000, [VersionReports.Mean(key, 0.5, 0.01)])), Days(6, day => VersionReports.Of("7", day, rows, [VersionReports.Mean(key, 0.6, 0.01)])));

        MetricTotal total = Assert.Single(result.Totals);
        Assert.Equal((verdict, verdict is null ? "chance raises it, the more the fewer rows a version has" : null), (total.Verdict, total.Reason));
        Assert.NotNull(total.Lower);
    }

    [Theory]
    [InlineData("pinball0.9", "lower")]
    [InlineData("f0.5", "higher")]
    [InlineData("errorQuantile0.05", "nearerZero")]
    [InlineData("businessValue", "higher")]
    [InlineData("ndcgAt5", "higher")]
    [InlineData("specificity[a]", "higher")]
    [InlineData("fnr", "lower")]
    [InlineData("prevalence", null)]
    public void Compare_AnyKey_HasItsDirection(string key, string? better)
    {
        VersionComparison result = VersionReports.Compare(
            [VersionReports.Of("6", 0, 100, [VersionReports.Mean(key, 0.5, 0.1)])], [VersionReports.Of("7", 0, 100, [VersionReports.Mean(key, 0.5, 0.1)])], new PerformanceRule(key));

        Assert.Equal((key, better), (result.PrimaryMetric, Assert.Single(result.Totals).Better));
    }

    [Fact]
    public void Compare_NothingInCommon_IsNotEnoughData()
    {
        VersionComparison none = VersionReports.Compare([VersionReports.Binary("6", 0, 60, 60, 60, 820)], [VersionReports.Binary("7", 1, 60, 60, 60, 820)]);
        Assert.Equal((VersionVerdict.NotEnoughData, "Not enough data to compare version 7 with version 6: they have no window in common."), (none.Verdict, none.Summary));

        VersionComparison open = VersionReports.Compare(
            [VersionReports.Binary("6", 0, 60, 60, 60, 820)], [VersionReports.Binary("7", 0, 60, 60, 60, 820) with { Provisional = true }]);
        Assert.Equal("Not enough data to compare version 7 with version 6: no common window is complete.", open.Summary);
        Assert.Equal(VersionVerdict.NoDifferenceSeen, Assert.Single(open.Windows).Verdict);

        VersionComparison unlabelled = VersionReports.Compare([VersionReports.Of("6", 0, 1000, [])], [VersionReports.Of("7", 0, 1000, [])]);
        Assert.Equal("Not enough data to compare version 7 with version 6: no metric is known of both.", unlabelled.Summary);
    }

    [Fact]
    public void Compare_FewRowsADay_AddUp()
    {
        VersionComparison two = VersionReports.Compare(Days(2, day => VersionReports.Binary("6", day, 6, 2, 2, 2)), Days(2, day => VersionReports.Binary("7", day, 6, 2, 2, 2)));
        Assert.Equal("Not enough data to compare version 7 with version 6: 24 labelled rows of a version, 30 are needed.", two.Summary);

        VersionComparison three = VersionReports.Compare(Days(3, day => VersionReports.Binary("6", day, 6, 2, 2, 2)), Days(3, day => VersionReports.Binary("7", day, 6, 2, 2, 2)));
        Assert.Equal(VersionVerdict.NoDifferenceSeen, three.Verdict);
    }

    [Fact]
    public void ReportPair_OfDifferentWindows_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new ReportPair(VersionReports.Of("6", 0, 1, []), VersionReports.Of("7", 1, 1, [])));

    [Fact]
    public void Json_OfAComparison_ReadsBackTheSame()
    {
        VersionComparison result = VersionReports.Compare(Days(2, day => VersionReports.Binary("6", day, 60, 60, 60, 820)), Days(2, day => VersionReports.Binary("7", day, 0, 0, 120, 880)));

        byte[] json = EvaluateJson.Write(result);
        VersionComparison read = System.Text.Json.JsonSerializer.Deserialize(json, EvaluateJson.VersionComparison)!;

        Assert.Equal(json, EvaluateJson.Write(read));
        Assert.Equal((result.Summary, result.Verdict, result.Spec), (read.Summary, read.Verdict, read.Spec));
        Assert.Contains("\"verdict\":\"worse\"", System.Text.Encoding.UTF8.GetString(json), StringComparison.Ordinal);
    }

    private static IEnumerable<EvaluationReport> Days(int count, Func<int, EvaluationReport> report) => Enumerable.Range(0, count).Select(report);

    private static DriftResult Drift(string column, DriftVerdict verdict) => new(column, ColumnKind.Categorical, ColumnRole.Feature, "jensenShannon", 0.1, verdict);
}
