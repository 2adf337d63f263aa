using System.Text.Json.Serialization;

namespace ServerlessMonitor.Evaluate;

/// <summary>What the difference of a group to the reference group says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FairnessVerdict>))]
public enum FairnessVerdict
{
    /// <summary>Chance does not explain it.</summary>
    [JsonStringEnumMemberName("differs")]
    Differs,

    /// <summary>Chance may explain it.</summary>
    [JsonStringEnumMemberName("noDifferenceSeen")]
    NoDifferenceSeen,

    /// <summary>One of the groups has fewer than 30 rows that the share is of.</summary>
    [JsonStringEnumMemberName("notEnoughData")]
    NotEnoughData,
}
