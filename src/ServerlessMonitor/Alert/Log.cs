using Microsoft.Extensions.Logging;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Alert;

/// <summary>What alerting says; event ids 4000 to 4099, never reused.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "{AlertName} ({RuleId}) of {Model}: {From} -> {To} with window {Window}.")]
    public static partial void Changed(
        this ILogger logger, string alertName, string ruleId, ModelVersion model, AlertPhase from, AlertPhase to, TimeWindow window);
}
