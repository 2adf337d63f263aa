using System.Globalization;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Drift.Binning;

/// <summary>
/// Bins for numbers. Without a rule, from the baseline alone: its deciles where it has more than ten distinct values, its values where it has fewer. Where
/// quantiles collapse into one bin that holds everything, the values that fill the baseline become bins, with the gaps between them, so that any change shows.
/// </summary>
internal static class NumericBinning
{
    /// <summary>Up to so many distinct values of the baseline each is a bin, where no rule says otherwise.</summary>
    public const int MostDistinct = 10;

    /// <summary>The bin for cells without a usable number.</summary>
    public const string MissingLabel = "(missing)";

    private const string OtherLabel = "(other)";
    private const string OutsideLabel = "(outside)";
    private const int Deciles = 10;
    private const double AtomShare = 0.05;

    /// <summary>Bins by a rule.</summary>
    /// <param name="baseline">The side that decides on the bins; must not be empty.</param>
    /// <param name="current">The other side.</param>
    /// <param name="missingBin">Whether missing cells are a bin of their own. They are left out otherwise.</param>
    /// <param name="rule">The rule; null for the one that fits.</param>
    public static BinnedPair Bin(NumericSample baseline, NumericSample current, bool missingBin = true, DriftBins? rule = null)
    {
        if (baseline.Count == 0)
        {
            return Distinct(baseline, current, DriftBins.MostDistinct, missingBin);
        }

        switch (rule?.Rule)
        {
            case DriftBinRule.EqualWidth when baseline.Maximum > baseline.Minimum:
                return Edges(baseline, current, BinEdges.EquallyWide(baseline.Minimum, baseline.Maximum, rule.Count)[1..^1], missingBin);
            case DriftBinRule.Sturges:
                return Sturges(baseline, current, rule.Count, missingBin);
            case DriftBinRule.Doane:
                return Closed(baseline, current, BinEdges.EquallyWide(baseline.Minimum, baseline.Maximum, BinEdges.Doane(baseline)), missingBin);
            case DriftBinRule.Distinct when baseline.DistinctCount <= Unseen(rule.Count):
                return Distinct(baseline, current, Unseen(rule.Count), missingBin);
            case DriftBinRule.Quantile when baseline.DistinctCount > 1:
                return Quantiles(baseline, current, rule.Count, missingBin);
            default:
                return baseline.DistinctCount <= MostDistinct
                    ? Distinct(baseline, current, DriftBins.MostDistinct, missingBin)
                    : Quantiles(baseline, current, Deciles, missingBin);
        }
    }

    /// <summary>The distinct values of the baseline's quantiles at 0.1 to 0.9 (type 7), ascending.</summary>
    public static double[] DecileEdges(NumericSample baseline) => BinEdges.Quantiles(baseline, Deciles);

    /// <summary>Bins [e_i, e_i+1), open at both ends: a value's bin is the number of edges that are at most as large.</summary>
    public static BinnedPair Edges(NumericSample baseline, NumericSample current, double[] edges, bool missingBin)
    {
        var labels = new List<string>(edges.Length + 2);
        if (edges.Length > 0)
        {
            labels.Add($"< {Text(edges[0])}");
        }

        for (int i = 1; i < edges.Length; i++)
        {
            labels.Add($"{Text(edges[i - 1])} to {Text(edges[i])}");
        }

        labels.Add(edges.Length > 0 ? $">= {Text(edges[^1])}" : "all");
        return Build(labels, CountByEdges(baseline, edges), CountByEdges(current, edges), baseline, current, missingBin);
    }

    private static int Unseen(int count) => count > 0 ? count : DriftBins.MostDistinct;

    private static BinnedPair Quantiles(NumericSample baseline, NumericSample current, int bins, bool missingBin)
    {
        double[] edges = BinEdges.Quantiles(baseline, bins);
        bool collapsed = edges.Length == 1 && baseline.CountBelow(edges[0]) == 0;
        return collapsed ? Atoms(baseline, current, missingBin) : Edges(baseline, current, edges, missingBin);
    }

    private static BinnedPair Sturges(NumericSample baseline, NumericSample current, int rows, bool missingBin)
    {
        bool alone = current.Count == 0;
        double low = alone ? baseline.Minimum : Math.Min(baseline.Minimum, current.Minimum);
        double high = alone ? baseline.Maximum : Math.Max(baseline.Maximum, current.Maximum);
        int bins = low == high ? 1 : BinEdges.Sturges(high - low, rows > 0 ? rows : baseline.Count + current.Count);
        return Closed(baseline, current, BinEdges.EquallyWide(low, high, bins), missingBin);
    }

