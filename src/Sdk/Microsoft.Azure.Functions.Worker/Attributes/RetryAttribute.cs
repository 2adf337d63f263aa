namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a failed invocation again, in memory. Only timers take it; queues retry by message.</summary>
/// <param name="maxRetryCount">Runs after the first; -1 means without end.</param>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute(int maxRetryCount) : Attribute
{
    /// <summary>Runs after the first; -1 means without end.</summary>
    public int MaxRetryCount { get; } = maxRetryCount;
}
