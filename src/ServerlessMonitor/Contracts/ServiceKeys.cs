using System.Globalization;

namespace ServerlessMonitor.Contracts;

/// <summary>The keys of metrics of how a model is served: those of any task, from columns that <see cref="ServiceDefinition"/> names.</summary>
public static class ServiceKeys
{
    /// <summary>Mean latency, in the column's unit.</summary>
    public const string LatencyMean = "latencyMean";

    /// <summary>The share of predictions that failed.</summary>
    public const string ErrorRate = "errorRate";

    /// <summary>Rows per minute.</summary>
    public const string Throughput = "throughput";

    private const string QuantilePrefix = "latencyP";

    /// <summary>Those that are always measured; rules may ask for other quantiles, as <c>latencyP99.9</c>.</summary>
    public static IReadOnlyList<string> Usual { get; } = ["latencyP50", "latencyP90", "latencyP95", "latencyP99", LatencyMean, ErrorRate, Throughput];

    /// <summary>Whether <paramref name="key"/> is one.</summary>
    public static bool Includes(string key) => NeedsErrors(key) || NeedsLatency(key) || string.Equals(key, Throughput, StringComparison.Ordinal);

    /// <summary>Whether it needs a column of latencies.</summary>
    public static bool NeedsLatency(string key) => string.Equals(key, LatencyMean, StringComparison.Ordinal) || QuantileOf(key) is not null;

    /// <summary>Whether it needs a column of errors.</summary>
    public static bool NeedsErrors(string key) => string.Equals(key, ErrorRate, StringComparison.Ordinal);

    /// <summary>Which quantile it is, within 0 and 1: 0.999 for <c>latencyP99.9</c>; null for others.</summary>
    public static double? QuantileOf(string key) =>
        key.StartsWith(QuantilePrefix, StringComparison.Ordinal)
        && key[QuantilePrefix.Length..] is { Length: > 0 and <= 7 } text
        && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal percent)
        && percent is > 0 and < 100
            ? (double)(percent / 100)
            : null;
}
