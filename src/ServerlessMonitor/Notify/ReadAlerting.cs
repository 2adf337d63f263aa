using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Notify;

/// <summary>Reads the alerting files.</summary>
public sealed class ReadAlerting(IAlertingFiles files, IEnumerable<IChannelKind> kinds)
{
    private readonly IChannelKind[] _kinds = [.. kinds];

    /// <summary>Both files; null when there is no <c>alerting.yaml</c>: then nothing is sent.</summary>
    /// <exception cref="AlertingConfigException">One of them has problems.</exception>
    public async Task<AlertingSetup?> ReadAsync(CancellationToken cancellationToken) =>
        AlertingSetup.Parse(await files.ReadAsync(cancellationToken), _kinds);

    internal IChannelKind KindOf(ChannelOptions options) =>
        Array.Find(_kinds, kind => string.Equals(kind.Key, options.Kind, StringComparison.Ordinal))
        ?? throw new InvalidOperationException($"No kind of channel is called '{options.Kind}'.");
}
