namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>The id of the invocation, unique.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The id of the function, the same for all its invocations.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The distributed trace the invocation is part of.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>What the trigger tells beside its payload.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>Which attempt this is; <see langword="null"/> for functions without a retry attribute.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this invocation: a scope that ends with it.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>Values shared within this invocation.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>The features of this invocation.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Cancelled when the function is to end: the host's grace on shutdown or the function's timeout is over, or the HTTP client has gone.</summary>
    public virtual CancellationToken CancellationToken { get; }
}
