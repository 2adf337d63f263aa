namespace ServerlessMonitor.Notify.Config;

/// <summary>The content of <c>alerting/receivers.yaml</c>: the channels of each receiver.</summary>
/// <param name="Channels">Channels by receiver, in the order of the file.</param>
public sealed record ReceiversConfig(IReadOnlyDictionary<string, IReadOnlyList<ChannelOptions>> Channels)
{
    /// <summary>The file's name, for messages.</summary>
    public const string FileName = "receivers.yaml";

    /// <summary>The receiver that hears of a channel that takes nothing, where its own receiver has no other channel; null: that of the first route.</summary>
    public string? Fallback { get; init; }

    /// <summary>No channels: alerts are kept and shown, and nobody is told.</summary>
    public static ReceiversConfig Empty { get; } = new(new Dictionary<string, IReadOnlyList<ChannelOptions>>(StringComparer.Ordinal));

    /// <summary>Reads the file.</summary>
    /// <param name="text">The file.</param>
    /// <param name="kinds">The kinds of channel that it may use.</param>
    /// <param name="receivers">The names in <c>alerting.yaml</c>; every receiver must be one of them.</param>
    /// <exception cref="AlertingConfigException">With every problem, its line and column, and what was expected.</exception>
    public static ReceiversConfig Parse(string text, IReadOnlyCollection<IChannelKind> kinds, IReadOnlyList<string> receivers)
    {
        var file = new ConfigFile(FileName);
        var channels = new Dictionary<string, IReadOnlyList<ChannelOptions>>(StringComparer.Ordinal);
        ConfigMap? root = file.Read(text, ["receivers", "fallback"]);
        string? fallback = root?.Text("fallback");
        if (fallback is not null && !receivers.Contains(fallback, StringComparer.Ordinal))
        {
            root!.Note("fallback", $"{AlertingConfig.FileName} has no receiver '{fallback}'; expected one of: {string.Join(", ", receivers)}.");
        }

        if (root?.Map("receivers", known: null) is { } map)
        {
            foreach (string receiver in map.Keys)
            {
                if (!receivers.Contains(receiver, StringComparer.Ordinal))
                {
                    map.Note(receiver, $"{AlertingConfig.FileName} has no receiver of this name; expected one of: {string.Join(", ", receivers)}.");
                }

                channels[receiver] = [.. map.Maps(receiver, [.. kinds.Select(kind => kind.Key)]).Select(channel => Read(channel, kinds)).OfType<ChannelOptions>()];
            }
        }

        file.ThrowIfProblems();
        return new ReceiversConfig(channels) { Fallback = fallback };
    }

    private static ChannelOptions? Read(ConfigMap channel, IReadOnlyCollection<IChannelKind> kinds)
    {
        string[] present = [.. channel.Keys];
        if (present is not [var key])
        {
            channel.Note(present.FirstOrDefault() ?? string.Empty, $"expected one kind of channel: {string.Join(", ", kinds.Select(kind => kind.Key))}.");
            return null;
        }

        IChannelKind? kind = kinds.FirstOrDefault(kind => string.Equals(kind.Key, key, StringComparison.Ordinal));
        return kind is not null && channel.Map(key, known: null) is { } options ? kind.Parse(options) : null;
    }
}
