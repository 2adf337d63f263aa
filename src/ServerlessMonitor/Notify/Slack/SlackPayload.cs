namespace ServerlessMonitor.Notify.Slack;

/// <summary>What an incoming webhook of Slack takes.</summary>
/// <param name="Text">Shown in notifications, and where blocks cannot be.</param>
/// <param name="Blocks">At most 50.</param>
internal sealed record SlackPayload(string Text, IReadOnlyList<SlackBlock> Blocks);
