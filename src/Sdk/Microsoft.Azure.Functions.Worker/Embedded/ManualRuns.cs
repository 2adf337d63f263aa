namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>The invocations started by hand through <c>POST /admin/functions/{name}</c>.</summary>
internal sealed class ManualRuns(FunctionExecutor executor)
{
    private const string Reason = "This function was programmatically called via the host APIs.";

    private readonly HashSet<Task> _running = [];
    private readonly Lock _lock = new();

    /// <summary>Starts a timer or queue function and does not wait for it; what it throws is logged.</summary>
    /// <param name="function">The function.</param>
    /// <param name="input">The message of a queue function.</param>
    public void Start(FunctionDescriptor function, string input)
    {
        object payload = function.Trigger is QueueTriggerAttribute ? BinaryData.FromString(input) : new TimerInfo();
        var data = function.Trigger is QueueTriggerAttribute ? QueueBindingData.Of(input) : BindingDataDictionary.Empty;
        var run = Task.Run(() => RunAsync(function, new TriggerInput(payload, data, Reason)));
        lock (_lock)
        {
            _running.Add(run);
        }

        _ = run.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Ends when none runs.</summary>
    public Task WhenIdleAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_running);
        }
    }

    private void Forget(Task run)
    {
        lock (_lock)
        {
            _running.Remove(run);
        }
    }

    private async Task RunAsync(FunctionDescriptor function, TriggerInput input)
    {
        try
        {
            await executor.ExecuteAsync(function, input, onResult: null, CancellationToken.None);
        }
        catch (Exception)
        {
            // The executor has logged it, and nobody waits for this run.
        }
    }
}
