using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>What a trigger brings to an invocation.</summary>
/// <param name="Payload">A <see cref="BinaryData"/>, a <see cref="TimerInfo"/> or an <see cref="HttpRequest"/>.</param>
/// <param name="BindingData">Values by name, without regard to case.</param>
/// <param name="Reason">Why it runs, for the log.</param>
internal sealed record TriggerInput(object Payload, IReadOnlyDictionary<string, object?> BindingData, string Reason)
{
    /// <summary>The HTTP context, where there is one.</summary>
    public HttpContext? Http { get; init; }

    /// <summary>Which attempt this is, for functions with a retry attribute.</summary>
    public RetryContext? Retry { get; init; }
}
