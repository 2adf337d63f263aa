using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Metrics;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>Compares two versions of a model from stored reports alone. Safe for use by several threads.</summary>
public sealed class CompareVersions
{
    // Fewer labelled rows in a window give an interval that cannot be relied on, and next to no weight.
    private const long LeastInTotal = 10;

    // Their value over few rows is above that over many, as chance alone parts scores and shares. Sizes this much alike have the same of it.
    private static readonly string[] RaisedByChance = ["expectedCalibrationError", "ksSeparation"];
    private const double MostUnlike = 1.25;

    private readonly MetricDirections _directions = new();

    /// <summary>Compares.</summary>
    /// <param name="champion">The version that is compared with.</param>
    /// <param name="challenger">Another version of the same model, which is compared.</param>
    /// <param name="spec">The windows of <paramref name="windows"/>.</param>
    /// <param name="windows">The windows that both have rows in, by end.</param>
    /// <param name="drift">The same of the windows that drift is looked for in; may be the same windows.</param>
    /// <param name="rules">The monitor's rules on metrics; the first names the primary metric.</param>
    public VersionComparison Compare(
        ModelVersion champion, ModelVersion challenger, WindowSpec spec, IReadOnlyList<ReportPair> windows, IReadOnlyList<ReportPair> drift, IReadOnlyList<PerformanceRule> rules)
    {
        List<VersionWindow> compared = Counted([.. windows.Select(Window)]);
        (string? primary, string? passedOver) = PrimaryMetric.Of(rules, compared);
        var names = new VersionNames(champion.Version, challenger.Version);
        MetricTotal[] totals = [.. compared.SelectMany(window => window.Metrics).Select(metric => metric.Key).Distinct(StringComparer.Ordinal)
            .Select(key => Total(key, compared))
            .OrderByDescending(total => string.Equals(total.Key, primary, StringComparison.Ordinal))];
        MetricTotal? main = totals.FirstOrDefault(total => string.Equals(total.Key, primary, StringComparison.Ordinal));
        return new VersionComparison(champion.Model, champion.Version, challenger.Version, spec)
        {
            PrimaryMetric = primary,
            Verdict = main is null ? VersionVerdict.NotEnoughData : main.Verdict,
            Summary = names.Total(main, compared.Count),
            Notes = [.. Notes(compared, main, passedOver, names)],
            Population = [.. PopulationMix.Of(totals, drift, names)],
            Totals = totals,
            Windows = [.. compared.Select(window => Judged(window, primary, names))],
        };
    }

    private VersionWindow Window(ReportPair pair)
    {
        var others = Comparable(pair.Challenger).ToDictionary(metric => metric.Key, StringComparer.Ordinal);
        MetricDifference[] metrics = [.. Comparable(pair.Champion)
            .Where(metric => others.ContainsKey(metric.Key))
            .Select(metric => IndependentSamples.Compare(metric, others[metric.Key], _directions.Of(metric.Key), pair))];
        return new VersionWindow(pair.Window, Rows(pair.Champion), Rows(pair.Challenger), metrics) { Provisional = pair.Champion.Provisional || pair.Challenger.Provisional };
    }

    /// <summary>The metrics without counts, which grow with the rows, and without throughput, which is how traffic is shared among versions.</summary>
    private IEnumerable<MetricResult> Comparable(EvaluationReport report) =>
        report.Metrics.Where(metric => metric.Key is not ServiceKeys.Throughput).Where(metric => _directions.Of(metric.Key) != MetricDirection.Neither || metric.Lower is not null).DistinctBy(metric => metric.Key, StringComparer.Ordinal);

    /// <summary>Overlapping windows share rows, which must not count twice: of those, the latest counts.</summary>
    private static List<VersionWindow> Counted(VersionWindow[] windows)
    {
        DateTimeOffset next = DateTimeOffset.MaxValue;
        for (int i = windows.Length - 1; i >= 0; i--)
        {
            if (!windows[i].Provisional && windows[i].Window.End <= next)
            {
                next = windows[i].Window.Start;
                windows[i] = windows[i] with { Counts = true };
            }
        }

        return [.. windows];
    }

