using ServerlessMonitor.Evaluate.Drift.Laws;

namespace ServerlessMonitor.Evaluate.Drift.Methods;

/// <summary>
/// The k-sample Anderson-Darling test of two samples on mid-ranks (Scholz and Stephens 1987): the normalised statistic, which may be negative, and a p-value
/// that the table of critical values keeps within 0.001 and 0.25, as in scipy. A bin's contribution is its part of A², before that is normalised.
/// </summary>
internal sealed class AndersonDarlingMethod : IDriftMethod
{
    private const int FewestRows = 4;

    /// <summary>The method's key.</summary>
    public const string Key = "andersonDarling";

    /// <inheritdoc/>
    public DriftMethodDescriptor Descriptor { get; } = new(
        Key, DriftMethodDescriptor.Numeric, 0.05, DriftDirection.PValueAtMost, true, ProfileAccuracy.RankError)
    {
        Null = DriftNull.OwnLaw,
        Formula = "(A² − 1) ÷ its deviation, A² of two samples on mid-ranks; p from the table of critical values, 0.001 to 0.25",
    };

    /// <inheritdoc/>
    public DriftScore Score(DriftPair pair)
    {
        if (NoNumbers.Undefined(pair) is { } undefined)
        {
            return undefined;
        }

        double n = pair.Baseline.Count;
        double m = pair.Current.Count;
        var pooled = new PooledCounts(pair);
        if (pooled.Values.Length < 2 || n + m < FewestRows)
        {
            return new DriftScore(null) { Reason = pooled.Values.Length < 2 ? "all numbers are the same" : "fewer than four numbers" };
        }

        double[] parts = new double[pooled.Values.Length];
        double statistic = AndersonDarlingLaw.Normalised(Squares(pooled, n, m, n, m, parts), n, m);
        double tested = statistic;
        if (!pair.IsExact)
        {
            double worthN = pair.Baseline.EffectiveCount;
            double worthM = pair.Current.EffectiveCount;
            tested = AndersonDarlingLaw.Normalised(Squares(pooled, n, m, worthN, worthM, new double[parts.Length]), worthN, worthM);
        }

        return new DriftScore(statistic) { PValue = AndersonDarlingLaw.PValue(tested), Decomposition = pooled.Explain(parts), Reason = NoNumbers.Caveat(pair) };
    }

    /// <inheritdoc/>
    public DriftChance Chance(DriftPair pair, DriftScore score, double level) =>
        SampleSizeGate.ForRanks(this, pair, score, AndersonDarlingLaw.LargestCritical, AndersonDarlingLaw.SmallestPValue);

    // A² with every count multiplied by what its row is worth.
    private static double Squares(PooledCounts pooled, double n, double m, double worthN, double worthM, double[] parts)
    {
        double rows = worthN + worthM;
        double before = 0;
        double after = 0;
        double sum = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            double a = pooled.Baseline[i] * worthN / n;
            double b = pooled.Current[i] * worthM / m;
            double ties = a + b;
            double middle = before + after + (ties / 2);
            double spread = (middle * (rows - middle)) - (rows * ties / 4);
            double left = (rows * (before + (a / 2))) - (middle * worthN);
            double right = (rows * (after + (b / 2))) - (middle * worthM);
            parts[i] = spread > 0 ? ties / rows * ((left * left / worthN) + (right * right / worthM)) / spread * ((rows - 1) / rows) : 0;
            sum += parts[i];
            before += a;
            after += b;
        }

        return sum;
    }
}
