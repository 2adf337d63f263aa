namespace ServerlessMonitor.Notify.Webhook;

/// <summary>A webhook in <c>receivers.yaml</c>.</summary>
/// <param name="Url">Where messages are posted to: an address, or a setting that holds it.</param>
/// <param name="Secret">The setting with the key that messages are signed with; null: they are not signed.</param>
public sealed record WebhookOptions(SettingText Url, SettingText? Secret) : ChannelOptions(WebhookChannelKind.KindKey)
{
    /// <summary>What the first 4 kB of the answer must hold for the message to count as taken; null: the status alone says it.</summary>
    public string? Expect { get; init; }
}
