namespace Microsoft.Azure.Functions.Worker;

/// <summary>The W3C trace an invocation is part of.</summary>
public abstract class TraceContext
{
    /// <summary>The traceparent header.</summary>
    public abstract string TraceParent { get; }

    /// <summary>The tracestate header.</summary>
    public abstract string TraceState { get; }
}
