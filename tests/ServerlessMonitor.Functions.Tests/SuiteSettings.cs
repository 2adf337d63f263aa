namespace ServerlessMonitor.Functions.Tests;

/// <summary>What the app needs to start.</summary>
internal static class SuiteSettings
{
    /// <summary>The schedule of a timer that is not to fire: new year.</summary>
    public const string Never = "0 0 0 1 1 *";

    /// <summary>Settings of an app that sweeps every second, polls often, and has no other timer that fires.</summary>
    public static Dictionary<string, string> Of(string connectionString) => new(StringComparer.Ordinal)
    {
        ["AzureWebJobsStorage"] = connectionString,
        ["PredictionsQueue"] = "predictions-events",
        ["LabelsQueue"] = "labels-events",
        ["BaselinesQueue"] = "baselines-events",
        ["MonitorsQueue"] = "monitors-events",
        ["JoinQueue"] = "join",
        ["EvaluateQueue"] = "evaluate",
        ["NotifyQueue"] = "notify",
        ["SweepSchedule"] = "*/1 * * * * *",
        ["EvaluateSchedule"] = Never,
        ["CompactSchedule"] = Never,
        ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.2",
    };
}
