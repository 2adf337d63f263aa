using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Azure;
using ServerlessMonitor.Functions.Http;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Functions;

/// <summary>Composes the suite: the stages in the order of the flow, then storage, then what the functions use themselves.</summary>
public static class MonitorHost
{
    /// <summary>Builds the host; tests call it too.</summary>
    public static IHost Create(string[] args)
    {
        FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<NewerFormatMiddleware>();
        Compose(builder.Services, builder.Configuration);
        return builder.Build();
    }

    /// <summary>Registers everything.</summary>
    public static void Compose(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddAlert();
        services.AddSingleton<ISecretSource, ConfigurationSecrets>();
        services.AddNotify(options =>
        {
            options.PublicBaseUrl = configuration.GetValue<Uri?>(nameof(NotifyOptions.PublicBaseUrl));
            options.ClaimDuration = configuration.GetValue<TimeSpan?>("NotifyClaimDuration") ?? options.ClaimDuration;
        });
        services.AddRuns();
        services.AddOptions<RetentionOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<CompactionOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddAzureStorage(configuration);
        services.AddOptions<ScheduleOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<UploadEndpoint>();
        services.AddSingleton<LabelsEndpoint>();
        services.AddSingleton<QueryEndpoint>();
        services.AddSingleton<LedgerEndpoint>();
        services.AddSingleton<NotificationsEndpoint>();
    }
}
