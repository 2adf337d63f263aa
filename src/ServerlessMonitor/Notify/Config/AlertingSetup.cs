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

    /// <summary>
    /// Who hears that a channel takes nothing: another channel of the same receiver, of another kind if there is one; else the first channel of
    /// <see cref="ReceiversConfig.Fallback"/>; else that of the first route's receiver. Null when there is no other channel.
    /// </summary>
    public (string Receiver, int Channel)? ReporterOf(string receiver, int channel)
    {
        IReadOnlyList<ChannelOptions> own = ChannelsOf(receiver);
        string? kind = own.ElementAtOrDefault(channel)?.Kind;
        int[] others = [.. Enumerable.Range(0, own.Count).Where(index => index != channel).OrderBy(index => string.Equals(own[index].Kind, kind, StringComparison.Ordinal))];
        if (others.Length > 0)
        {
            return (receiver, others[0]);
        }

        string? other = new[] { Receivers.Fallback, Alerting.Root.Receiver }
            .FirstOrDefault(name => name is not null && !string.Equals(name, receiver, StringComparison.Ordinal) && ChannelsOf(name).Count > 0);
        return other is null ? null : (other, 0);
    }

    /// <summary>The channel that a group tells, or null when the files no longer have it.</summary>
    public ChannelOptions? Find(NotificationGroup group) => ChannelsOf(group.Receiver).ElementAtOrDefault(group.Channel);
}
