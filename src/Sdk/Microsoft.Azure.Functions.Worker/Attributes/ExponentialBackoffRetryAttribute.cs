namespace Microsoft.Azure.Functions.Worker;

/// <summary>Retries after delays that double.</summary>
/// <param name="maxRetryCount">Runs after the first; -1 means without end.</param>
/// <param name="minimumInterval">The first delay as <c>HH:mm:ss</c>.</param>
/// <param name="maximumInterval">The longest delay as <c>HH:mm:ss</c>.</param>
public sealed class ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    : RetryAttribute(maxRetryCount)
{
    /// <summary>The first delay as <c>HH:mm:ss</c>.</summary>
    public string MinimumInterval { get; } = minimumInterval;

    /// <summary>The longest delay as <c>HH:mm:ss</c>.</summary>
    public string MaximumInterval { get; } = maximumInterval;
}
