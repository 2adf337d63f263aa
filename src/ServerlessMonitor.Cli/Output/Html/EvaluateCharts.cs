using ServerlessMonitor.Cli.Output.Charts;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Cli.Output.Html;

/// <summary>The metrics of windows over time, realised and estimated on one axis.</summary>
internal static class EvaluateCharts
{
    /// <summary>The name of the finding that realised and estimated metrics part.</summary>
    public const string GapAlert = "EstimateGap";

    // More marks than this stand too close to be told apart.
    private const int MostDrawn = 400;
    private const int MostCharts = 12;
    private const string EstimatedRule = "performance/estimated/";
    private const string RealisedRule = "performance/";
    private static readonly string[] OfNumbers = ["mae", "rmse"];
    private static readonly string[] OfRankings = ["ndcg", "meanAveragePrecision", "recallAtK", "hitRate"];
    private static readonly string[] OfClasses = ["accuracy", "f1"];
    private static readonly string[] OfService = ["latencyP95", "errorRate", "throughput"];
    private static readonly string[] OfTwoClasses = ["f1", "accuracy", "rocAuc", "precision", "recall"];

    /// <summary>The metrics that a task is known by.</summary>
    public static IReadOnlyList<string> LeadingOf(IReadOnlyList<EvaluateDocument.Window> windows)
    {
        var usual = Array.Exists(OfNumbers, Has) ? OfNumbers
            : Array.Exists(OfRankings, Has) ? OfRankings
            : windows.Any(window => window.Metrics.Keys.Any(key => key.Contains('[', StringComparison.Ordinal))) ? OfClasses
            : OfTwoClasses;
        return [.. usual.Concat(OfService).Where(Has)];

        bool Has(string key) => windows.Any(window => EvaluateTables.HasValue(window, key));
    }

    /// <summary>Writes a chart of each leading metric, of each that a rule is on, and of each that parts from its estimate.</summary>
    public static void Write(HtmlWriter html, IReadOnlyList<EvaluateDocument.Window> windows)
    {
        var ruled = windows
            .SelectMany(window => window.Rules)
            .Where(rule => rule is { Family: EvaluationFamily.Performance, Segment: null } && (rule.AlertName is not GapAlert || rule.Outcome == VerdictOutcome.Breach))
            .Select(rule => rule.Measure);
        var keys = LeadingOf(windows).Concat(ruled).Distinct(StringComparer.Ordinal).Where(key => windows.Any(window => EvaluateTables.HasValue(window, key))).ToList();
        foreach (var key in keys.Take(MostCharts))
        {
            WriteChart(html, key, windows);
        }

        if (keys.Count > MostCharts)
        {
            html.Write($"<p class=\"note\">Not drawn: {string.Join(", ", keys.Skip(MostCharts))}; --format json has all.</p>");
        }
    }

    private static void WriteChart(HtmlWriter html, string key, IReadOnlyList<EvaluateDocument.Window> windows)
    {
        var columns = windows
            .Select((window, i) => (Window: window, Number: i))
            .Where(item => EvaluateTables.HasValue(item.Window, key))
            .OrderBy(item => item.Window.IsOfRows ? DateTime.MinValue : item.Window.End)
            .Select(item => Column(item.Window, item.Number, key))
            .ToList();
        var drawn = columns.TakeLast(MostDrawn).ToList();
        html.Write($"<figure class=\"metric\"><h3>{key}</h3><figcaption>");
        WriteLegend(html, key, windows, drawn);
        html.Write($"</figcaption><div class=\"scroll\">{MetricChart.Of(drawn, Label(key, drawn))}</div>");
        if (drawn.Count < columns.Count)
        {
            html.Write($"<p class=\"note\">The last {MostDrawn} of {Words.Counted(columns.Count, "window")} with a value.</p>");
        }

        html.Write($"</figure>");
    }

    private static MetricColumn Column(EvaluateDocument.Window window, int number, string key)
    {
        var (realised, estimated) = (window.Metrics.GetValueOrDefault(key), window.Estimated.GetValueOrDefault(key));
        var (from, to) = window.IsOfRows
            ? (number, number + 1.0)
            : (new DateTimeOffset(window.Start).ToUnixTimeSeconds(), (double)new DateTimeOffset(window.End).ToUnixTimeSeconds());
        var limits = LimitsOn(window, key).Where(rule => rule.Threshold is { } value && double.IsFinite(value) && KindOf(rule) is not "worseThanBaseline").Select(rule => new MetricColumn.Level(rule.RuleId, IsOfEstimate(rule) ? "baseline" : "current", rule.Threshold!.Value));
        return new MetricColumn(from, to, window.IsOfRows ? $"#{window.Key.Split('|')[0]}" : Words.Instant(new DateTimeOffset(window.Start)), Title(window, realised, estimated))
        {
            Faint = window.Provisional,
            Realised = Point(realised),
            Estimated = Point(estimated),
            Parts = window.Breaches.Any(rule => rule is { AlertName: GapAlert, Segment: null } && rule.Measure == key),
            Covered = ServiceKeys.Includes(key) ? null : CoverageOf(window),
            Levels = [.. limits, .. (realised?.Baseline ?? estimated?.Baseline) is { } before ? [new MetricColumn.Level("the baseline", "reference", before)] : Array.Empty<MetricColumn.Level>()],
        };
    }

    private static MetricColumn.Point? Point(EvaluateDocument.MetricEntry? metric) => metric?.Value is { } value ? new(value, metric.Lower, metric.Upper, metric.Alert) : null;

