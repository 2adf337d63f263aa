using System.Text.Json.Serialization;
using ServerlessMonitor.Evaluate.Metrics.Intervals;

namespace ServerlessMonitor.Evaluate;

/// <summary>One metric of one window.</summary>
/// <param name="Key">The metric's key.</param>
/// <param name="Value">Null where it is undefined; then <see cref="Reason"/> says why.</param>
public sealed record MetricResult(string Key, double? Value)
{
    /// <summary>Standard error, in the metric's unit.</summary>
    public double? StandardError { get; init; }

    /// <summary>Lower end of the 95 % interval.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper end of the 95 % interval.</summary>
    public double? Upper { get; init; }

    /// <summary>The same metric on the baseline's labelled rows.</summary>
    public double? Baseline { get; init; }

    /// <summary>The same metric of a model that knows nothing but the window's labels, or their usual value: <c>docs/metrics.md</c>. Null where there is no such value.</summary>
    public double? Naive { get; init; }

    /// <summary>Why the value is undefined, or what was assumed.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether a rule on it breaches.</summary>
    public bool Alert { get; init; }

    /// <summary>The interval at any confidence, for verdicts; null where none is known, and in reports that were read.</summary>
    [JsonIgnore]
    internal MetricInterval? Interval { get; init; }

    /// <summary>That of the baseline's.</summary>
    [JsonIgnore]
    internal MetricInterval? BaselineInterval { get; init; }

    /// <summary>How many rows it is from, where these are not the labelled ones; else null.</summary>
    [JsonIgnore]
    internal long? Rows { get; init; }

    /// <summary>How many rows of the rarer kind the interval is from, where it rests on two kinds (the area under a curve: events and others); null for all of the labelled rows.</summary>
    [JsonIgnore]
    internal double? Events { get; init; }
}
