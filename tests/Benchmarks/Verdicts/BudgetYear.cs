using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Methods;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>A year of hourly windows of 30 columns without change, under a budget of two false alerts a month. Each column has one baseline of 10,000 rows for all the year.</summary>
/// <param name="Tests">Columns times windows.</param>
/// <param name="Rejected">Where the gate rejected: the false alerts of a threshold that any change passes.</param>
/// <param name="Alerts">Where the verdict was drift at the default threshold.</param>
internal sealed record BudgetYear(int Tests, int Rejected, int Alerts)
{
    private const int Hours = 8_766;
    private const int Columns = 30;
    private const double Budget = 2;
    private const long BaselineRows = 10_000;

    public static BudgetYear Run(long rows, ulong seed)
    {
        var draw = new Draw(seed);
        var method = new JensenShannonMethod();
        double level = DriftBudget.Level(Budget, Columns, WindowLength.Parse("1h"))!.Value;
        Population[] kinds = [new Categories(2, skewed: true), new Categories(10, skewed: false), new Categories(50, skewed: true)];
        int rejected = 0;
        int alerts = 0;
        for (int column = 0; column < Columns; column++)
        {
            Population kind = kinds[column % kinds.Length];
            double[] baseline = kind.Counts(draw, BaselineRows, 0, 1);
            for (int hour = 0; hour < Hours; hour++)
            {
                DriftPair pair = kind.Beside(baseline, kind.Counts(draw, rows, 0, 1));
                DriftChance chance = method.Chance(pair, new DriftScore(0), level);
                if (chance.Rejects(level))
                {
                    rejected++;
                    DriftScore score = method.Score(pair);
                    chance = method.Chance(pair, score, level);
                    alerts += SampleSizeGate.Judge(DriftDirection.ScoreAtLeast, score, chance, method.Descriptor.DefaultThreshold, level) == DriftVerdict.Drift ? 1 : 0;
                }
            }
        }

        return new BudgetYear(Columns * Hours, rejected, alerts);
    }
}
