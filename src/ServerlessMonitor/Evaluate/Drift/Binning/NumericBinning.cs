using System.Globalization;

namespace ServerlessMonitor.Evaluate.Drift.Binning;

/// <summary>
/// Bins for numbers, from the baseline alone: its deciles where it has more than ten distinct values, its values where it has fewer. Where the
/// deciles collapse into one bin that holds everything, the values that fill the baseline become bins, with the gaps between them, so that any change shows.
/// </summary>
internal static class NumericBinning
{
    /// <summary>Up to so many distinct values of the baseline each is a bin.</summary>
    public const int MostDistinct = 10;

    /// <summary>The bin for cells without a usable number.</summary>
    public const string MissingLabel = "(missing)";

    private const int MostUnseen = 20;
    private const double AtomShare = 0.05;

    /// <summary>Bins by the rule above.</summary>
    /// <param name="baseline">The side that decides on the bins; must not be empty.</param>
    /// <param name="current">The other side.</param>
    /// <param name="missingBin">Whether missing cells are a bin of their own. They are left out otherwise.</param>
    public static BinnedPair Bin(NumericSample baseline, NumericSample current, bool missingBin = true)
    {
        if (baseline.DistinctCount <= MostDistinct)
        {
            return Distinct(baseline, current, missingBin);
        }

        double[] edges = DecileEdges(baseline);
        bool collapsed = baseline.CountBelow(edges[0]) == 0 && edges.Length == 1;
        return collapsed ? Atoms(baseline, current, missingBin) : Edges(baseline, current, edges, missingBin);
    }

    /// <summary>The distinct values of the baseline's quantiles at 0.1 to 0.9 (type 7), ascending.</summary>
    public static double[] DecileEdges(NumericSample baseline)
    {
        var edges = new List<double>(9);
        for (int i = 1; i <= 9; i++)
        {
            double edge = baseline.Quantile(i / 10.0);
            if (edges.Count == 0 || edge > edges[^1])
            {
                edges.Add(edge);
            }
        }

        return [.. edges];
    }

    /// <summary>Bins [e_i, e_i+1), open at both ends: a value's bin is the number of edges that are at most as large.</summary>
    public static BinnedPair Edges(NumericSample baseline, NumericSample current, double[] edges, bool missingBin)
    {
        var labels = new List<string>(edges.Length + 2) { $"< {Text(edges[0])}" };
        for (int i = 1; i < edges.Length; i++)
        {
            labels.Add($"{Text(edges[i - 1])} to {Text(edges[i])}");
        }

        labels.Add($">= {Text(edges[^1])}");
        return Build(labels, CountByEdges(baseline, edges), CountByEdges(current, edges), baseline, current, missingBin);
    }

    private static BinnedPair Distinct(NumericSample baseline, NumericSample current, bool missingBin)
    {
        double[] known = baseline.Values.ToArray();
        double[] unseen = [.. current.Values.ToArray().Except(known)];
        double[] own = unseen.Length <= MostUnseen ? [.. known.Concat(unseen).Order()] : known;
        var labels = own.Select(Text).ToList();
        var before = own.Select(value => (double)(baseline.CountAtMost(value) - baseline.CountBelow(value))).ToList();
        var after = own.Select(value => (double)(current.CountAtMost(value) - current.CountBelow(value))).ToList();
        if (own.Length == known.Length && unseen.Length > 0)
        {
            labels.Add("(other)");
            before.Add(baseline.Count - before.Sum());
            after.Add(current.Count - after.Sum());
        }

        return Build(labels, before, after, baseline, current, missingBin);
    }

    private static BinnedPair Atoms(NumericSample baseline, NumericSample current, bool missingBin)
    {
        var atoms = new List<double>();
        ReadOnlySpan<double> values = baseline.Values;
        ReadOnlySpan<long> cumulative = baseline.Cumulative;
        for (int i = 0; i < values.Length; i++)
        {
            long weight = cumulative[i] - (i == 0 ? 0 : cumulative[i - 1]);
            if (weight >= AtomShare * baseline.Count)
            {
                atoms.Add(values[i]);
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
            before.Add(baseline.CountAtMost(atom) - baseline.CountBelow(atom));
            after.Add(current.CountAtMost(atom) - current.CountBelow(atom));
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
            EffectiveBaseline = SampleSizeGate.EffectiveRows(baseline.Count + (withMissing ? baseline.Missing : 0), baseline.RankError),
            EffectiveCurrent = SampleSizeGate.EffectiveRows(current.Count + (withMissing ? current.Missing : 0), current.RankError),
        };
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
