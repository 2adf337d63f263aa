using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Versions;
using ServerlessMonitor.Profile.Pairs;

namespace ServerlessMonitor.Cli.Tests.Commands;

/// <summary>What a suite answers on two versions: days from 2 March 2026 with shares of 1,000 rows, seeded.</summary>
internal static class SampleVersions
{
    public const string Url = "http://127.0.0.1:7071/api/models/churn/versions?windows=30";

    private const double Normal95 = 1.959963984540054;
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The answer.</summary>
    /// <param name="days">How many days.</param>
    /// <param name="better">By how much version 7 is better in every metric.</param>
    /// <param name="open">Whether rows may still come to the last day.</param>
    public static VersionComparison Compare(int days, double better, bool open = false)
    {
        var random = new Random(7);
        var champion = Enumerable.Range(0, days).Select(day => Report("6", day, 5000, 0, random, open && day == days - 1)).ToList();
        var other = Enumerable.Range(0, days).Select(day => Report("7", day, 1000, better, random, provisional: false)).ToList();
        var pairs = ReportPair.Match(champion, other);
        return new CompareVersions().Compare(new ModelVersion("churn", "6"), new ModelVersion("churn", "7"), WindowSpec.Tumbling("1d"), pairs, pairs, []);
    }

    /// <summary>The same as the suite sends it.</summary>
    public static string Body(int days, double better, bool open = false) => Encoding.UTF8.GetString(EvaluateJson.Write(Compare(days, better, open)));

    /// <summary>The same with rows that both versions scored.</summary>
    /// <param name="days">How many days.</param>
    /// <param name="champion">Rows of 5,000 that the champion alone got right.</param>
    /// <param name="challenger">Rows that the challenger alone got right.</param>
    public static string PairedBody(int days, int champion, int challenger)
    {
        var outcome = new PairedOutcome();
        for (var row = 0; row < 5000; row++)
        {
            var (one, other) = row < champion ? (true, false) : row < champion + challenger ? (false, true) : (row % 10 > 0, row % 10 > 0);
            outcome.AddClassified(one, other);
            outcome.AddScores(row * 37 % 1009 / 1010.0, row * 41 % 1013 / 1014.0, row % 7 == 0);
        }

        return Encoding.UTF8.GetString(EvaluateJson.Write(CompareOnSameRows.AddTo(Compare(days, better: 0), new PairedRows(outcome, ChampionIsFirst: true) { Hours = 24, MissingHours = 2 })));
    }

    private static EvaluationReport Report(string version, int day, long rows, double better, Random random, bool provisional)
    {
        var start = Monday.AddDays(day);
        return new EvaluationReport(new ModelVersion("churn", version), WindowSpec.Tumbling("1d"), new TimeWindow(start, start.AddDays(1)))
        {
            Rows = rows,
            LabelledRows = rows,
            Provisional = provisional,
            Metrics =
            [
                Metric("accuracy", 0.9 + (better / 3)),
                Metric("f1", 0.478 + better),
                Metric("logLoss", 0.31 - better),
                new MetricResult("mcc", 0.4),
                Metric("prevalence", version == "6" ? 0.2 : 0.23),
            ],
        };

        MetricResult Metric(string key, double value)
        {
            var error = Math.Sqrt(value * (1 - value) / rows);
            var drawn = value + (error * (Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6));
            return new MetricResult(key, drawn) { StandardError = error, Lower = drawn - (Normal95 * error), Upper = drawn + (Normal95 * error) };
        }
    }
}
