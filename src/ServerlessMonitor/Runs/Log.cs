using Microsoft.Extensions.Logging;

namespace ServerlessMonitor.Runs;

/// <summary>What runs say; event ids 1000 to 1099, never used twice.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "{Blob}: {Outcome}")]
    public static partial void BatchHandled(ILogger logger, string blob, IngestOutcome outcome);

    [LoggerMessage(1001, LogLevel.Warning, "{Blob} waits until the monitor file can be used: {Problem}")]
    public static partial void BatchHeld(ILogger logger, string blob, string problem);

    [LoggerMessage(1002, LogLevel.Information, "{Model} {Windows} {Window}: {Rows} rows, {Breaches} breaches, revision {Revision}{Provisional}")]
    public static partial void WindowEvaluated(
        ILogger logger, string model, string windows, string window, long rows, int breaches, int revision, string provisional);

    [LoggerMessage(1003, LogLevel.Warning, "{Model} cannot be evaluated until its monitor file can be used: {Problem}")]
    public static partial void EvaluationHeld(ILogger logger, string model, string problem);

    [LoggerMessage(1004, LogLevel.Information, "Sweep of {Container}: {Announced} blobs announced")]
    public static partial void Swept(ILogger logger, string container, int announced);

    [LoggerMessage(1005, LogLevel.Information, "Baseline of {Model} from {Source}: {Rows} rows")]
    public static partial void BaselineKept(ILogger logger, string model, string source, long rows);

    [LoggerMessage(1051, LogLevel.Error, "{Receiver} is not told about {Group} until the alerting files can be used. {Problem}")]
    public static partial void DeliveryHeld(ILogger logger, string receiver, string group, string problem);

    [LoggerMessage(1052, LogLevel.Error, "Nothing is told again until the alerting files can be used. {Problem}")]
    public static partial void RepeatsHeld(ILogger logger, string problem);

    [LoggerMessage(1006, LogLevel.Error, "{Queue}: {Messages} messages could not be handled and are in its poison queue; 'serverless-monitor requeue --list' shows them")]
    public static partial void WorkPoisoned(ILogger logger, string queue, int messages);

    [LoggerMessage(1007, LogLevel.Information, "Housekeeping of {What}: {Count} {Done}")]
    public static partial void Housekept(ILogger logger, string what, int count, string done);

    [LoggerMessage(1011, LogLevel.Information, "{Model}: {Written} days and months compacted, {Removed} that hold nothing any more forgotten")]
    public static partial void Compacted(ILogger logger, string model, int written, int removed);

    [LoggerMessage(1008, LogLevel.Information, "{Blob}: {Notes}")]
    public static partial void BatchNoted(ILogger logger, string blob, string notes);

    [LoggerMessage(1012, LogLevel.Information, "{Blob}: {Labelled} rows have a label, after {Files} files of late ones")]
    public static partial void Joined(ILogger logger, string blob, long labelled, int files);

    [LoggerMessage(1013, LogLevel.Warning, "The labels of {Blob} are held, as the monitor file cannot be used: {Problem}")]
    public static partial void JoinHeld(ILogger logger, string blob, string problem);

    [LoggerMessage(1014, LogLevel.Information, "Labels came for {Blob}, whose predictions are not kept any more")]
    public static partial void PredictionsNotKept(ILogger logger, string blob);

    [LoggerMessage(1015, LogLevel.Error, "The rows in common of {First} and {Second} cannot be found: {Problem}")]
    public static partial void PairsNotMade(ILogger logger, string first, string second, string problem);

    [LoggerMessage(1009, LogLevel.Warning, "{Blob} was ignored: {Reason}")]
    public static partial void EventIgnored(ILogger logger, string blob, string reason);

    [LoggerMessage(1010, LogLevel.Information, "{Blob} waits: {Reason}")]
    public static partial void BatchWaits(ILogger logger, string blob, string reason);

    [LoggerMessage(1050, LogLevel.Error, "{Alerts} alerts wait to be told: the alerting files cannot be used. {Problem}")]
    public static partial void NotificationsHeld(ILogger logger, int alerts, string problem);
}
