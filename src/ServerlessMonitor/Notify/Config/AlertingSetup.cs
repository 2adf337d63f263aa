namespace ServerlessMonitor.Notify.Config;

/// <summary>Both alerting files, read and checked against each other.</summary>
/// <param name="Alerting">Routes.</param>
/// <param name="Receivers">Channels.</param>
public sealed record AlertingSetup(AlertingConfig Alerting, ReceiversConfig Receivers)
{
    /// <summary>Reads both texts. Without <c>alerting.yaml</c> there is no setup and nothing is sent.</summary>
    /// <exception cref="AlertingConfigException">One of them has problems.</exception>
    public static AlertingSetup? Parse(AlertingTexts texts, IReadOnlyCollection<IChannelKind> kinds)
    {
        if (texts.Alerting is null)
        {
            return null;
        }

        AlertingConfig alerting = AlertingConfig.Parse(texts.Alerting);
        return new AlertingSetup(alerting, texts.Receivers is null ? ReceiversConfig.Empty : ReceiversConfig.Parse(texts.Receivers, kinds, alerting.Receivers));
    }

    /// <summary>The channels of a receiver, in the order of the file.</summary>
    public IReadOnlyList<ChannelOptions> ChannelsOf(string receiver) => Receivers.Channels.GetValueOrDefault(receiver) ?? [];

    /// <summary>The channel that a group tells, or null when the files no longer have it.</summary>
    public ChannelOptions? Find(NotificationGroup group) => ChannelsOf(group.Receiver).ElementAtOrDefault(group.Channel);
}
