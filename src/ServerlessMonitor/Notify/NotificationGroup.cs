namespace ServerlessMonitor.Notify;

/// <summary>The alerts that one channel tells of in one message.</summary>
/// <param name="Receiver">The receiver's name in <c>alerting.yaml</c>.</param>
/// <param name="Channel">The channel's place among the receiver's channels in <c>receivers.yaml</c>, from 0.</param>
/// <param name="Key">The group: the route's <c>group_by</c> labels as <c>{model="a", version="7"}</c>.</param>
public sealed record NotificationGroup(string Receiver, int Channel, string Key)
{
    /// <summary>The labels and values that <see cref="Key"/> spells.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
