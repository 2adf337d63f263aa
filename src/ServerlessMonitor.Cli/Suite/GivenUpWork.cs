namespace ServerlessMonitor.Cli.Suite;

/// <summary>Work that was given up, as <c>GET /api/requeue</c> answers.</summary>
internal sealed record GivenUpWork(
    IReadOnlyList<GivenUpWork.Blob> Quarantined, bool More, IReadOnlyList<GivenUpWork.Message> Poisoned, IReadOnlyList<GivenUpWork.Queue> Queues)
{
    /// <summary>A blob that could not be read.</summary>
    internal sealed record Blob([property: System.Text.Json.Serialization.JsonPropertyName("blob")] string Path, string Reason, DateTimeOffset? At);

    /// <summary>A message that could not be handled.</summary>
    internal sealed record Message([property: System.Text.Json.Serialization.JsonPropertyName("queue")] string From, string Id, DateTimeOffset At, string Reason);

    /// <summary>How many messages a poison queue has.</summary>
    internal sealed record Queue([property: System.Text.Json.Serialization.JsonPropertyName("queue")] string Name, int Messages);
}
