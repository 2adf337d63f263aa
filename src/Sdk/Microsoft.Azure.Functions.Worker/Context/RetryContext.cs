namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which attempt of an event this is.</summary>
public abstract class RetryContext
{
    /// <summary>0 for the first attempt.</summary>
    public abstract int RetryCount { get; }

    /// <summary>How many retries follow the first attempt; -1 means without end.</summary>
    public abstract int MaxRetryCount { get; }
}
