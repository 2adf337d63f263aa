using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>A function as found in an assembly.</summary>
internal sealed class FunctionDescriptor
{
    private readonly Func<object?, Task<object?>> _await;
    private readonly MethodInvoker _invoker;

    public FunctionDescriptor(string name, MethodInfo method, ParameterInfo triggerParameter, TriggerBindingAttribute trigger, bool isDisabled)
    {
        Name = name;
        Method = method;
        TriggerParameter = triggerParameter;
        Trigger = trigger;
        IsDisabled = isDisabled;
        Parameters = method.GetParameters();
        Retry = method.GetCustomAttribute<RetryAttribute>();
        Definition = new EmbeddedFunctionDefinition(this);
        _await = Awaiter.For(method.ReturnType);
        _invoker = MethodInvoker.Create(method);
    }

    public string Name { get; }

    /// <summary>The name as hosts write it to logs.</summary>
    public string LogName => "Functions." + Name;

    /// <summary>The name as hosts write it to storage.</summary>
    public string HostName => "Host.Functions." + Name;

    public MethodInfo Method { get; }

    public ParameterInfo TriggerParameter { get; }

    public TriggerBindingAttribute Trigger { get; }

    public IReadOnlyList<ParameterInfo> Parameters { get; }

    public RetryAttribute? Retry { get; }

    /// <summary>Whether <c>AzureWebJobs.&lt;Name&gt;.Disabled</c> is set: no trigger starts it, only a hand does.</summary>
    public bool IsDisabled { get; }

    public FunctionDefinition Definition { get; }

    /// <summary>Calls the method and waits for what it returns.</summary>
    public Task<object?> InvokeAsync(object? instance, object?[] arguments) => _await(_invoker.Invoke(instance, arguments));
}
