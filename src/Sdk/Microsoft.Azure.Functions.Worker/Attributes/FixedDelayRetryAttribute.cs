namespace Microsoft.Azure.Functions.Worker;

/// <summary>Retries after a constant delay.</summary>
/// <param name="maxRetryCount">Runs after the first; -1 means without end.</param>
/// <param name="delayInterval">The delay as <c>HH:mm:ss</c>.</param>
public sealed class FixedDelayRetryAttribute(int maxRetryCount, string delayInterval) : RetryAttribute(maxRetryCount)
{
    /// <summary>The delay as <c>HH:mm:ss</c>.</summary>
    public string DelayInterval { get; } = delayInterval;
}
