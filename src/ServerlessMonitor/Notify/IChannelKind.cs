using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Notify;

/// <summary>A kind of channel in <c>receivers.yaml</c>: how it is configured and made. One folder each.</summary>
public interface IChannelKind
{
    /// <summary>The key in <c>receivers.yaml</c>, for example <c>slack</c>.</summary>
    string Key { get; }

    /// <summary>Reads the channel's options; problems are noted in <paramref name="map"/>.</summary>
    /// <returns>Null when it noted problems.</returns>
    ChannelOptions? Parse(ConfigMap map);

    /// <summary>Makes the channel.</summary>
    /// <exception cref="MissingSettingException">A setting that the options refer to has no value.</exception>
    IChannel Create(ChannelOptions options, ISecretSource secrets);
}
