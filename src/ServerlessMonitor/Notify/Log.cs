using Microsoft.Extensions.Logging;

namespace ServerlessMonitor.Notify;

/// <summary>What notification says; event ids 5000 to 5099, never reused.</summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Information, "Told {Receiver}[{Channel}] of {Group}: {Reason}, {Firing} firing, {Resolved} resolved.")]
    public static partial void Sent(this ILogger logger, string receiver, int channel, string group, NotifyReason reason, int firing, int resolved);

    [LoggerMessage(5001, LogLevel.Warning, "{Receiver}[{Channel}] did not take the message about {Group} (try {Tries}): {Problem} Next try at {Due:u}.")]
    public static partial void Failed(this ILogger logger, string receiver, int channel, string group, int tries, string problem, DateTimeOffset due);

    [LoggerMessage(5002, LogLevel.Error, "Gave up telling {Receiver}[{Channel}] of {Group} after {Tries} tries: {Problem}")]
    public static partial void Parked(this ILogger logger, string receiver, int channel, string group, int tries, string problem);

    [LoggerMessage(5003, LogLevel.Information, "The alerting files have no channel {Receiver}[{Channel}] for {Group} any more.")]
    public static partial void NoChannel(this ILogger logger, string receiver, int channel, string group);

    [LoggerMessage(5004, LogLevel.Warning, "The claim on {Receiver}[{Channel}] {Group} ran out while it was told; it may be told twice.")]
    public static partial void ClaimLost(this ILogger logger, string receiver, int channel, string group);

    [LoggerMessage(5006, LogLevel.Error, "{Receiver}[{Channel}] did not take the report that another channel takes nothing ({Group}): {Problem} Nobody else is told; see 'notifications'.")]
    public static partial void ReportUndelivered(this ILogger logger, string receiver, int channel, string group, string problem);

    [LoggerMessage(5007, LogLevel.Error, "{Receiver}[{Channel}] does not take messages about {Group}, and there is no other channel to report it through: {Problem}")]
    public static partial void NobodyElse(this ILogger logger, string receiver, int channel, string group, string? problem);

    [LoggerMessage(5005, LogLevel.Error, "The channel '{Kind}' failed with {Exception}: {StackTrace}")]
    public static partial void ChannelBroke(this ILogger logger, string kind, string exception, string? stackTrace);
}
