using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Evaluate.Metrics;

/// <summary>
/// Rows drawn with replacement from a population of 2,000 rows, whose own figures are the truth: nominal 95 % intervals hold it in 91 to 99 % of 400 draws; those that are wider by
/// intention in at least 91 %.
/// </summary>
public sealed class CoverageTests
{
    private const int Population = 2000;
    private const int Draws = 400;
    private const double Least = 0.91;
    private const double Most = 0.99;

    // Standard errors that are bounds, and intervals that allow for what chance adds.
    private static readonly string[] Wide = ["expectedCalibrationError", "rocAuc[", "rocAuc", "rocAucWeighted", "averagePrecision"];

    [Theory]
    [InlineData(200)]
    [InlineData(2000)]
    public void BinaryIntervals_ManyDraws_HoldTheTruth(int rows)
    {
        var random = new Random(91);
        (string Label, string Prediction, double Score)[] population = [.. Enumerable.Range(0, Population).Select(_ =>
        {
            bool positive = random.NextDouble() < 0.3;
            double score = Math.Round(positive ? Math.Sqrt(random.NextDouble()) : random.NextDouble() * random.NextDouble(), 3);
            return (positive ? "1" : "0", score >= 0.5 ? "1" : "0", score);
        })];
        Check(rows, random, () => new OutcomeProfile(ModelTask.Binary, "1"), (outcome, row) =>
            outcome.AddClassified(population[row].Label, population[row].Prediction, population[row].Score), "f0.5", "f2");
    }

    [Theory]
    [InlineData(200)]
    [InlineData(2000)]
    public void MulticlassIntervals_ManyDraws_HoldTheTruth(int rows)
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
        Check(rows, random, () => new OutcomeProfile(ModelTask.Multiclass, null), (outcome, row) =>
        {
            outcome.AddClassified(population[row].Label, population[row].Prediction);
            outcome.Classes!.AddScores(population[row].Label, classes, population[row].Scores);
        });
    }

    [Theory]
    [InlineData(200)]
    [InlineData(2000)]
    public void RegressionIntervals_ManyDraws_HoldTheTruth(int rows)
    {
        var random = new Random(93);
        (double Label, double Prediction)[] population = [.. Enumerable.Range(0, Population).Select(_ =>
        {
            double label = 5 + (10 * random.NextDouble()) + random.NextDouble();
            double noise = Enumerable.Range(0, 6).Sum(_ => random.NextDouble()) - 3;
            return (label, label + 0.3 + (noise * (0.5 + (label / 10))));
        })];
        Check(rows, random, () => new OutcomeProfile(ModelTask.Regression, null), (outcome, row) =>
        {
            outcome.Regression!.Add(population[row].Label, population[row].Prediction);
            outcome.Labelled++;
        }, "pinball0.9", "absoluteErrorQuantile0.9");
    }

    [Theory]
    [InlineData(200)]
    [InlineData(2000)]
    public void RankingIntervals_ManyDraws_HoldTheTruth(int queries)
    {
        var random = new Random(94);
        (double[] Scores, double[] Relevance)[] population = [.. Enumerable.Range(0, Population).Select(_ =>
        {
            double[] relevance = [.. Enumerable.Range(0, random.Next(3, 15)).Select(_ => (double)Math.Max(0, random.Next(-4, 3)))];
            return (relevance.Select(grade => random.NextDouble() + (grade / 3)).ToArray(), relevance);
        })];
        Check(queries, random, () => new OutcomeProfile(ModelTask.Ranking, null) { Labelled = 1 }, (outcome, query) =>
            outcome.Ranking!.AddQuery(population[query].Scores, population[query].Relevance), "ndcgAt3", "hitRateAt1", "precisionAt1", "recallAt5", "meanReciprocalRankAt3");
    }

    private static void Check(int rows, Random random, Func<OutcomeProfile> create, Action<OutcomeProfile, int> add, params string[] asked)
    {
        var metrics = new ModelMetrics();
        var settings = new MetricSettings(NameClasses: true, string.Join(' ', asked));
        OutcomeProfile population = create();
        for (int row = 0; row < Population; row++)
        {
            add(population, row);
        }

        Dictionary<string, double> truth = metrics.Measure(population, null, settings)
            .Where(metric => metric is { Value: not null, Lower: not null, Upper: not null })
            .ToDictionary(metric => metric.Key, metric => metric.Value!.Value, StringComparer.Ordinal);
        var covered = truth.Keys.ToDictionary(key => key, _ => 0, StringComparer.Ordinal);
        for (int draw = 0; draw < Draws; draw++)
        {
            OutcomeProfile sample = create();
            for (int row = 0; row < rows; row++)
            {
                add(sample, random.Next(Population));
            }

            foreach (MetricResult metric in metrics.Measure(sample, null, settings))
            {
                if (truth.TryGetValue(metric.Key, out double value) && metric.Lower <= value && metric.Upper >= value)
                {
                    covered[metric.Key]++;
                }
            }
        }

        var wrong = new StringBuilder();
        foreach ((string key, int count) in covered)
        {
            double share = count / (double)Draws;
            bool isWide = Wide.Any(name => key == name || (name.EndsWith('[') && key.StartsWith(name, StringComparison.Ordinal)));
            if (share < Least || (share > Most && !isWide))
            {
                wrong.Append(CultureInfo.InvariantCulture, $"\n{key}: {share:0.000}");
            }
        }

        Assert.True(covered.Count > 10 && wrong.Length == 0, $"{rows} rows, coverage:{wrong}");
    }
}
