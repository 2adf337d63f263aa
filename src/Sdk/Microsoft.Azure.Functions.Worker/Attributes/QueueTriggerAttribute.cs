using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function for each message of a storage queue.</summary>
/// <param name="queueName">The queue; <c>%NAME%</c> is replaced by the setting NAME.</param>
public sealed class QueueTriggerAttribute(string queueName) : TriggerBindingAttribute
{
    /// <summary>The queue, before <c>%NAME%</c> is replaced.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The name of the setting that holds the connection; <see langword="null"/> means <c>AzureWebJobsStorage</c>.</summary>
    public string? Connection { get; set; }
}
