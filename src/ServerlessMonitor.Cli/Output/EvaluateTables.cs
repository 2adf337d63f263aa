using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Cli.Output;

/// <summary>The evaluation of files for people.</summary>
internal static class EvaluateTables
{
    // As many as fit beside each other; JSON has them all.
    private const int ShownMetrics = 4;
    private const int ShownColumns = 4;
    private const int ShownBreaches = 30;
    private static readonly string[] Preferred = ["f1", "accuracy", "rocAuc", "precision", "recall", "logLoss", "rmse", "mae", "r2", "meanError", "ndcg", "meanAveragePrecision", "recallAtK", "hitRate", "latencyP95", "errorRate", "throughput"];

    /// <summary>The metrics worth a place of their own that some window has, the first ones first.</summary>
    private static IEnumerable<string> ShownOf(IReadOnlyList<EvaluateDocument.Window> windows) => Preferred.Where(key => windows.Any(window => HasValue(window, key)));

    /// <summary>Whether a window has a metric, or an estimate of it.</summary>
    public static bool HasValue(EvaluateDocument.Window window, string key) =>
        window.Metrics.GetValueOrDefault(key) is { Value: not null } || window.Estimated.GetValueOrDefault(key) is { Value: not null };

    /// <summary>Which window it is.</summary>
    public static string Span(EvaluateDocument.Window window) => window.IsOfRows
        ? $"{window.Windows} #{window.Key.Split('|')[0]} from {Words.Instant(new DateTimeOffset(window.Start))}"
        : $"{Words.Instant(new DateTimeOffset(window.Start))} + {window.Windows.Split('.')[0]}";

    /// <summary>How many rows have a label, and their share where it is not all of them.</summary>
    public static string Labelled(EvaluateDocument.Window window) => window.Labelled == 0 || window.Labelled >= window.Rows
        ? Words.Count(window.Labelled)
        : $"{Words.Count(window.Labelled)} ({Words.Percent((double)window.Labelled / window.Rows)})";

    /// <summary>Writes it.</summary>
    public static void Write(EvaluateDocument document, CommandContext context)
    {
        var metrics = ShownOf(document.Windows).Take(ShownMetrics).ToArray();
        foreach (var family in document.Windows.GroupBy(window => window.Windows, StringComparer.Ordinal))
        {
            var hasMetrics = family.Any(window => window.Metrics.Count > 0);
            string[] shown = hasMetrics ? metrics : [];
            var table = new TextTable(["window", ">rows", ">labelled", .. shown.Select(key => ">" + key), "drifted columns", ">findings"]);
            foreach (var window in family)
            {
                table.Add([
                    Span(window) + (window.Provisional ? ", in part" : string.Empty),
                    Words.Count(window.Rows),
                    Labelled(window),
                    .. shown.Select(key => Metric(window.Metrics.GetValueOrDefault(key), window.Estimated.GetValueOrDefault(key))),
                    Drifted(window),
                    window.Quality.Count == 0 ? "0" : TextCell.Bad(Words.Count(window.Quality.Count))]);
            }

            table.Write(context);
            var labelled = family.Where(window => window.Labelled > 0 && window.Metrics.Count > 0).ToList();
            if ((labelled.LastOrDefault(window => !window.Provisional) ?? labelled.LastOrDefault() ?? family.LastOrDefault(window => window.Estimated.Count > 0 || window.Metrics.Values.Any(metric => metric.Value is not null))) is { } last)
            {
                WriteMetrics(last, context);
            }

            WriteEstimation([.. family], context.Output);
            if (family.LastOrDefault(window => window.Coverage?.Note is not null) is { } partly)
            {
                context.Output.WriteLine($"{Words.Instant(new DateTimeOffset(partly.Start))}: {partly.Coverage!.Note}.");
            }

            FairnessTables.Write([.. family], context);
            WriteSegments([.. family], shown, context);
        }

        WriteLabels(document.Labels, context);
        WriteBreaches(document, context.Output);
    }

    /// <summary>What files of labels did.</summary>
    private static void WriteLabels(IReadOnlyList<LabelFileEntry>? files, CommandContext context)
    {
        if (files is null)
        {
            return;
        }

        var table = new TextTable("labels", ">ids", ">without a prediction", ">predictions labelled", ">corrected", ">unusable");
        foreach (var file in files)
        {
            table.Add(file.File, Words.Count(file.Labels), Words.Count(file.NotFound), Words.Count(file.Matched), Words.Count(file.Corrected), Words.Count(file.Unusable + file.Rejected));
        }

        table.Write(context);
    }

