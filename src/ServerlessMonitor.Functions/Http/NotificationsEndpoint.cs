using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.Status;

namespace ServerlessMonitor.Functions.Http;

/// <summary>Turns requests about notifications into calls of <see cref="NotificationsRun"/>.</summary>
public sealed class NotificationsEndpoint(NotificationsRun notifications)
{
    /// <summary>What channels were told.</summary>
    public async Task<IActionResult> ListAsync(string state, CancellationToken cancellationToken) =>
        state.Length == 0 || NotificationStates.All.Contains(state, StringComparer.Ordinal)
            ? new JsonResult(await notifications.ListAsync(state.Length == 0 ? null : state, cancellationToken))
            : Problems.BadRequest("invalid-state", $"'{state}' is no state; expected one of: {string.Join(", ", NotificationStates.All)}.");

    /// <summary>Has one group sent again.</summary>
    public async Task<IActionResult> ResendAsync(string id, CancellationToken cancellationToken) =>
        await notifications.ResendAsync(id, cancellationToken) is { } asked
            ? Accepted([asked])
            : Problems.NotFound("unknown-notification", $"No channel was to be told of a group '{id}'; GET /api/notifications lists them.");

    /// <summary>Has everything that was parked sent again.</summary>
    public async Task<IActionResult> ResendParkedAsync(CancellationToken cancellationToken) =>
        Accepted(await notifications.ResendParkedAsync(cancellationToken));

    private static JsonResult Accepted(IReadOnlyList<NotificationStatus> asked) => new(asked) { StatusCode = StatusCodes.Status202Accepted };
}
