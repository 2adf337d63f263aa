using ServerlessMonitor.Azure;

namespace ServerlessMonitor.Functions;

/// <summary>The settings that triggers name, spelled from the options, so that a renamed setting breaks the build and not production.</summary>
internal static class Bindings
{
    public const string PredictionsQueue = $"%{nameof(AzureStorageOptions.PredictionsQueue)}%";
    public const string LabelsQueue = $"%{nameof(AzureStorageOptions.LabelsQueue)}%";
    public const string BaselinesQueue = $"%{nameof(AzureStorageOptions.BaselinesQueue)}%";
    public const string MonitorsQueue = $"%{nameof(AzureStorageOptions.MonitorsQueue)}%";
    public const string JoinQueue = $"%{nameof(AzureStorageOptions.JoinQueue)}%";
    public const string EvaluateQueue = $"%{nameof(AzureStorageOptions.EvaluateQueue)}%";
    public const string NotifyQueue = $"%{nameof(AzureStorageOptions.NotifyQueue)}%";
    public const string SweepSchedule = $"%{nameof(ScheduleOptions.SweepSchedule)}%";
    public const string EvaluateSchedule = $"%{nameof(ScheduleOptions.EvaluateSchedule)}%";
    public const string CompactSchedule = $"%{nameof(ScheduleOptions.CompactSchedule)}%";

    /// <summary>The account with the queues.</summary>
    public const string Connection = "AzureWebJobsStorage";
}
