using System.Diagnostics;

namespace Microsoft.Azure.Functions.Worker.Embedded;

internal sealed class EmbeddedFunctionContext(
    FunctionDescriptor function, TriggerInput input, string invocationId, IServiceProvider services, CancellationToken cancellationToken) : FunctionContext
{
    public override string InvocationId => invocationId;

    public override string FunctionId => function.HostName;

    public override TraceContext TraceContext { get; } = new EmbeddedTraceContext(Activity.Current);

    public override BindingContext BindingContext { get; } = new EmbeddedBindingContext(input.BindingData);

    public override RetryContext RetryContext => input.Retry!;

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => function.Definition;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    public override CancellationToken CancellationToken => cancellationToken;

    public FunctionDescriptor Function => function;

    public TriggerInput Input => input;

    /// <summary>What the function returned.</summary>
    public object? Result { get; set; }
}
