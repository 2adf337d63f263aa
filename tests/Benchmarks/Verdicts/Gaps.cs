using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>A column of which a share is missing. Changed, more of it is.</summary>
internal sealed class Gaps(double share) : Population
{
    public override string Name => string.Create(CultureInfo.InvariantCulture, $"{share:P0} missing");

    public override double MostChange => (1 / share) - 1;

    public override DriftPair Pair(Draw draw, long baseline, long window, double change, int cluster) =>
        Beside(Counts(draw, baseline, 0, cluster), Counts(draw, window, change, cluster));

    public override double[] Counts(Draw draw, long rows, double change, int cluster)
    {
        long missing = draw.Binomial(rows / cluster, share * (1 + change)) * cluster;
        return [(rows / cluster * cluster) - missing, missing];
    }

    public override DriftPair Beside(double[] before, double[] after) => new(Sample(before), Sample(after), ColumnKind.Categorical);

    protected override DriftPair Whole(double baseline, double window, double change) =>
        Beside([baseline * (1 - share), baseline * share], [window * (1 - (share * (1 + change))), window * share * (1 + change)]);

    private static CategorySample Sample(double[] counts) =>
        new(new Dictionary<string, long>(StringComparer.Ordinal) { ["a"] = (long)counts[0] }, (long)counts[0]) { Missing = (long)Math.Round(counts[1]) };
}
