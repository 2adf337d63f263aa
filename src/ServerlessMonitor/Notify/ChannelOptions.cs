namespace ServerlessMonitor.Notify;

/// <summary>How one channel is configured: as it is written, references to settings unresolved, so that it holds no secret.</summary>
/// <param name="Kind">The <see cref="IChannelKind.Key"/>.</param>
public abstract record ChannelOptions(string Kind);
