using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Azure.Blobs;
using ServerlessMonitor.Azure.Queues;
using ServerlessMonitor.Azure.Tables;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Azure;

/// <summary>Registers the ports on Azure storage.</summary>
public static class AzureRegistration
{
    /// <summary>Adds every port, on the account that the configuration names.</summary>
    public static IServiceCollection AddAzureStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AzureStorageOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(_ => StorageClients.FromConfiguration(configuration));
        services.AddSingleton<StorageSetup>();
        services.AddHostedService<StorageSetupService>();
        services.AddSingleton<EntityBody>();
        services.AddSingleton<IBlobSource, BlobStore>();
        services.AddSingleton<IQuarantine, BlobQuarantine>();
        services.AddSingleton<BlobConfigurationFiles>();
        services.AddSingleton<IMonitorFiles>(provider => provider.GetRequiredService<BlobConfigurationFiles>());
        services.AddSingleton<IAlertingFiles>(provider => provider.GetRequiredService<BlobConfigurationFiles>());
        services.AddSingleton<IIngestLedger, TableIngestLedger>();
        services.AddSingleton<IBatchIndex, TableBatchIndex>();
        services.AddSingleton<IProfileStore, TableProfileStore>();
        services.AddSingleton<ICompactedStore, TableCompactedStore>();
        services.AddSingleton<IKeptFiles, BlobKeptFiles>();
        services.AddSingleton<ILabelLinks, TableLabelLinks>();
        services.AddSingleton<IBaselineStore, TableBaselineStore>();
        services.AddSingleton<IReportStore, TableReportStore>();
        services.AddSingleton<IModelCatalog, TableModelCatalog>();
        services.AddSingleton<IAlertStore, TableAlertStore>();
        services.AddSingleton<INotificationLog, TableNotificationLog>();
        services.AddSingleton<IWorkQueue, StorageWorkQueue>();
        services.AddSingleton<StorageBlobEvents>();
        services.AddSingleton<IPoisonQueues, StoragePoisonQueues>();
        return services;
    }
}
