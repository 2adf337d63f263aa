using Microsoft.Extensions.DependencyInjection;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Versions;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs.LateLabels;

namespace ServerlessMonitor.Runs;

/// <summary>Registers the runs, and the stages that have nothing to configure.</summary>
public static class RunsRegistration
{
    /// <summary>Adds every run. Needs the ports, the alert and the notify stage.</summary>
    public static IServiceCollection AddRuns(this IServiceCollection services)
    {
        services.AddSingleton<MonitorCatalog>();
        services.AddSingleton(_ => new BatchProfiler());
        services.AddSingleton<EvaluateWindow>();
        services.AddSingleton<WindowLoader>();
        services.AddSingleton(_ => new KnownBaselines());
        services.AddSingleton<BaselineResolver>();
        services.AddSingleton<AlertingRun>();
        services.AddSingleton<ReadAgain>();
        services.AddSingleton<BatchAnnouncement>();
        services.AddSingleton<LabelMatching>();
        services.AddSingleton<PairingRun>();
        services.AddSingleton<PairsReader>();
        services.AddSingleton<LabelAnnouncement>();
        services.AddSingleton<LabelRun>();
        services.AddSingleton<JoinRun>();
        services.AddSingleton<JoinUpkeep>();
        services.AddSingleton<LabelStatusRun>();
        services.AddSingleton<IngestRun>();
        services.AddSingleton<BaselineRun>();
        services.AddSingleton<MonitorRun>();
        services.AddSingleton<EvaluationRun>();
        services.AddSingleton<ReplayRun>();
        services.AddSingleton<EvaluationTurns>();
        services.AddSingleton<DeliveryRun>();
        services.AddSingleton<PoisonWatch>();
        services.AddSingleton<AlertingWatch>();
        services.AddSingleton<SweepRun>();
        services.AddSingleton<BaselineUpkeep>();
        services.AddSingleton<HousekeepingRun>();
        services.AddSingleton<HourlyRun>();
        services.AddSingleton<CompactionRun>();
        services.AddSingleton<UploadRun>();
        services.AddSingleton<NotificationsRun>();
        services.AddSingleton<StatusRun>();
        services.AddSingleton<CompareVersions>();
        services.AddSingleton<VersionsRun>();
        services.AddSingleton<BatchesRun>();
        services.AddSingleton<RequeueRun>();
        return services;
    }
}
