using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Profile;
using Xunit.Abstractions;

namespace ServerlessMonitor.Tests.Evaluate.Metrics;

/// <summary>Rows drawn with replacement from a population, whose own figure is the limit of every metric, from below and from above.</summary>
public sealed class EvidenceGateMetricsTests(ITestOutputHelper output)
{
    private const int Population = 2000;

    // Better than the limit by chance alone: what is a maximum, rests on fourth powers or is of few events is too good in up to 6 % of small windows. Nobody is woken by that.
    private static readonly string[] TooGood = ["ksSeparation/above", "r2/above", "explainedVariance/above", "averagePrecision/above", "wape/below"];

    [Theory]
    [InlineData(30, 4000)]
    [InlineData(100, 3000)]
    [InlineData(300, 2000)]
    public void Verdicts_TwoClassesAtTheLimit_AreSeldomFalse(int rows, int draws)
    {
        var random = new Random(91);
        (string Label, string Prediction, double Score)[] population = [.. Enumerable.Range(0, Population).Select(_ =>
        {
            bool positive = random.NextDouble() < 0.2;
            double score = Math.Round(positive ? Math.Sqrt(random.NextDouble()) : random.NextDouble() * random.NextDouble(), 3);
            return (positive ? "1" : "0", score >= 0.5 ? "1" : "0", score);
        })];
        Check(rows, draws, random, () => new OutcomeProfile(ModelTask.Binary, "1"), (outcome, row) =>
            outcome.AddClassified(population[row].Label, population[row].Prediction, population[row].Score));
    }

    [Theory]
    [InlineData(30, 4000)]
    [InlineData(100, 3000)]
    [InlineData(300, 2000)]
    public void Verdicts_SeveralClassesAtTheLimit_AreSeldomFalse(int rows, int draws)
    {
        var random = new Random(92);
        string[] classes = ["a", "b", "c", "d", "e"];
        (string Label, string Prediction, double[] Scores)[] population = [.. Enumerable.Range(0, Population).Select(_ =>
        {
            double draw = random.NextDouble();
            int label = draw < 0.3 ? 0 : draw < 0.5 ? 1 : draw < 0.7 ? 2 : draw < 0.85 ? 3 : 4;
            double[] scores = [.. classes.Select((_, i) => random.NextDouble() + (i == label ? 0.3 : 0))];
            double sum = scores.Sum();
            scores = [.. scores.Select(score => Math.Round(score / sum, 3))];
            return (classes[label], classes[Array.IndexOf(scores, scores.Max())], scores);
        })];
        Check(rows, draws, random, () => new OutcomeProfile(ModelTask.Multiclass, null), (outcome, row) =>
        {
            outcome.AddClassified(population[row].Label, population[row].Prediction);
            outcome.Classes!.AddScores(population[row].Label, classes, population[row].Scores);
        });
    }

    [Theory]
    [InlineData(30, 3000)]
    [InlineData(100, 2000)]
    [InlineData(300, 500)]
    public void Verdicts_NumbersAtTheLimit_AreSeldomFalse(int rows, int draws)
    {
        var random = new Random(93);
        (double Label, double Prediction)[] population = [.. Enumerable.Range(0, Population).Select(_ =>
        {
            double label = 5 + (10 * random.NextDouble()) + random.NextDouble();
            double noise = -Math.Log(1 - random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1);
            return (label, label + 0.3 + (noise * (0.5 + (label / 10))));
        })];
        Check(rows, draws, random, () => new OutcomeProfile(ModelTask.Regression, null), (outcome, row) =>
        {
            outcome.Regression!.Add(population[row].Label, population[row].Prediction);
            outcome.Labelled++;
        });
    }

    private void Check(int rows, int draws, Random random, Func<OutcomeProfile> create, Action<OutcomeProfile, int> add)
    {
        var metrics = new ModelMetrics();
        var rules = new PerformanceRules(metrics);
        OutcomeProfile population = create();
        for (int row = 0; row < Population; row++)
        {
            add(population, row);
        }

        IModelMetric[] measured = [.. metrics.For(population.Task, population.Binary is not null)];
        Dictionary<string, double> truth = measured.Select(metric => metric.Measure(new MetricSubject(population)))
            .Where(metric => metric.Interval is not null).ToDictionary(metric => metric.Key, metric => metric.Value!.Value, StringComparer.Ordinal);
        PerformanceRule[] all = [.. truth.SelectMany(item => new[] { new PerformanceRule(item.Key) { Below = item.Value }, new PerformanceRule(item.Key) { Above = item.Value } })];
        var breaches = new Dictionary<string, int>(StringComparer.Ordinal);
        var few = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int draw = 0; draw < draws; draw++)
        {
            OutcomeProfile sample = create();
            for (int row = 0; row < rows; row++)
            {
                add(sample, random.Next(Population));
            }

            var subject = new MetricSubject(sample);
            MetricResult[] results = [.. measured.Where(metric => truth.ContainsKey(metric.Key)).Select(metric => metric.Measure(subject))];
            foreach (RuleVerdict verdict in rules.Verdicts(all, results, sample.Labelled, sample.Task, sample.Binary is not null))
            {
                breaches[verdict.RuleId] = breaches.GetValueOrDefault(verdict.RuleId) + (verdict.Outcome == VerdictOutcome.Breach ? 1 : 0);
                few[verdict.RuleId] = few.GetValueOrDefault(verdict.RuleId) + (verdict.Outcome == VerdictOutcome.NotEnoughData ? 1 : 0);
            }
        }

        var wrong = new StringBuilder();
        foreach ((string rule, int count) in breaches)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rule} {rows} rows: {100.0 * count / draws:0.00} % false, {100.0 * few[rule] / draws:0} % not enough"));
            if (!TooGood.Any(name => rule.EndsWith(name, StringComparison.Ordinal)) && count > (0.002 * draws) + (3 * Math.Sqrt(0.002 * draws)))
            {
                wrong.Append(CultureInfo.InvariantCulture, $"\n{rule}: {count} of {draws}");
            }
        }

        Assert.True(wrong.Length == 0, $"{rows} rows:{wrong}");
    }
}
