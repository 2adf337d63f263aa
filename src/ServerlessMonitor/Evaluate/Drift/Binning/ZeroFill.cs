namespace ServerlessMonitor.Evaluate.Drift.Binning;

/// <summary>Shares without zeros, for divergences that are infinite with them, as Evidently fills them.</summary>
internal static class ZeroFill
{
    private const double Small = 1e-4;
    private const double Fraction = 1e6;

    /// <summary>
    /// The shares with every zero replaced: by a millionth of the smallest other share where that is at most 0.0001, else by 0.0001. Their sum is then above 1.
    /// </summary>
    public static double[] Fill(ReadOnlySpan<double> counts)
    {
        double total = 0;
        foreach (double count in counts)
        {
            total += count;
        }

        double[] shares = new double[counts.Length];
        double smallest = double.PositiveInfinity;
        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] = total > 0 ? counts[i] / total : 0;
            smallest = shares[i] > 0 ? Math.Min(smallest, shares[i]) : smallest;
        }

        double fill = smallest <= Small ? smallest / Fraction : Small;
        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] = shares[i] > 0 ? shares[i] : fill;
        }

        return shares;
    }

    /// <summary>The same, divided by their sum.</summary>
    public static double[] FillAndNormalise(ReadOnlySpan<double> counts)
    {
        double[] shares = Fill(counts);
        double sum = shares.Sum();
        return [.. shares.Select(share => share / sum)];
    }
}
