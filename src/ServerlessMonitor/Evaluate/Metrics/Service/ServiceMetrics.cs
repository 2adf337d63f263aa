using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Metrics.Intervals;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Metrics.Service;

/// <summary>How the model is served: latency, errors and throughput, from all rows, whether they have labels or not.</summary>
internal static class ServiceMetrics
{
    private static readonly WindowSpec Hours = WindowSpec.Tumbling("1h");
    private static readonly WindowSpec Days = WindowSpec.Tumbling("1d");

    /// <summary>What of a metric is better; null for others than these.</summary>
    public static MetricDirection? DirectionOf(string key) => !ServiceKeys.Includes(key) ? null
        : string.Equals(key, ServiceKeys.Throughput, StringComparison.Ordinal) ? MetricDirection.HigherIsBetter
        : MetricDirection.LowerIsBetter;

    /// <summary>The metrics of a window, or of a segment of it, each with the baseline's; empty where the monitor asks for none.</summary>
    /// <param name="input">What the window is evaluated by.</param>
    /// <param name="current">The window, or its segment.</param>
    /// <param name="baseline">The same of the baseline; null without.</param>
    public static IReadOnlyList<MetricResult> Measure(EvaluationInput input, DatasetProfile current, DatasetProfile? baseline)
    {
        if (KeysOf(input.Monitor) is not { Count: > 0 } keys)
        {
            return [];
        }

        MetricResult[] before = baseline is null ? [] : Of(input.Monitor, keys, baseline, RateOf(baseline.Rows, SpanOf(input.Baseline, input), null));
        return [.. Of(input.Monitor, keys, current, RateOf(input, current)).Select((result, i) => before.Length == 0 ? result : result with
        {
            Baseline = before[i].Value,
            BaselineInterval = before[i].Interval,
        })];
    }

    /// <summary>The metrics of each piece of the baseline.</summary>
    public static IReadOnlyList<IReadOnlyList<MetricResult>> OfChunks(EvaluationInput input) =>
        KeysOf(input.Monitor) is not { Count: > 0 } keys ? []
            : [.. (input.BaselineChunks?.Parts ?? []).Where(part => part.Rows > 0).Select(part => Of(input.Monitor, keys, part, RateOf(part.Rows, SpanOf(part, input), null)))];

    private static List<string> KeysOf(MonitorDefinition monitor)
    {
        IEnumerable<string> asked = monitor.Performance.Select(rule => rule.Metric).Where(ServiceKeys.Includes);
        return [.. (monitor.Service is null ? asked : ServiceKeys.Usual.Concat(asked)).Distinct(StringComparer.Ordinal).Where(key =>
            ServiceKeys.NeedsLatency(key) ? monitor.Service?.Latency is not null : !ServiceKeys.NeedsErrors(key) || monitor.Service?.Error is not null)];
    }

    private static MetricResult[] Of(MonitorDefinition monitor, List<string> keys, DatasetProfile rows, Estimate rate)
    {
        ColumnProfile? timed = ColumnOf(rows, monitor.Service?.Latency);
        LatencyValues? latencies = timed is null ? null : LatencyValues.Of(timed);
        return [.. keys.Select(key => ServiceKeys.NeedsLatency(key)
            ? LatencyOf(key, monitor.Service!.Latency!, timed, latencies, rows)
            : ServiceKeys.NeedsErrors(key) ? ErrorsOf(monitor.Service!, rows)
            : rate.ToResult(key) with { Rows = rows.Rows })];
    }

    private static ColumnProfile? ColumnOf(DatasetProfile rows, string? name) => name is null ? null : rows.Columns.GetValueOrDefault(name);

    private static MetricResult LatencyOf(string key, string name, ColumnProfile? column, LatencyValues? values, DatasetProfile rows)
    {
        if (values is not { Count: > 0 })
        {
            string why = rows.Rows == 0 ? "no rows"
                : column is not { Rows: > 0 } ? $"the rows have no column '{name}'"
                : column.Kind != ColumnKind.Numeric ? $"'{name}' is {KindOf(column)}, not numeric"
                : values is { Negative: > 0 } ? $"every number in '{name}' is below 0"
                : $"'{name}' has no number";
            return new MetricResult(key, null) { Reason = why, Rows = 0 };
        }

        List<string> reasons = [];
        if (rows.Rows - values.Count is > 0 and var left)
        {
            reasons.Add($"{Say.Of(left, rows.Rows, "row")} without a latency left out{(values.Negative > 0 ? $", {Count(values.Negative)} of them below 0" : string.Empty)}");
        }

        if (values.RankError > 0)
        {
            reasons.Add(FormattableString.Invariant($"from a quantile sketch: its rank is off by at most {100 * values.RankError:0.0#} % of the rows"));
        }

        Estimate estimate = ServiceKeys.QuantileOf(key) is { } p ? QuantileOf(values, p)
            : values.Negative > 0 ? values.Mean()
            : Estimate.Mean(column!.Moments!, 0);
        bool needsSketch = ServiceKeys.QuantileOf(key) is not null || values.Negative > 0;
        return (estimate with { Reason = string.Join("; ", needsSketch ? reasons : reasons.Where(_ => rows.Rows > values.Count).Take(1)) is { Length: > 0 } said ? said : null }).ToResult(key) with { Rows = values.Count };
    }

