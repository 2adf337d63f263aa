using System.Globalization;
using System.Text;
using MathNet.Numerics.Distributions;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Profile;
using Xunit.Abstractions;

namespace ServerlessMonitor.Tests.Evaluate.Metrics;

/// <summary>
/// Windows drawn from models whose true metric lies exactly at a rule's limit, which is the hardest "no change" there is: at most 0.2 % may break it. And from models that are twice as bad: at least 95 % of those
/// that are judged at all must. Verdicts are those of the product, from drawn rows.
/// </summary>
public sealed class EvidenceGateSimulationTests(ITestOutputHelper output)
{
    private static readonly int[] Sizes = [30, 100, 300, 1000, 10_000];

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.98)]
    [InlineData(0.5)]
    public void Verdicts_ShareAtTheLimit_AreSeldomFalse(double limit) => Check($"accuracy below {limit}", 5_000_000, new PerformanceRule("accuracy") { Below = limit }, (random, rows, share) => Answers(random, rows, share), limit, limit / (2 - limit));

    [Fact]
    public void Verdicts_F1AtTheLimit_AreSeldomFalse()
    {
        // Of rows that are an event or called one, a share j is both: F1 is 2j / (1 + j).
        OutcomeProfile Draw(Random random, int rows, double f1)
        {
            double j = f1 / (2 - f1);
            int touched = Count(random, rows, 0.4);
            int hits = Count(random, touched, j);
            int missed = Count(random, touched - hits, 0.5);
            return Confusion(hits, touched - hits - missed, rows - touched, missed);
        }

        Check("f1 below 0.4", 5_000_000, new PerformanceRule("f1") { Below = 0.4 }, Draw, 0.4, 0.25);
    }

    [Fact]
    public void Verdicts_AreaAtTheLimit_AreSeldomFalse()
    {
        // Scores of events are Φ⁻¹(AUC)·√2 above the others'.
        OutcomeProfile Draw(Random random, int rows, double area)
        {
            double shift = Normal.InvCDF(0, 1, area) * Math.Sqrt(2);
            var outcome = new OutcomeProfile(ModelTask.Binary, "1");
            for (int row = 0; row < rows; row++)
            {
                bool positive = random.NextDouble() < 0.3;
                double score = Normal.CDF(0, 1, Gauss(random) + (positive ? shift : 0));
                outcome.AddClassified(positive ? "1" : "0", score > 0.5 ? "1" : "0", Math.Round(score, 3));
            }

            return outcome;
        }

        Check("rocAuc below 0.8", 200_000, new PerformanceRule("rocAuc") { Below = 0.8 }, Draw, 0.8, 0.8 / 1.2);
    }

    [Theory]
    [InlineData("mae")]
    [InlineData("rmse")]
    public void Verdicts_ErrorsAtTheLimit_AreSeldomFalse(string metric)
    {
        // Laplace errors: their mean size is the scale, the root of their mean square √2 times it.
        OutcomeProfile Draw(Random random, int rows, double value)
        {
            double scale = metric == "mae" ? value : value / Math.Sqrt(2);
            var outcome = new OutcomeProfile(ModelTask.Regression, null);
            for (int row = 0; row < rows; row++)
            {
                double label = 100 * random.NextDouble();
                outcome.Regression!.Add(label, label + (scale * -Math.Log(1 - random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1)));
                outcome.Labelled++;
            }

            return outcome;
        }

        Check($"{metric} above 10", 100_000, new PerformanceRule(metric) { Above = 10 }, Draw, 10, 20, sizes: [30, 100, 300, 1000]);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(20_000)]
    public void Verdicts_LossAtTheMargin_AreSeldomFalse(int baselineRows)
    {
        var rule = new PerformanceRule("accuracy") { WorseThanBaselineBy = 0.03 };
        Check($"accuracy worse by 0.03 than {baselineRows} rows", 5_000_000, rule, (random, rows, share) => Answers(random, rows, share), 0.87, 0.84, random => Answers(random, baselineRows, 0.9));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.02)]
    public void Verdicts_WindowsLikeTheChunks_AreSeldomFalse(double spread)
    {
        // Baselines of 20 chunks of 500 rows, anew for every window: of one rate, or of rates that themselves scatter.
        var rule = new PerformanceRule("accuracy") { LearntRange = true };
        var metrics = new ModelMetrics();
        foreach (int rows in Sizes)
        {
            var random = new Random(rows);
            double Rate() => Math.Min(1, 0.85 + (spread * Gauss(random)));
            (int Falsely, int Few, int Found, int FewFound) all = default;
            const int Count = 1500;
            for (int i = 0; i < Count; i++)
            {
                IReadOnlyList<MetricResult>[] chunks = [.. Enumerable.Range(0, 20).Select(_ => (IReadOnlyList<MetricResult>)[Measure(metrics, "accuracy", Answers(random, 500, Rate()))])];
                (int breach, int few) = Verdicts(rule, 1, () => Answers(random, rows, Rate()), () => null, chunks);
                (int found, int fewFound) = Verdicts(rule, 1, () => Answers(random, rows, 0.6), () => null, chunks);
                all = (all.Falsely + breach, all.Few + few, all.Found + found, all.FewFound + fewFound);
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"learnt, spread {spread}, {rows} rows: {100.0 * all.Falsely / Count:0.00} % false, {100.0 * all.Few / Count:0} % not enough; clear loss {all.Found} found of {Count - all.FewFound}"));
            Assert.InRange(all.Falsely, 0, MostFalse(Count));
            Assert.True(all.Found >= 0.95 * (Count - all.FewFound), $"{rows} rows: {all.Found} found of {Count - all.FewFound}");
        }
    }

    private void Check(
        string name, int draws, PerformanceRule rule, Func<Random, int, double, OutcomeProfile> draw, double limit, double clear, Func<Random, OutcomeProfile>? baseline = null, int[]? sizes = null)
    {
        var wrong = new StringBuilder();
        foreach (int rows in sizes ?? Sizes)
        {
            var random = new Random(rows);
            int count = Math.Clamp(draws / rows, 100, 5000);
            (int falsely, int fewAt) = Verdicts(rule, count, () => draw(random, rows, limit), () => baseline?.Invoke(random));
            (int found, int few) = Verdicts(rule, count, () => draw(random, rows, clear), () => baseline?.Invoke(random));
            int judged = count - few;
            double power = judged == 0 ? 1 : (double)found / judged;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}, {rows} rows: {count} windows, {100.0 * falsely / count:0.00} % false, {100.0 * fewAt / count:0} % not enough; twice as bad {100 * power:0.0} % found of {judged}"));

            // What is said of hardly any window has no power of its own: there the wrong "ok" must be rare.
            bool isMissed = judged >= 0.05 * count ? power < 0.95 - (3 * Math.Sqrt(0.0475 / judged)) : judged - found > MostFalse(count);
            if (falsely > MostFalse(count) || isMissed)
            {
                wrong.Append(CultureInfo.InvariantCulture, $"\n{name}, {rows} rows: {falsely} false of {count}, {found} found of {judged}");
            }
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    private static double MostFalse(int count) => (0.002 * count) + (3 * Math.Sqrt(0.002 * count));

    private static (int Breach, int Few) Verdicts(PerformanceRule rule, int count, Func<OutcomeProfile> draw, Func<OutcomeProfile?> baseline, IReadOnlyList<IReadOnlyList<MetricResult>>? chunks = null)
    {
        var metrics = new ModelMetrics();
        var rules = new PerformanceRules(metrics);
        (int breach, int few) = (0, 0);
        for (int i = 0; i < count; i++)
        {
            OutcomeProfile window = draw();
            MetricResult result = Measure(metrics, rule.Metric, window);
            if (baseline() is { } before && Measure(metrics, rule.Metric, before) is { } known)
            {
                result = result with { Baseline = known.Value, BaselineInterval = known.Interval };
            }

            RuleVerdict verdict = rules.Verdicts([rule], [result], window.Labelled, window.Task, window.Binary is not null, chunks).Single();
            breach += verdict.Outcome == VerdictOutcome.Breach ? 1 : 0;
            few += verdict.Outcome == VerdictOutcome.NotEnoughData ? 1 : 0;
        }

        return (breach, few);
    }

    private static MetricResult Measure(ModelMetrics metrics, string key, OutcomeProfile outcome) =>
        metrics.For(outcome.Task, outcome.Binary is not null).Single(metric => metric.Key == key).Measure(new MetricSubject(outcome));

    private static OutcomeProfile Answers(Random random, int rows, double right)
    {
        int hits = Count(random, rows, right);
        return Confusion(hits / 2, (rows - hits) / 2, hits - (hits / 2), rows - hits - ((rows - hits) / 2));
    }

    private static OutcomeProfile Confusion(int truePositives, int falsePositives, int trueNegatives, int falseNegatives)
    {
        var outcome = new OutcomeProfile(ModelTask.Binary, "1");
        outcome.AddLabelled("1", "1", truePositives);
        outcome.AddLabelled("0", "1", falsePositives);
        outcome.AddLabelled("0", "0", trueNegatives);
        outcome.AddLabelled("1", "0", falseNegatives);
        return outcome;
    }

    private static int Count(Random random, int rows, double share) => rows == 0 || share <= 0 ? 0
        : share >= 1 ? rows
        : rows * share * (1 - share) > 400 ? (int)Math.Round((rows * share) + (Gauss(random) * Math.Sqrt(rows * share * (1 - share))))
        : Binomial.Sample(random, share, rows);

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
