using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Estimates;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Profile;
using Xunit.Abstractions;

namespace ServerlessMonitor.Tests.Evaluate.Estimates;

/// <summary>What estimates are for: they follow the truth while only the inputs change, and part from it when their meaning does.</summary>
public sealed class EstimateSimulationTests(ITestOutputHelper output)
{
    private const int Windows = 200;
    private static readonly MetricSettings Settings = new(NameClasses: true);
    private static readonly ModelMetrics Metrics = new();

    // The model is too sure of itself, and knows it not.
    private static readonly Func<double, double> Score = x => Logistic(1.7 * x);

    public static TheoryData<int, int, double> Sizes => new()
    {
        { 20_000, 200, 0 },
        { 20_000, 1_000, 0 },
        { 20_000, 10_000, 0 },
        { 2_000, 1_000, 0 },
        { 20_000, 2_000, -3 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Classes_CovariateShift_AreWithinTheBounds(int baselineRows, int rows, double bias)
    {
        var random = new Random(11);
        DatasetProfile baseline = Classified(random, baselineRows, 0, 1, bias, concept: 0);
        var held = new SortedDictionary<string, int>(StringComparer.Ordinal);
        int gaps = 0;
        for (int i = 0; i < Windows; i++)
        {
            DatasetProfile window = Classified(random, rows, (random.NextDouble() * 2) - 1, 0.7 + (0.6 * random.NextDouble()), bias, concept: 0);
            gaps += Compare(window, baseline, held) is { Outcome: VerdictOutcome.Breach } ? 1 : 0;
        }

        output.WriteLine($"{string.Join(' ', held.Select(pair => $"{pair.Key} {pair.Value}"))} gaps {gaps}");
        Assert.Equal(8, held.Count);
        Assert.All(held, pair => Assert.InRange(pair.Value, 0.95 * Windows, Windows));
        Assert.InRange(gaps, 0, 0.02 * Windows);
    }

    [Fact]
    public void Classes_ConceptDrift_PartAndAreFound()
    {
        var random = new Random(12);
        DatasetProfile baseline = Classified(random, 20_000, 0, 1, 0, concept: 0);
        var held = new SortedDictionary<string, int>(StringComparer.Ordinal);
        int gaps = 0;
        for (int i = 0; i < Windows; i++)
        {
            gaps += Compare(Classified(random, 2_000, 0, 1, 0, concept: 0.6), baseline, held) is { Outcome: VerdictOutcome.Breach } ? 1 : 0;
        }

        output.WriteLine($"{string.Join(' ', held.Select(pair => $"{pair.Key} {pair.Value}"))} gaps {gaps}");
        Assert.InRange(held["prevalence"], 0, 0.05 * Windows);
        Assert.InRange(gaps, 0.99 * Windows, Windows);
    }

    [Theory]
    [InlineData(20_000, 500)]
    [InlineData(20_000, 10_000)]
    [InlineData(3_000, 1_000)]
    public void Numbers_CovariateShift_AreWithinTheBounds(int baselineRows, int rows)
    {
        var random = new Random(13);
        DatasetProfile baseline = Predicted(random, baselineRows, 0, noise: 1);
        var held = new SortedDictionary<string, int>(StringComparer.Ordinal);
        int gaps = 0;
        for (int i = 0; i < Windows; i++)
        {
            gaps += Compare(Predicted(random, rows, (random.NextDouble() * 2) - 1, noise: 1), baseline, held) is { Outcome: VerdictOutcome.Breach } ? 1 : 0;
        }

        output.WriteLine($"{string.Join(' ', held.Select(pair => $"{pair.Key} {pair.Value}"))} gaps {gaps}");
        Assert.Equal(["mae", "mse", "rmse"], held.Keys);
        Assert.All(held, pair => Assert.InRange(pair.Value, 0.95 * Windows, Windows));
        Assert.InRange(gaps, 0, 0.02 * Windows);
    }

    [Fact]
    public void Numbers_ConceptDrift_PartAndAreFound()
    {
        var random = new Random(14);
        DatasetProfile baseline = Predicted(random, 20_000, 0, noise: 1);
        int gaps = Enumerable.Range(0, 100).Count(_ => Compare(Predicted(random, 2_000, 0, noise: 1.3), baseline, []) is { Outcome: VerdictOutcome.Breach });

        Assert.InRange(gaps, 99, 100);
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static RuleVerdict Compare(DatasetProfile window, DatasetProfile baseline, SortedDictionary<string, int> held)
    {
        IReadOnlyList<MetricResult> realised = Metrics.Measure(window.Outcome!, baseline.Outcome, Settings);
        EstimateResult estimates = PerformanceEstimates.Measure(window, baseline.Outcome, Settings)!;
        foreach (MetricResult estimate in estimates.Metrics.Where(metric => metric.Key is "accuracy" or "precision" or "recall" or "f1" or "rocAuc" or "prevalence" or "brier" or "logLoss" or "mae" or "mse" or "rmse"))
        {
            double value = realised.Single(metric => metric.Key == estimate.Key).Value!.Value;
            held[estimate.Key] = held.GetValueOrDefault(estimate.Key) + (value >= estimate.Lower && value <= estimate.Upper ? 1 : 0);
        }

        return EstimateGap.Verdict(estimates, realised, window.Outcome!, new LabelsDefinition())!;
    }

    /// <summary>An event is as likely as x + bias says, and by <paramref name="concept"/> more than before.</summary>
    private static DatasetProfile Classified(Random random, int rows, double mean, double deviation, double bias, double concept)
    {
        var profile = new DatasetProfile(Schema(ModelTask.Binary));
        profile.Outcome = new OutcomeProfile(ModelTask.Binary, "1");
        profile.Predictions = new PredictionProfile(ModelTask.Binary, "1");
        for (int i = 0; i < rows; i++)
        {
            double x = mean + (deviation * Gauss(random)) + bias;
            double score = Score(x);
            bool label = random.NextDouble() < Logistic(x + concept);
            bool predicted = score >= 0.5;
            profile.Outcome.AddClassified(label ? "1" : "0", predicted ? "1" : "0", score);
            profile.Predictions.AddScore(score, predicted);
        }

        return profile;
    }

    /// <summary>The larger the prediction, the larger the error.</summary>
    private static DatasetProfile Predicted(Random random, int rows, double mean, double noise)
    {
        var profile = new DatasetProfile(Schema(ModelTask.Regression));
        profile.Outcome = new OutcomeProfile(ModelTask.Regression, null) { Predicted = rows, Labelled = rows };
        profile.Predictions = new PredictionProfile(ModelTask.Regression, null);
        double[] predictions = [.. Enumerable.Range(0, rows).Select(_ => 100 + (20 * (mean + Gauss(random))))];
        double[] labels = Array.ConvertAll(predictions, prediction => prediction + (noise * (1 + (Math.Abs(prediction) / 20)) * Gauss(random)));
        profile.Outcome.Regression!.AddRange(labels, predictions);
        profile.Predictions.AddValues(predictions);

        return profile;
    }

    private static DatasetSchema Schema(ModelTask task) => new(task, []) { Positive = task == ModelTask.Binary ? "1" : null };
}
