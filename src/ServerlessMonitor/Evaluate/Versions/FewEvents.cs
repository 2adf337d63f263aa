namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>
/// Says where windows are too small for a mean over them: a ratio of which each window has a handful of events is biased in each by itself, the smaller version's more, and no number of windows mends that.
/// </summary>
internal static class FewEvents
{
    // F1 of about 25 events (true positives, misses, false alarms). Of equal versions 30 such windows call 6 in 100 different, and with 11 events 7 in 100, nearly all of them worse.
    private const double MostHalfWidth = 0.2;
    private const int FewestWindows = 5;

    /// <summary>The note; null where there is no need for one.</summary>
    public static string? Note(string metric, IReadOnlyList<VersionWindow> windows, VersionNames names)
    {
        MetricDifference[] counted = [.. windows.Where(window => window.Counts)
            .SelectMany(window => window.Metrics)
            .Where(item => string.Equals(item.Key, metric, StringComparison.Ordinal) && item.Lower is not null)];
        if (counted.Length < FewestWindows || !IsCurved(metric))
        {
            return null;
        }

        (double champion, double challenger) = (Typical(counted, item => item.Champion), Typical(counted, item => item.Challenger));
        double most = Math.Max(champion, challenger);
        return most <= MostHalfWidth ? null
            : $"{metric} of version {(challenger == most ? names.Challenger : names.Champion)} is known to ±{Say.Number(Math.Round(most, 2))} in a typical window: so few events bias its mean; longer windows would say more.";
    }

    // Its mean is not what it is over the rows of all windows.
    private static bool IsCurved(string metric) => metric.StartsWith("f1", StringComparison.Ordinal) || metric is "mcc" or "cohenKappa";

    private static double Typical(MetricDifference[] windows, Func<MetricDifference, MetricSide> side)
    {
        double[] widths = [.. windows.Select(side).Select(item => (item.Upper!.Value - item.Lower!.Value) / 2).Order()];
        return widths[widths.Length / 2];
    }
}