    /// <summary>The metrics of the latest window with labels, of one that is whole if there is one; those of single classes are in the JSON.</summary>
    private static void WriteMetrics(EvaluateDocument.Window window, CommandContext context)
    {
        var known = window.Metrics.Where(pair => HasValue(window, pair.Key) && !pair.Key.Contains('[', StringComparison.Ordinal)).ToList();
        if (known.Count == 0)
        {
            return;
        }

        var isEstimated = window.Estimated.Count > 0;
        string[] ofEstimates = isEstimated ? [">estimated", ">bounds"] : [];
        var table = new TextTable([$"{Words.Instant(new DateTimeOffset(window.Start))}: metric", ">value", ">std. error", ">95 % interval", .. ofEstimates, ">naive", ">baseline"]);
        foreach (var (key, metric) in known)
        {
            var estimate = window.Estimated.GetValueOrDefault(key);
            table.Add([
                key,
                Metric(metric, null),
                Words.Figure(metric.StandardError),
                Range(metric),
                .. isEstimated ? [Metric(estimate, null), Range(estimate)] : Array.Empty<TextCell>(),
                Words.Figure(metric.Naive),
                Words.Figure(metric.Baseline)]);
        }

        table.Write(context);
    }

    /// <summary>What estimates are worth, or why there are none.</summary>
    private static void WriteEstimation(IReadOnlyList<EvaluateDocument.Window> windows, TextWriter output)
    {
        if (windows.Any(window => window.Estimated.Count > 0))
        {
            output.WriteLine($"~ {Estimation.Assumption}");
        }
        else if (windows.Select(window => window.Estimation?.Reason).LastOrDefault(reason => reason is not null) is { } reason)
        {
            output.WriteLine($"Metrics are not estimated: {reason}.");
        }
    }

    /// <summary>The interval of a metric.</summary>
    public static string Range(EvaluateDocument.MetricEntry? metric) =>
        metric is { Lower: { } lower, Upper: { } upper } ? $"{Words.Figure(lower)} .. {Words.Figure(upper)}" : Words.Figure(null);

    /// <summary>The window whose segments are shown: the last one that the data covers. Null where nothing is known of any.</summary>
    public static EvaluateDocument.Window? WindowOfSegments(IReadOnlyList<EvaluateDocument.Window> windows) =>
        (windows.LastOrDefault(window => window is { Provisional: false, Segments.Count: > 0 }) ?? windows.LastOrDefault(window => window.Segments?.Count > 0)) is { Segments: { } segments } last
            && segments.Any(segment => segment.Metrics is not null || segment.Drift.Count > 0)
            ? last
            : null;

    /// <summary>Those of the last window that the data covers; JSON has them all.</summary>
    private static void WriteSegments(IReadOnlyList<EvaluateDocument.Window> windows, IReadOnlyList<string> metrics, CommandContext context)
    {
        if (WindowOfSegments(windows) is { Segments: { } segments } last)
        {
            SegmentTables.Write(segments, metrics, Span(last), context);
        }
    }

    private static TextCell Metric(EvaluateDocument.MetricEntry? metric, EvaluateDocument.MetricEntry? estimate)
    {
        var text = Words.Figure(metric?.Value, estimate?.Value);
        return metric is { Alert: true } || (metric?.Value is null && estimate is { Alert: true }) ? TextCell.Bad(text) : text;
    }

    private static TextCell Drifted(EvaluateDocument.Window window)
    {
        var drifted = window.Drift.Where(drift => drift.Verdict is "drift").Select(drift => drift.Name!).ToList();
        return drifted.Count == 0
            ? window.Drift.Count == 0 ? "-" : "none"
            : TextCell.Bad(string.Join(", ", drifted.Take(ShownColumns)) + (drifted.Count > ShownColumns ? $" and {drifted.Count - ShownColumns} more" : string.Empty));
    }

    private static void WriteBreaches(EvaluateDocument document, TextWriter output)
    {
        var breaches = document.Windows.SelectMany(window => window.Breaches.Select(rule => (Window: window, Rule: rule))).ToList();
        foreach (var (window, rule) in breaches.OrderByDescending(pair => pair.Rule.Severity).ThenBy(pair => pair.Window.Start).Take(ShownBreaches))
        {
            output.WriteLine($"{Words.Instant(new DateTimeOffset(window.Start))}  {JsonText.Of(rule.Severity)}  {rule.AlertName}: {rule.Summary}");
        }

        if (breaches.Count > ShownBreaches)
        {
            output.WriteLine($"... and {breaches.Count - ShownBreaches} more; --format json has all.");
        }

        output.WriteLine(breaches.Count == 0 ? "No rule is broken." : $"{Words.Counted(breaches.Count, "finding")} in {Words.Counted(document.Windows.Count, "window")}.");
    }
}
