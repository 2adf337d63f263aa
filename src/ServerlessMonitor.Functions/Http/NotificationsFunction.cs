using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessMonitor.Functions.Http;

/// <summary>Shows what channels were told, and has it sent again.</summary>
public sealed class NotificationsFunction(NotificationsEndpoint endpoint)
{
    /// <summary><c>GET /api/notifications?state=</c>: what each channel was told about each group, those in trouble first.</summary>
    [Function("Notifications")]
    public Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "notifications")] HttpRequest request, CancellationToken cancellationToken) =>
        endpoint.ListAsync(request.Query["state"].ToString(), cancellationToken);

    /// <summary><c>POST /api/notifications/resend</c>: everything that was parked is sent again, as it stands now.</summary>
    [Function("ResendNotifications")]
    public Task<IActionResult> ResendParkedAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "notifications/resend")] HttpRequest request, CancellationToken cancellationToken) =>
        endpoint.ResendParkedAsync(cancellationToken);

    /// <summary><c>POST /api/notifications/{id}/resend</c>: one group is sent again, as it stands now.</summary>
    [Function("ResendNotification")]
    public Task<IActionResult> ResendAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "notifications/{id}/resend")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        endpoint.ResendAsync(id, cancellationToken);
}