    // Bins [e_i, e_i+1), the last one closed; what lies outside is one more bin where there is such a value.
    private static BinnedPair Closed(NumericSample baseline, NumericSample current, double[] edges, bool missingBin)
    {
        var labels = new List<string>(edges.Length + 1);
        for (int i = 1; i < edges.Length; i++)
        {
            labels.Add($"{Text(edges[i - 1])} to {Text(edges[i])}");
        }

        List<double> before = CountInside(baseline, edges);
        List<double> after = CountInside(current, edges);
        double outsideBefore = baseline.Count - before.Sum();
        double outsideAfter = current.Count - after.Sum();
        if (outsideBefore + outsideAfter > 0)
        {
            labels.Add(OutsideLabel);
            before.Add(outsideBefore);
            after.Add(outsideAfter);
        }

        return Build(labels, before, after, baseline, current, missingBin);
    }

    private static BinnedPair Distinct(NumericSample baseline, NumericSample current, int mostUnseen, bool missingBin)
    {
        double[] known = baseline.Values.ToArray();
        double[] unseen = [.. current.Values.ToArray().Except(known)];
        double[] own = unseen.Length <= mostUnseen ? [.. known.Concat(unseen).Order()] : known;
        var labels = own.Select(Text).ToList();
        var before = own.Select(value => (double)baseline.CountOf(value)).ToList();
        var after = own.Select(value => (double)current.CountOf(value)).ToList();
        if (own.Length == known.Length && unseen.Length > 0)
        {
            labels.Add(OtherLabel);
            before.Add(baseline.Count - before.Sum());
            after.Add(current.Count - after.Sum());
        }

        return Build(labels, before, after, baseline, current, missingBin);
    }

    private static BinnedPair Atoms(NumericSample baseline, NumericSample current, bool missingBin)
    {
        var atoms = new List<double>();
        foreach (double value in baseline.Values)
        {
            if (baseline.CountOf(value) >= AtomShare * baseline.Count)
            {
                atoms.Add(value);
            }
        }

        var labels = new List<string>();
        var before = new List<double>();
        var after = new List<double>();
        for (int i = 0; i < atoms.Count; i++)
        {
            double atom = atoms[i];
            labels.Add(i == 0 ? $"< {Text(atom)}" : $"between {Text(atoms[i - 1])} and {Text(atom)}");
            before.Add(baseline.CountBelow(atom) - (i == 0 ? 0 : baseline.CountAtMost(atoms[i - 1])));
            after.Add(current.CountBelow(atom) - (i == 0 ? 0 : current.CountAtMost(atoms[i - 1])));
            labels.Add(Text(atom));
            before.Add(baseline.CountOf(atom));
            after.Add(current.CountOf(atom));
        }

        labels.Add($"> {Text(atoms[^1])}");
        before.Add(baseline.Count - baseline.CountAtMost(atoms[^1]));
        after.Add(current.Count - current.CountAtMost(atoms[^1]));
        return Build(labels, before, after, baseline, current, missingBin);
    }

    private static List<double> CountByEdges(NumericSample sample, double[] edges)
    {
        var counts = new List<double>(edges.Length + 2);
        long below = 0;
        foreach (double edge in edges)
        {
            long upTo = sample.CountBelow(edge);
            counts.Add(upTo - below);
            below = upTo;
        }

        counts.Add(sample.Count - below);
        return counts;
    }

    private static List<double> CountInside(NumericSample sample, double[] edges)
    {
        var counts = new List<double>(edges.Length + 1);
        long below = sample.CountBelow(edges[0]);
        for (int i = 1; i < edges.Length; i++)
        {
            long upTo = i == edges.Length - 1 ? sample.CountAtMost(edges[i]) : sample.CountBelow(edges[i]);
            counts.Add(upTo - below);
            below = upTo;
        }

        return counts;
    }

    private static BinnedPair Build(List<string> labels, List<double> before, List<double> after, NumericSample baseline, NumericSample current, bool missingBin)
    {
        bool withMissing = missingBin && baseline.Missing + current.Missing > 0;
        if (withMissing)
        {
            labels.Add(MissingLabel);
            before.Add(baseline.Missing);
            after.Add(current.Missing);
        }

        return new BinnedPair(labels, [.. before], [.. after])
        {
            EffectiveBaseline = SampleSizeGate.EffectiveRows((baseline.Count + (withMissing ? baseline.Missing : 0)) / baseline.Overdispersion, baseline.RankError),
            EffectiveCurrent = SampleSizeGate.EffectiveRows((current.Count + (withMissing ? current.Missing : 0)) / current.Overdispersion, current.RankError),
        };
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