    private static string Title(EvaluateDocument.Window window, EvaluateDocument.MetricEntry? realised, EvaluateDocument.MetricEntry? estimated) =>
        $"{EvaluateTables.Span(window)}{(window.Provisional ? ", in part" : string.Empty)}: {string.Join("; ", new[] { Said("realised", realised), Said("estimated", estimated) }.OfType<string>())}; {Words.Counted(window.Rows, "row")}, {EvaluateTables.Labelled(window)} labelled";

    private static string? Said(string what, EvaluateDocument.MetricEntry? metric) => metric?.Value is null ? null
        : $"{what} {Words.Figure(metric.Value)}{(metric is { Lower: { } lower, Upper: { } upper } ? $" ({Words.Figure(lower)} to {Words.Figure(upper)})" : string.Empty)}{(metric.Alert ? ", breaks a rule" : string.Empty)}";

    /// <summary>Null where all rows have a label, which needs no saying, and where there are no rows.</summary>
    private static double? CoverageOf(EvaluateDocument.Window window)
    {
        var share = window.Coverage?.Share ?? (window.Rows == 0 ? 1 : (double)window.Labelled / window.Rows);
        return share < 1 ? Math.Clamp(share, 0, 1) : null;
    }

    private static void WriteLegend(HtmlWriter html, string key, IReadOnlyList<EvaluateDocument.Window> windows, List<MetricColumn> columns)
    {
        html.Write($"<ul class=\"legend\">");
        Entry(columns.Exists(column => column.Realised is not null), "current", "realised, with its 95 % interval");
        Entry(columns.Exists(column => column.Estimated is not null), "round baseline", "estimated, with its bounds");
        var levels = columns.SelectMany(column => column.Levels).Select(level => level.Name).ToHashSet(StringComparer.Ordinal);
        var rules = windows.SelectMany(window => LimitsOn(window, key)).DistinctBy(rule => rule.RuleId).ToList();
        foreach (var rule in rules)
        {
            Entry(KindOf(rule) is "worseThanBaseline" || levels.Contains(rule.RuleId), $"dash {(KindOf(rule) is "worseThanBaseline" ? "reference" : IsOfEstimate(rule) ? "baseline" : "current")}", Words(rule));
        }

        Entry(levels.Contains("the baseline") && !rules.Exists(rule => KindOf(rule) is "worseThanBaseline"), "dash reference", "the baseline's");
        Entry(columns.Exists(column => column.Realised is { IsBroken: true } || column.Estimated is { IsBroken: true }), "ring", "breaks a rule");
        Entry(columns.Exists(column => column.Parts), "ring parts", "parts from its estimate");
        Entry(columns.Exists(column => column.Covered is not null), "covered", "rows with a label, where not all have one");
        Entry(columns.Exists(column => column.Faint), "faint current", "faint: in part");
        html.Write($"</ul>");

        void Entry(bool isNeeded, string style, string text)
        {
            if (isNeeded)
            {
                html.Write($"<li><span class=\"key {style}\"></span>{text}</li>");
            }
        }

        static string Words(RuleVerdict rule)
        {
            var of = IsOfEstimate(rule) ? " (the estimated)" : string.Empty;
            var limit = Output.Words.Figure(rule.Threshold);
            var says = KindOf(rule) switch
            {
                "below" => $"rule: not below {limit}",
                "above" => $"rule: not above {limit}",
                "worseThanBaseline" => $"rule: not worse than the baseline's, the dotted line, by more than {limit}",
                "learned" => "rule: the end of the learnt range that is nearer",
                _ => $"rule: {limit}",
            };
            return $"{says}{of}, {JsonText.Of(rule.Severity)}";
        }
    }

    private static IEnumerable<RuleVerdict> LimitsOn(EvaluateDocument.Window window, string key) =>
        window.Rules.Where(rule => rule is { Family: EvaluationFamily.Performance, Segment: null } && rule.Measure == key && rule.AlertName is "PerformanceBreach" or "ServiceBreach" or "EstimatedPerformanceBreach" && KindOf(rule).Length > 0);

    private static bool IsOfEstimate(RuleVerdict rule) => rule.RuleId.StartsWith(EstimatedRule, StringComparison.Ordinal);

    /// <summary>What the limit is: the third part of <c>performance/f1/below/2</c>; empty of other rules.</summary>
    private static string KindOf(RuleVerdict rule)
    {
        var start = $"{(IsOfEstimate(rule) ? EstimatedRule : RealisedRule)}{rule.Measure}/";
        return rule.RuleId.StartsWith(start, StringComparison.Ordinal) ? rule.RuleId[start.Length..].Split('/')[0] : string.Empty;
    }

    private static string Label(string key, List<MetricColumn> columns)
    {
        var broken = columns.Count(column => column.Realised is { IsBroken: true } || column.Estimated is { IsBroken: true });
        return $"{key} over {Words.Counted(columns.Count, "window")}{Range("realised", columns.Select(column => column.Realised))}{Range("estimated", columns.Select(column => column.Estimated))}{(broken > 0 ? $"; {Words.Counted(broken, "window")} with a broken rule" : string.Empty)}";

        static string Range(string what, IEnumerable<MetricColumn.Point?> points)
        {
            var values = points.OfType<MetricColumn.Point>().Select(point => point.Value).ToList();
            return values.Count == 0 ? string.Empty : $"; {what} {Words.Figure(values.Min())}{(values.Count > 1 ? $" to {Words.Figure(values.Max())}" : string.Empty)}";
        }
    }
}
