using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ServerlessMonitor.Alert;

/// <summary>Registers the alert stage.</summary>
public static class AlertRegistration
{
    /// <summary>Adds <see cref="RaiseAlerts"/>. Needs an <see cref="IAlertStore"/> and logging.</summary>
    public static IServiceCollection AddAlert(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RaiseAlerts>();
        return services;
    }
}
