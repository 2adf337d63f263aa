using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Notify.Slack;

/// <summary><c>slack: {url: ${Name}}</c>.</summary>
internal sealed class SlackChannelKind(IHttpClientFactory clients, TimeProvider time) : IChannelKind
{
    public const string KindKey = "slack";
    public const string ClientName = "ServerlessMonitor.Slack";

    public string Key => KindKey;

    public ChannelOptions? Parse(ConfigMap map)
    {
        map.Allow("url");
        return map.Setting("url", required: true, secret: true) is { } url ? new SlackOptions(url) : null;
    }

    public IChannel Create(ChannelOptions options, ISecretSource secrets) =>
        new SlackChannel(clients.CreateClient(ClientName), ((SlackOptions)options).Url.ResolveUri(secrets), time);
}
