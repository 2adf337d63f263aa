using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServerlessMonitor.Notify.Email;
using ServerlessMonitor.Notify.Http;
using ServerlessMonitor.Notify.Slack;
using ServerlessMonitor.Notify.Webhook;

namespace ServerlessMonitor.Notify;

/// <summary>Registers the notify stage.</summary>
public static class NotifyRegistration
{
    /// <summary>
    /// Adds <see cref="ReadAlerting"/>, <see cref="PlanNotifications"/>, <see cref="DeliverGroup"/>, <see cref="FindUndelivered"/> and the channels. Needs <see cref="IAlertingFiles"/>,
    /// <see cref="INotificationLog"/>, <see cref="ISecretSource"/>, an alert store and logging. Options are validated at the start.
    /// </summary>
    public static IServiceCollection AddNotify(this IServiceCollection services, Action<NotifyOptions>? configure = null)
    {
        services.AddOptions<NotifyOptions>().Configure(options => configure?.Invoke(options)).ValidateDataAnnotations().ValidateOnStart();
        services.AddChannelClient(EmailChannelKind.ClientName).AddChannelClient(SlackChannelKind.ClientName).AddChannelClient(WebhookChannelKind.ClientName);
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IChannelKind, EmailChannelKind>(),
            ServiceDescriptor.Singleton<IChannelKind, SlackChannelKind>(),
            ServiceDescriptor.Singleton<IChannelKind, WebhookChannelKind>(),
        ]);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ReadAlerting>();
        services.TryAddSingleton<PlanNotifications>();
        services.TryAddSingleton<DeliverGroup>();
        services.TryAddSingleton<FindUndelivered>();
        return services;
    }
}
