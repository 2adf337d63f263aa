using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Profile.Feeding;

namespace ServerlessMonitor.Tests.Profile;

public sealed class RankingOutcomeTests
{
    private static readonly BatchContext Context = ProfileData.Context(new MonitorDefinition("m") { Columns = new MonitorColumns { Query = "query" } });

    [Fact]
    public async Task Rows_OfAQuery_MayStandApartAndCountInTheHourOfTheFirst()
    {
        BatchProfile profile = await ProfileData.ProfileAsync("""
            timestamp,query,score,label
            2001-02-12T00:10:00Z,b,0.1,0
            2001-02-12T01:10:00Z,a,0.1,1
            2001-02-12T00:20:00Z,a,0.9,0
            2001-02-12T01:30:00Z,b,0.8,2
            2001-02-12T02:30:00Z,b,0.5,
            2001-02-12T02:30:00Z,,0.5,1
            """, Context);

        RankingOutcome[] hours = [.. profile.Hours.OrderBy(hour => hour.Hour).Select(hour => hour.Profile.Outcome!.Ranking!)];
        Assert.Equal([1, 1, 0], hours.Select(hour => hour.Queries));
        Assert.Equal([2, 2, 0], hours.Select(hour => hour.Rows));
        Assert.Equal(1.0, hours[0].At(1).Of(RankingMeasure.Ndcg).Mean);
        Assert.Equal(0.5, hours[1].At(10).Of(RankingMeasure.ReciprocalRank).Mean);
        Assert.Equal([2, 2, 2], profile.Hours.OrderBy(hour => hour.Hour).Select(hour => hour.Profile.Outcome!.Predicted));
        Assert.Equal([2, 2, 1], profile.Hours.OrderBy(hour => hour.Hour).Select(hour => hour.Profile.Outcome!.Labelled));
    }

    [Fact]
    public async Task Predictions_WithoutAScoreColumn_AreTheOrder()
    {
        DatasetProfile profile = await ProfileData.WholeAsync("query,prediction,label\na,1,0\na,7,1\n", Context);

        Assert.Equal(ModelTask.Ranking, profile.Schema.Task);
        Assert.Equal(1.0, profile.Outcome!.Ranking!.At(1).Of(RankingMeasure.Hit).Mean);
    }

    [Fact]
    public async Task Hours_ThatAreJoined_KeepTheirQueries()
    {
        // Rows of more hours than are kept apart: cells are joined while queries are open.
        var text = new StringBuilder("timestamp,query,score,label\n");
        for (int i = 0; i < 6000; i++)
        {
            text.Append(FormattableString.Invariant($"{new DateTime(2001, 1, 1).AddHours(i):s}Z,q{i % 1500},{i / 1500},{(i / 1500 == 3 ? 1 : 0)}\n"));
        }

        BatchProfile profile = await ProfileData.ProfileAsync(text.ToString(), Context);
        RankingOutcome[] outcomes = [.. profile.Hours.Select(hour => hour.Profile.Outcome!.Ranking!)];

        Assert.Equal((1500L, 6000L, 0L), (outcomes.Sum(item => item.Queries), outcomes.Sum(item => item.Rows), outcomes.Sum(item => item.ClosedEarly)));
        Assert.All(outcomes.Where(item => item.Queries > 0), item => Assert.Equal(1.0, item.At(1).Of(RankingMeasure.Precision).Mean));
    }

    [Fact]
    public void OpenQueries_BeyondTheBound_ClosesThoseThatSawNoRowsForLongest()
    {
        var closed = new List<(int Cell, int Rows, bool Early)>();
        var open = new OpenQueries((cell, scores, _, early) => closed.Add((cell, scores.Length, early)), mostRows: 8, mostQueries: 4);
        foreach (int query in (int[])[0, 1, 2, 3, 0, 1, 4, 2])
        {
            open.Add((ulong)query, query, query, 1);
        }

        // 2 and 3 were closed for the sake of 4; the last row of 2 is a query of its own.
        Assert.Equal([(2, 1, true), (3, 1, true)], closed);
        open.CloseAll();
        Assert.Equal([(2, 1, true), (3, 1, true), (0, 2, false), (1, 2, false), (4, 1, false), (2, 1, false)], closed);
    }

    [Fact]
    public void OpenQueries_OneQueryWithoutEnd_IsClosedAtTheBound()
    {
        int rows = 0;
        var open = new OpenQueries((_, scores, _, _) => rows += scores.Length, mostRows: 100, mostQueries: 4);
        for (int i = 0; i < 1050; i++)
        {
            open.Add(1, 0, i, 0);
        }

        Assert.Equal(1000, rows);
        open.CloseAll();
        Assert.Equal(1050, rows);
    }

    [Fact]
    public void Naive_OfAQuery_IsTheMeanOverAllOrders()
    {
        double[] relevance = [2, 0, 1, 0];
        var outcome = new OutcomeProfile(ModelTask.Ranking, null) { Labelled = 4 };
        outcome.Ranking!.AddQuery([0.4, 0.3, 0.2, 0.1], relevance);
        var all = new RankingOutcome();
        foreach (int[] order in Orders([0, 1, 2, 3]))
        {
            all.AddQuery([.. order.Select(place => (double)place)], relevance);
        }

        Assert.Equal(24, all.Queries);
        foreach (int cutoff in RankingOutcome.Cutoffs)
        {
            foreach (RankingMeasure measure in Enum.GetValues<RankingMeasure>())
            {
                Assert.Equal(all.At(cutoff).Of(measure).Mean, outcome.Ranking.At(cutoff).RandomOf(measure).Mean, 1e-12);
            }
        }

        MetricResult ndcg = new ModelMetrics().Measure(outcome, null, nameClasses: false).Single(metric => metric.Key == "ndcg");
        Assert.Equal(all.At(10).Of(RankingMeasure.Ndcg).Mean, ndcg.Naive!.Value, 1e-12);
    }

    [Theory]
    [InlineData(5, VerdictOutcome.NotEnoughData, "(5 labelled rankings, too few: not even 0.333 could be told from 0.5)")]
    [InlineData(40, VerdictOutcome.Breach, "(40 labelled rankings)")]
    public async Task Rule_OnARanking_CountsQueriesNotRows(int queries, VerdictOutcome expected, string said)
    {
        string text = "query,score,label\n" + string.Concat(Enumerable.Range(0, queries * 4).Select(i => FormattableString.Invariant($"q{i / 4},{i % 4},{(i % 4 == 0 ? 1 : 0)}\n")));
        DatasetProfile profile = await ProfileData.WholeAsync(text, Context);
        MonitorDefinition monitor = Context.Monitor with { Performance = [new PerformanceRule("hitRateAt3") { Below = 0.5 }] };
        var window = new TimeWindow(ProfileData.Start, ProfileData.Start.AddDays(1));

        EvaluationReport report = new EvaluateWindow().Evaluate(
            new EvaluationInput(new ModelVersion("m", "1"), WindowSpec.Tumbling("1d"), window, monitor, profile) { Families = [EvaluationFamily.Performance] });

        RuleVerdict verdict = Assert.Single(report.Rules);
        Assert.Equal(expected, verdict.Outcome);
        Assert.EndsWith(said, verdict.Summary, StringComparison.Ordinal);
    }

    private static IEnumerable<int[]> Orders(int[] rest) => rest.Length == 0 ? [[]]
        : rest.SelectMany(first => Orders([.. rest.Where(item => item != first)]).Select(others => (int[])[first, .. others]));
}
