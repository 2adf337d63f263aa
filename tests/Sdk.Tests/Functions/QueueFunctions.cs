using System.Globalization;
using Microsoft.Azure.Functions.Worker;

namespace Sdk.Tests.Functions;

/// <summary>Queue functions for the tests.</summary>
public sealed class QueueFunctions(Recorder recorder)
{
    [Function("Work")]
    public async Task Work(
        [QueueTrigger("%WorkQueue%")] string message, string? item, FunctionContext context, CancellationToken cancellationToken)
    {
        var count = Convert.ToInt64(context.BindingContext.BindingData["dequeuecount"], CultureInfo.InvariantCulture);
        recorder.Add($"{message} {count}");
        if (item is not null)
        {
            recorder.Add("item " + item);
        }

        if (message.StartsWith("fail", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("failed on purpose");
        }

        if (message.StartsWith("wait", StringComparison.Ordinal))
        {
            await recorder.Gate.Task.WaitAsync(cancellationToken);
            recorder.Add(message + " finished");
        }
    }
}
