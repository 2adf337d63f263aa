using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Tests.Profile;

namespace ServerlessMonitor.Tests.Evaluate.Metrics;

/// <summary>Whatever the rows are, a metric is a finite number or null with a reason.</summary>
public sealed class BadOutcomeTests
{
    public static TheoryData<string> Files =>
    [
        "prediction,score,label\n1,0.9,1\n",
        "prediction,score,label\n1,0.9,1\n1,0.8,1\n0,0.2,1\n",
        "prediction,score,label\n0,0.9,0\n0,0.8,0\n",
        "prediction,score,label\n1,1.5,1\n0,-3,0\n1,,0\n0,NaN,1\n",
        "prediction,score,label\n1,0,1\n0,1,0\n",
        "prediction,label\n1,1\n0,0\n1,0\n",
        "prediction,label\na,b\na,c\na,\n",
        "prediction,label\na,a\na,a\n",
        "prediction,score_a,score_b,score_c,label\na,0.9,0.9,0.9,a\nb,0.1,0.1,0.1,c\n",
        "prediction,score_a,score_b,score_c,label\na,2,0.9,0.9,a\nb,,0.1,0.1,c\nc,0,0,0,d\n",
        "prediction,score_a,score_b,score_c,label\na,0,0,0,a\nb,0,0,0,b\nc,0,0,0,c\n",
        "timestamp,prediction,label\n2001-02-12,1.5,1.5\n",
        "timestamp,prediction,label\n2001-02-12,1.5,0\n2001-02-12,2.5,0\n",
        "timestamp,prediction,label\n2001-02-12,1e308,-1e308\n2001-02-12,2.5,1e200\n2001-02-12,-1e-308,0\n",
        "timestamp,prediction,label\n2001-02-12,2.5,2.5\n2001-02-12,3.5,3.5\n",
        "timestamp,prediction,label\n2001-02-12,-2.5,-3\n2001-02-12,3.5,-4.25\n",
        "query,score,label\na,0.5,-1\nb,0.5,0\n",
        "query,score,label\na,0.5,1e300\na,1e300,1e-300\nb,-1e300,1\n",
        "query,score,label\n,0.5,1\n",
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Measure_AnyRows_IsANumberOrAReason(string text)
    {
        var monitor = new MonitorDefinition("m") { Columns = new MonitorColumns { Query = text.StartsWith("query", StringComparison.Ordinal) ? "query" : null } };
        DatasetProfile profile = await ProfileData.WholeAsync(text, ProfileData.Context(monitor));
        OutcomeProfile outcome = ProfileCodec.FromBytes(ProfileCodec.ToBytes(profile)).Outcome!;
        string asked = "f0.5 pinball0.9 absoluteErrorQuantile0.9 top2Accuracy ndcgAt1";

        IReadOnlyList<MetricResult> results = new ModelMetrics().Measure(outcome, outcome, new MetricSettings(NameClasses: true, asked, new OutcomeCosts { FalseNegative = -1 }));

        Assert.NotEmpty(results);
        Assert.All(results, result =>
        {
            Assert.True(result.Value is { } value ? double.IsFinite(value) : result.Reason is { Length: > 0 }, result.Key);
            foreach (double? number in (double?[])[result.StandardError, result.Lower, result.Upper, result.Naive, result.Baseline])
            {
                Assert.True(number is null || double.IsFinite(number.Value), result.Key);
            }

            Assert.True(result.Lower is null || (result.Lower <= result.Value && result.Upper >= result.Value), $"{result.Key} {result.Lower} {result.Value} {result.Upper}");
        });
    }

    [Fact]
    public async Task Measure_ClassNeverPredicted_Says()
    {
        DatasetProfile profile = await ProfileData.WholeAsync("prediction,label\na,a\na,b\nb,c\n");

        Dictionary<string, MetricResult> results = new ModelMetrics().Measure(profile.Outcome!, null, nameClasses: true).ToDictionary(result => result.Key, StringComparer.Ordinal);

        Assert.Equal((0.0, "never predicted; 0 by convention"), (results["precision[c]"].Value, results["precision[c]"].Reason));
        Assert.Equal((null, "no labelled row has usable scores"), (results["rocAuc"].Value, results["rocAuc"].Reason));
    }

    [Fact]
    public async Task Measure_ScoresThatAreNoProbabilities_SaysHowManyRows()
    {
        DatasetProfile profile = await ProfileData.WholeAsync("prediction,score_a,score_b,score_c,label\na,0.9,0.9,0.9,a\nb,0.1,0.8,0.1,c\nb,7,0.8,0.1,c\n");

        MetricResult loss = new ModelMetrics().Measure(profile.Outcome!, null, nameClasses: true).Single(result => result.Key == "logLoss");

        Assert.NotNull(loss.Value);
        Assert.Equal("labelled rows without usable scores are left out: 1; rows whose scores do not add up to 1: 1", loss.Reason);
    }
}
