using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Notify.Webhook;

/// <summary><c>webhook: {url: https://… or ${Name}, secret: ${Name}, expect: text}</c>.</summary>
internal sealed class WebhookChannelKind(IHttpClientFactory clients, TimeProvider time) : IChannelKind
{
    public const string KindKey = "webhook";
    public const string ClientName = "ServerlessMonitor.Webhook";

    public string Key => KindKey;

    public ChannelOptions? Parse(ConfigMap map)
    {
        map.Allow("url", "secret", "expect");
        SettingText? url = map.Setting("url", required: true, secret: false);
        SettingText? secret = map.Setting("secret", required: false, secret: true);
        if (url is { IsReference: false } && !SettingText.IsHttp($"{url}", out _))
        {
            map.Note("url", "expected an absolute http or https address, or the name of a setting as ${Name}.");
        }

        return url is null ? null : new WebhookOptions(url, secret) { Expect = map.Text("expect") };
    }

    public IChannel Create(ChannelOptions options, ISecretSource secrets)
    {
        var webhook = (WebhookOptions)options;
        return new WebhookChannel(clients.CreateClient(ClientName), webhook.Url.ResolveUri(secrets), webhook.Secret?.Resolve(secrets), webhook.Expect, time);
    }
}
