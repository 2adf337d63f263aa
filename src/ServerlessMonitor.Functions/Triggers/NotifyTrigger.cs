using System.Text;
using Microsoft.Azure.Functions.Worker;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Functions.Triggers;

/// <summary>Requests to look at a group of alerts.</summary>
public sealed class NotifyTrigger(DeliveryRun run)
{
    /// <summary>Handles one message.</summary>
    [Function("Notify")]
    public Task RunAsync([QueueTrigger(Bindings.NotifyQueue, Connection = Bindings.Connection)] string message, CancellationToken cancellationToken) =>
        run.HandleAsync(NotifyJson.ReadRequest(Encoding.UTF8.GetBytes(message)), cancellationToken);
}
