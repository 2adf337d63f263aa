using System.Text.Json.Serialization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Cli.Offline.Infer;

/// <summary>Columns whose name leaves no doubt that they say how the model is served. <c>duration</c> or <c>status</c> alone may well be a feature.</summary>
/// <param name="Latency">How long each prediction took.</param>
/// <param name="Error">Whether a prediction failed.</param>
internal sealed record GuessService(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Latency, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error)
{
    private const int FirstStatus = 100;
    private const int LastStatus = 599;

    private static readonly string[] Latencies =
    [
        "latency", "latency_ms", "latency_us", "latency_s", "latency_seconds", "duration_ms", "elapsed_ms", "response_time", "response_time_ms", "response_ms", "inference_time", "inference_time_ms",
        "inference_ms", "inference_latency_ms", "prediction_latency_ms", "prediction_time_ms", "processing_time_ms", "request_duration_ms", "request_latency_ms", "request_time_ms",
    ];

    private static readonly string[] Errors = ["status_code", "http_status", "http_status_code", "response_code", "response_status", "error", "error_code", "error_message", "is_error", "has_error"];

    /// <summary>What the features of a file show; null where nothing does.</summary>
    public static GuessService? Of(DatasetProfile profile)
    {
        ColumnProfile[] features = [.. profile.Schema.Columns.Where(column => column.Role == ColumnRole.Feature).Select(column => profile.Columns[column.Name])];
        var latency = Array.Find(features, column => Named(column.Name, Latencies) && column is { Kind: ColumnKind.Numeric, Moments: { Count: > 0, Min: >= 0 } });
        var error = Array.Find(features, column => Named(column.Name, Errors) && IsError(column));
        return latency is null && error is null ? null : new GuessService(latency?.Name, error?.Name);
    }

    /// <summary>Whether it is one of the columns.</summary>
    public bool Has(string column) => string.Equals(column, Latency, StringComparison.Ordinal) || string.Equals(column, Error, StringComparison.Ordinal);

    private static bool Named(string column, string[] names)
    {
        // latencyMs, LatencyMs, latency-ms and latency_ms are one name.
        static string Bare(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

        return Array.Exists(names, name => string.Equals(Bare(name), Bare(column), StringComparison.Ordinal));
    }

    // Numbers are HTTP statuses, or flags: an error may also be how far a forecast was off.
    private static bool IsError(ColumnProfile column) => column.Kind switch
    {
        ColumnKind.Numeric => column.Values is { Overflowed: false } values
            && values.Values() is var codes
            && (codes.All(code => code.Value is >= FirstStatus and <= LastStatus && code.Value == Math.Floor(code.Value)) || codes.All(code => code.Value is 0 or 1)),
        ColumnKind.Boolean or ColumnKind.Categorical or ColumnKind.Text => true,
        _ => false,
    };
}
