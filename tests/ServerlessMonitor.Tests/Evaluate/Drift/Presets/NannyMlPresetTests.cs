using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Presets;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Evaluate.Drift.Presets;

public sealed class NannyMlPresetTests
{
    private readonly ColumnDrift _drift = new(DriftMethods.CreateDefault());

    [Fact]
    public void Range_Scores_MeanAndThreeDeviationsOfThePopulation()
    {
        (double lower, double upper) = NannyMlPreset.Range([0.1, 0.2, 0.3, 0.4]);
        Assert.Equal(0.25 - (3 * Math.Sqrt(0.0125)), lower, 1e-15);
        Assert.Equal(0.25 + (3 * Math.Sqrt(0.0125)), upper, 1e-15);
    }

    [Fact]
    public void Measure_ChunksOfTheBaseline_GiveTheThreshold()
    {
        var random = new Random(8);
        double[] values = [.. Enumerable.Range(0, 1000).Select(_ => random.NextDouble())];
        ColumnProfile[] chunks = [.. values.Chunk(100).Select(Column)];
        var definition = new DriftDefinition { Preset = "nannyml" };

        DriftResult same = _drift.Measure(Column(values), chunks[0], definition, sensitive: false, new ColumnChunks(Column(values), chunks));
        double[] scores = [.. chunks.Select(chunk => _drift.Measure(Column(values), chunk, definition, sensitive: false, new ColumnChunks(Column(values), chunks)).Value!.Value)];
        Assert.Equal(NannyMlPreset.Range(scores).Upper, same.Threshold, 1e-12);
        Assert.Equal(DriftVerdict.Ok, same.Verdict);
        Assert.Null(same.Reason);
        Assert.Equal(DriftVerdict.Drift, _drift.Measure(Column(values), Column([.. values.Take(100).Select(x => x * x)]), definition, sensitive: false, new ColumnChunks(Column(values), chunks)).Verdict);
    }

    [Fact]
    public void Measure_NoChunks_TakesATenthAndSaysSo()
    {
        double[] values = [.. Enumerable.Range(0, 300).Select(i => (double)i)];
        DriftResult result = _drift.Measure(Column(values), Column(values), new DriftDefinition { Preset = "nannyml" }, sensitive: false);
        Assert.Equal(0.1, result.Threshold);
        Assert.Contains("no chunks", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Measure_PresetWithGate_AsksForEvidence()
    {
        var random = new Random(9);
        double[] baseline = [.. Enumerable.Range(0, 10_000).Select(_ => random.NextDouble())];
        double[] few = [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())];
        var preset = new DriftDefinition { Preset = "evidently", Method = "jensenShannon" };
        Assert.Equal(DriftVerdict.Drift, _drift.Measure(Column(baseline), Column(few), preset, sensitive: false).Verdict);
        Assert.Equal(DriftVerdict.NotEnoughData, _drift.Measure(Column(baseline), Column(few), preset with { Gate = true }, sensitive: false).Verdict);
    }

    [Theory]
    [InlineData("azureml", "wasserstein", "jensenShannon", 0.1)]
    [InlineData("tfdv", "jensenShannonDivergence", "lInfinity", 0.1)]
    [InlineData("vertex", "jensenShannonDivergence", "lInfinity", 0.3)]
    public void Measure_FixedPreset_ItsMethodsAndThreshold(string preset, string numeric, string categorical, double threshold)
    {
        ColumnProfile numbers = Column([.. Enumerable.Range(0, 300).Select(i => (double)i)]);
        ColumnProfile words = new TestProfiles().Categorical("x", Enumerable.Range(0, 300).Select(i => $"c{i % 7}")).Build().Columns["x"];
        var definition = new DriftDefinition { Preset = preset };
        DriftResult ofNumbers = _drift.Measure(numbers, numbers, definition, sensitive: false);
        DriftResult ofWords = _drift.Measure(words, words, definition, sensitive: false);
        Assert.Equal((numeric, threshold, DriftVerdict.Ok), (ofNumbers.Method, ofNumbers.Threshold, ofNumbers.Verdict));
        Assert.Equal((categorical, threshold, DriftVerdict.Ok), (ofWords.Method, ofWords.Threshold, ofWords.Verdict));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Measure_EveryMethodOnBadColumns_IsAFiniteScoreOrAReason(bool categorical)
    {
        ColumnProfile[] columns = categorical
            ? [Words(["a"]), Words(["a", "a", "b"]), Words([.. Enumerable.Range(0, 300).Select(i => $"n{i}")]), Words([string.Empty])]
            : [Column([1]), Column([2, 2, 2, 2]), Column([1e308, -1e308, 3, 5, double.NaN]), Column([double.Epsilon, 0, 1e-300]), Column([double.PositiveInfinity]), Column([.. Enumerable.Range(0, 40).Select(i => (double)i)])];
        foreach (DriftMethodDescriptor method in DriftMethods.CreateDefault().Descriptors)
        {
            foreach (ColumnProfile before in columns)
            {
                foreach (ColumnProfile after in columns)
                {
                    DriftResult result = _drift.Measure(before, after, new DriftDefinition { Method = method.Key }, sensitive: false);
                    Assert.True(result.Value is { } value ? double.IsFinite(value) : result.Reason is not null, $"{method.Key}: {result}");
                    Assert.True(result.PValue is null or (>= 0 and <= 1), $"{method.Key}: p {result.PValue}");
                    Assert.True(double.IsFinite(result.Threshold), method.Key);
                }
            }
        }
    }

    private static ColumnProfile Column(double[] values) => new TestProfiles().Numeric("x", values.Select(value => (double?)value)).Build().Columns["x"];

    private static ColumnProfile Words(string[] values) => new TestProfiles().Categorical("x", values).Build().Columns["x"];
}
