using System.Text.Json.Serialization;

namespace ServerlessMonitor.Runs.Replay;

/// <summary>What came of computing a verdict once more.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReplayOutcome>))]
public enum ReplayOutcome
{
    /// <summary>The same verdict.</summary>
    [JsonStringEnumMemberName("identical")]
    Identical,

    /// <summary>Another verdict.</summary>
    [JsonStringEnumMemberName("differs")]
    Differs,

    /// <summary>It cannot be computed.</summary>
    [JsonStringEnumMemberName("impossible")]
    Impossible,
}
