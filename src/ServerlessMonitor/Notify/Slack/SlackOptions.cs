namespace ServerlessMonitor.Notify.Slack;

/// <summary>A Slack channel in <c>receivers.yaml</c>.</summary>
/// <param name="Url">The setting with the incoming webhook's address, which is a secret.</param>
public sealed record SlackOptions(SettingText Url) : ChannelOptions(SlackChannelKind.KindKey);