    private MetricTotal Total(string key, List<VersionWindow> windows)
    {
        MetricDirection direction = _directions.Of(key);
        (VersionWindow Window, MetricDifference Metric)[] counted = [.. windows.Where(window => window.Counts)
            .SelectMany(window => window.Metrics.Where(metric => string.Equals(metric.Key, key, StringComparison.Ordinal)).Select(metric => (window, metric)))];
        (VersionWindow Window, MetricDifference Metric)[] usable = [.. counted.Where(item =>
            item.Metric.Lower is not null && Math.Min(item.Window.Champion.RowsOf(key), item.Window.Challenger.RowsOf(key)) >= LeastInTotal)];
        var total = new MetricTotal(key, usable.Length) { Better = MetricDirections.Word(direction) };
        if (usable.Length == 0)
        {
            string? why = counted.Select(item => item.Metric.Reason).OfType<string>().LastOrDefault();
            bool isFew = counted.Length == 0 || counted.Any(item => item.Metric.Lower is not null);
            return total with
            {
                Verdict = isFew ? VersionVerdict.NotEnoughData : null,
                Reason = counted.Length == 0 ? "no common window is complete" : isFew ? $"no complete window has {LeastInTotal} {VersionRows.NounOf(key)}s of both" : why,
            };
        }

        PooledDifference? pooled = PooledDifference.Of([.. usable.Select(item => new WindowEffect(
            IndependentSamples.Judged(item.Metric.Champion.Value!.Value, direction),
            IndependentSamples.Judged(item.Metric.Challenger.Value!.Value, direction),
            item.Metric.Lower!.Value,
            item.Metric.Upper!.Value,
            item.Window.Champion.RowsOf(key),
            item.Window.Challenger.RowsOf(key)))]);
        if (pooled is null)
        {
            return total with { Reason = "the values do not scatter, so that chance has no measure" };
        }

        (VersionVerdict? verdict, string? reason) = Judge(key, pooled, direction, usable.Sum(item => item.Window.Champion.RowsOf(key)), usable.Sum(item => item.Window.Challenger.RowsOf(key)));
        return total with
        {
            Champion = pooled.Champion,
            Challenger = pooled.Challenger,
            Difference = pooled.Difference,
            StandardError = pooled.StandardError,
            Lower = pooled.Lower,
            Upper = pooled.Upper,
            Heterogeneity = pooled.Heterogeneity,
            HeterogeneityPValue = pooled.HeterogeneityPValue,
            Verdict = verdict,
            Reason = reason,
        };
    }

    private static (VersionVerdict? Verdict, string? Reason) Judge(string key, PooledDifference pooled, MetricDirection direction, long championRows, long challengerRows)
    {
        (long fewest, long most) = (Math.Min(championRows, challengerRows), Math.Max(championRows, challengerRows));
        return fewest < IndependentSamples.LeastLabelled ? (VersionVerdict.NotEnoughData, $"{Say.Count(fewest, VersionRows.NounOf(key))} of a version, {IndependentSamples.LeastLabelled} are needed")
            : most > fewest * MostUnlike && RaisedByChance.Contains(key, StringComparer.Ordinal) ? (null, "chance raises it, the more the fewer rows a version has")
            : (IndependentSamples.VerdictOf(pooled.Lower, pooled.Upper, direction), null);
    }

    private static VersionWindow Judged(VersionWindow window, string? primary, VersionNames names)
    {
        MetricDifference? metric = window.Metrics.FirstOrDefault(metric => string.Equals(metric.Key, primary, StringComparison.Ordinal));
        return window with { Verdict = metric is null ? VersionVerdict.NotEnoughData : metric.Verdict, Summary = names.Window(metric, window) };
    }

    private static IEnumerable<string> Notes(List<VersionWindow> windows, MetricTotal? main, string? passedOver, VersionNames names)
    {
        if (passedOver is not null)
        {
            yield return passedOver;
        }

        // At one in a hundred: what is looked at with every comparison should rarely be said by chance.
        if (main is { HeterogeneityPValue: < 0.01, Heterogeneity: { } share })
        {
            string what = main.Windows >= PooledDifference.FewestForScatter ? "the interval allows for it" : "with so few windows the interval cannot allow for it";
            yield return $"The difference changes from window to window by more than chance explains (I² {Say.Percent(share)}); {what}.";
        }

        if (main is not null && FewEvents.Note(main.Key, windows, names) is { } few)
        {
            yield return few;
        }

        if (windows.Count(window => window.Provisional) is > 0 and var open)
        {
            yield return $"{Say.Count(open, "window")} to which rows may still come {(open == 1 ? "is" : "are")} shown and left out of the total.";
        }

        if (windows.Count(window => window is { Provisional: false, Counts: false }) is > 0 and var overlapping)
        {
            yield return $"{Say.Count(overlapping, "window")} that {(overlapping == 1 ? "overlaps" : "overlap")} with later ones {(overlapping == 1 ? "is" : "are")} shown and left out of the total.";
        }
    }

    private static VersionRows Rows(EvaluationReport report) => new(report.Rows, report.LabelledRows);
}
