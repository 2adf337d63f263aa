using System.Text;
using System.Text.Json;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Versions;
using ServerlessMonitor.Profile.Pairs;

namespace ServerlessMonitor.Tests.Evaluate.Versions;

public sealed class CompareOnSameRowsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Classification_MoreOftenRight_IsBetter_WhicheverVersionIsFirst(bool championIsFirst)
    {
        var outcome = new PairedOutcome();
        Classify(outcome, 11_000, true, true);
        Classify(outcome, 150, championIsFirst, !championIsFirst);
        Classify(outcome, 210, !championIsFirst, championIsFirst);
        Classify(outcome, 985, false, false);

        PairedComparison paired = Compare(outcome, championIsFirst);

        Assert.Equal(
            "On 12,345 rows that both scored and whose labels are known, version 7 was right on 210 that version 6 got wrong, and wrong on 150 that it got right: better (McNemar p = 0.0019).", paired.Summary);
        Assert.Equal((12_345, VersionVerdict.Better), (paired.Pairs, paired.Verdict));
        Assert.Equal((11_000, 150, 210, 985), (paired.BothRight, paired.ChampionRight, paired.ChallengerRight, paired.BothWrong));
        PairedTest test = Assert.Single(paired.Tests);
        Assert.Equal(("accuracy", "mcnemar", "higher"), (test.Key, test.Test, test.Better));
        Assert.Equal(60 / 12_345.0, test.Difference!.Value, 1e-12);
        Assert.InRange(test.Lower!.Value, 0.0015, 0.002);
        Assert.InRange(test.Upper!.Value, 0.0075, 0.008);
    }

    [Fact]
    public void Classification_NoRowThatParts_SaysSo()
    {
        var outcome = new PairedOutcome();
        Classify(outcome, 500, true, true);

        PairedComparison paired = Compare(outcome);

        Assert.Equal(VersionVerdict.NotEnoughData, paired.Verdict);
        Assert.Equal(
            "On 500 rows that both scored and whose labels are known, version 7 was right on 0 that version 6 got wrong, and wrong on 0 that it got right: not enough data, both were right, and wrong, on the same rows.",
            paired.Summary);
        Assert.Null(paired.Tests[0].PValue);
    }

    [Fact]
    public void Scores_OfTheAreaThatTheMonitorAsksFor_GiveTheSentence()
    {
        var outcome = new PairedOutcome();
        for (int row = 0; row < 1_000; row++)
        {
            bool isPositive = row % 4 == 0;
            double noise = row * 37 % 101 / 101.0;
            double other = row * 53 % 103 / 103.0;
            outcome.AddClassified(true, true);
            outcome.AddScores((noise + (isPositive ? 0.1 : 0)) / 2, (other + (isPositive ? 0.6 : 0)) / 2, isPositive);
        }

        PairedComparison paired = Compare(outcome, metric: "rocAuc");

        Assert.Equal(["rocAuc", "accuracy"], paired.Tests.Select(test => test.Key));
        Assert.Equal(VersionVerdict.Better, paired.Verdict);
        Assert.StartsWith("On 1,000 rows that both scored and whose labels are known, the area under the ROC curve of version 7 is 0.9", paired.Summary, StringComparison.Ordinal);
        Assert.EndsWith("): better (DeLong p < 0.0001).", paired.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 100, "the labels of the scored rows are all of one class")]
    [InlineData(9, 100, "one class has 9 rows, 10 are needed")]
    [InlineData(12, 12, "24 scored rows, 30 are needed")]
    [InlineData(50, 50, "both put the rows in the same order")]
    public void Scores_TooFewOrAlike_AreNotJudged(int positives, int negatives, string reason)
    {
        var outcome = new PairedOutcome();
        for (int row = 0; row < positives + negatives; row++)
        {
            outcome.AddClassified(true, true);
            double score = row * 7 % 10 / 10.0;
            outcome.AddScores(score, score / 2, row < positives);
        }

        PairedTest test = Compare(outcome, metric: "rocAuc").Tests[0];

        Assert.Equal((VersionVerdict.NotEnoughData, reason, null), (test.Verdict, test.Reason, test.PValue));
    }

    /// <summary>The references are sums by hand and Simpson's rule over Student's density.</summary>
    [Theory]
    [InlineData("mae", -0.0275, 0.0896029346474539, -0.30690959072043544, 0.7605449599043175, 0.6875)]
    [InlineData("mse", -0.052375, 0.11854435466286825, -0.44181774955838915, 0.6610613368640332, 0.634375)]
    public void Errors_ArePairedByRow(string metric, double difference, double error, double t, double probability, double champion)
    {
        var outcome = new PairedOutcome();
        for (int row = 0; row < 40; row++)
        {
            outcome.AddErrors(((row * 37 % 11) - 5) / 4.0, ((row * 53 % 13) - 6) / 5.0);
        }

        PairedTest test = Compare(outcome, metric: metric).Tests[0];

        Assert.Equal((metric, "pairedT", "lower", VersionVerdict.NoDifferenceSeen), (test.Key, test.Test, test.Better, test.Verdict));
        Assert.Equal(difference, test.Difference!.Value, 1e-12);
        Assert.Equal(error, test.StandardError!.Value, 1e-12);
        Assert.Equal(t, test.Statistic!.Value, 1e-9);
        Assert.Equal(probability, test.PValue!.Value, 1e-7);
        Assert.Equal(champion, test.Champion!.Value, 1e-12);
        Assert.Equal(champion + difference, test.Challenger!.Value, 1e-12);
        Assert.Equal(difference + (2.0226909200355294 * error), test.Upper!.Value, 1e-9);
    }

    [Fact]
    public void Errors_ChampionSecond_AreTurnedRound()
    {
        var outcome = new PairedOutcome();
        for (int row = 0; row < 100; row++)
        {
            outcome.AddErrors(1 + (row % 7 / 10.0), 3 + (row % 11 / 10.0));
        }

        PairedComparison paired = Compare(outcome, championIsFirst: false);

        Assert.Equal(VersionVerdict.Better, paired.Verdict);
        Assert.True(paired.Tests[0].Champion > paired.Tests[0].Challenger && paired.Tests[0].Upper < 0, paired.Summary);
        Assert.Null(paired.BothRight);
        Assert.EndsWith(": better (paired t p < 0.0001).", paired.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_ThatDoNotScatter_OrNoDoubleHolds_GiveNoNumberThatIsNone()
    {
        var alike = new PairedOutcome();
        var vast = new PairedOutcome();
        var endless = new PairedOutcome();
        for (int row = 0; row < 50; row++)
        {
            alike.AddErrors(2, 2);
            vast.AddErrors(1e200 * row, -1e200);
            vast.AddErrors(double.PositiveInfinity, 0);
            endless.AddErrors(double.PositiveInfinity, double.NegativeInfinity);
        }

        PairedComparison[] all = [Compare(alike), Compare(vast), Compare(endless)];

        Assert.All(all, paired => Assert.Equal(VersionVerdict.NotEnoughData, paired.Tests.Single(test => test.Key == "mse").Verdict));
        Assert.All(all.SelectMany(paired => paired.Tests), test =>
            Assert.All(new[] { test.Champion, test.Challenger, test.Difference, test.Lower, test.Upper, test.Statistic, test.PValue, test.StandardError }, value => Assert.True(value is null || double.IsFinite(value.Value))));
        Assert.Equal(VersionVerdict.NotEnoughData, all[0].Verdict);
    }

    [Fact]
    public void Nothing_InCommon_IsNoComparison_AndMissingHoursAreSaid()
    {
        Assert.Null(CompareOnSameRows.AddTo(Windows("accuracy"), null).Paired);
        Assert.Null(CompareOnSameRows.AddTo(Windows("accuracy"), new PairedRows(new PairedOutcome(), true)).Paired);

        PairedComparison? paired = CompareOnSameRows.AddTo(Windows("accuracy"), new PairedRows(new PairedOutcome(), true) { MissingHours = 3 }).Paired;

        Assert.Equal((0, VersionVerdict.NotEnoughData, 3), (paired!.Pairs, paired.Verdict, paired.MissingHours));
        Assert.Equal(["In 3 hours that both versions scored rows in, the rows in common have not been looked for yet."], paired.Notes);
        Assert.Equal("Not enough data to compare version 7 with version 6 on the same rows: no labelled row that both scored is known.", paired.Summary);
    }

    [Fact]
    public void Json_HasTheComparison_AndReadsItBack()
    {
        var outcome = new PairedOutcome();
        Classify(outcome, 10, true, false);
        outcome.AddContradicting();
        VersionComparison comparison = CompareOnSameRows.AddTo(Windows("accuracy"), new PairedRows(outcome, true) { Hours = 2 });

        byte[] json = EvaluateJson.Write(comparison);

        Assert.Contains("\"paired\":{\"pairs\":10,\"verdict\":\"worse\",\"summary\":\"On 10 rows", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
        VersionComparison? read = JsonSerializer.Deserialize(json, EvaluateJson.VersionComparison);
        Assert.Equal(["1 row that both scored is left out, as the labels of the two batches contradict each other."], read!.Paired!.Notes);
        Assert.Equal(comparison.Paired!.Tests, read.Paired.Tests);
    }

    private static void Classify(PairedOutcome outcome, int rows, bool first, bool second)
    {
        for (int row = 0; row < rows; row++)
        {
            outcome.AddClassified(first, second);
        }
    }

    private static VersionComparison Windows(string metric) => new("churn", "6", "7", WindowSpec.Tumbling("1d")) { PrimaryMetric = metric };

    private static PairedComparison Compare(PairedOutcome outcome, bool championIsFirst = true, string metric = "accuracy") =>
        CompareOnSameRows.AddTo(Windows(metric), new PairedRows(outcome, championIsFirst) { Hours = 1 }).Paired!;
}