    // Where the rows are too few for a bound, there is none.
    private static Estimate QuantileOf(LatencyValues values, double p)
    {
        var interval = new LatencyInterval(values, p);
        long lower = BinomialRanks.Lower(values.Count, p, 0.025);
        (double least, double most) = interval.Bounds(0.025);
        bool isBounded = lower >= 0 && double.IsFinite(most);
        return new Estimate(values.Quantile(p))
        {
            StandardError = isBounded ? interval.ErrorAt(values.Quantile(p)) : null,
            Lower = lower >= 0 ? least : null,
            Upper = double.IsFinite(most) ? most : null,
            Interval = interval,
        };
    }

    private static MetricResult ErrorsOf(ServiceDefinition service, DatasetProfile rows)
    {
        string name = service.Error!;
        ColumnProfile? column = ColumnOf(rows, name);
        ErrorCount? count = column is { Rows: > 0 } ? ErrorCount.Of(column, service) : null;
        if (count is not { Rows: > 0 } known)
        {
            string why = rows.Rows == 0 ? "no rows"
                : column is not { Rows: > 0 } ? $"the rows have no column '{name}'"
                : count is null ? $"the values of '{name}', which is {KindOf(column)}, are not kept"
                : $"'{name}' has no value that says whether a row failed";
            return new MetricResult(ServiceKeys.ErrorRate, null) { Reason = why, Rows = 0 };
        }

        List<string> reasons = [];
        if (column!.Present == 0)
        {
            reasons.Add($"'{name}' has no value, which counts as no failure");
        }

        if (rows.Rows - known.Rows is > 0 and var left)
        {
            reasons.Add($"{Say.Of(left, rows.Rows, "row")} that do not say whether they failed left out");
        }

        if (known.Error > 0)
        {
            reasons.Add($"'{name}' has more values than are counted one by one: off by at most {Say.Percent(known.Error / known.Rows)} of the rows");
        }

        Estimate share = Estimate.Share((long)Math.Min(known.Failed, known.Rows), known.Rows, string.Empty);
        return (share with { Reason = reasons.Count > 0 ? string.Join("; ", reasons) : null }).ToResult(ServiceKeys.ErrorRate) with { Rows = known.Rows };
    }

    private static Estimate RateOf(EvaluationInput input, DatasetProfile current)
    {
        // Of a window that is not whole, what there is of it.
        return !input.Provisional ? RateOf(current.Rows, input.Window.Duration, null)
            : input.Current is { Rows: > 1, FirstEvent: { } first, LastEvent: { } last } ? RateOf(current.Rows, last - first, "the window is not whole: from its first row to its last")
            : Estimate.Undefined("the window is not whole");
    }

    private static Estimate RateOf(long rows, TimeSpan? span, string? note)
    {
        // Rows without times of their own are all at one instant.
        if (span is not { TotalSeconds: >= 1 } known)
        {
            return Estimate.Undefined("the rows have no times that tell");
        }

        var interval = new PoissonInterval(rows, known.TotalMinutes);
        (double lower, double upper) = interval.Bounds(0.025);
        return new Estimate(rows / known.TotalMinutes) { StandardError = Math.Sqrt(rows) / known.TotalMinutes, Lower = lower, Upper = upper, Interval = interval, Reason = note };
    }

    /// <summary>The whole hours, or for windows of days the whole days, from a baseline's first row to its last.</summary>
    private static TimeSpan? SpanOf(DatasetProfile? rows, EvaluationInput input)
    {
        if (rows is not { FirstEvent: { } first, LastEvent: { } last } || last <= first)
        {
            return null;
        }

        var calendar = new WindowCalendar(input.Monitor.TimeZone);
        WindowSpec unit = input.Spec.Length.Unit == WindowUnit.Hour ? Hours : Days;
        DateTimeOffset Instant(DateTimeOffset at, bool isEnd)
        {
            TimeWindow window = calendar.Overlapping(unit, new TimeWindow(at, at.AddTicks(1))).First();
            return isEnd ? window.End : window.Start;
        }

        return Instant(last, isEnd: true) - Instant(first, isEnd: false);
    }

    private static string KindOf(ColumnProfile column) => column.Kind.ToString().ToLowerInvariant();

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
