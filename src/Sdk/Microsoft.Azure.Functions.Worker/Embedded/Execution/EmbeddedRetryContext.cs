namespace Microsoft.Azure.Functions.Worker.Embedded;

internal sealed class EmbeddedRetryContext(int retryCount, int maxRetryCount) : RetryContext
{
    public override int RetryCount => retryCount;

    public override int MaxRetryCount => maxRetryCount;
}
