namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The base of the bindings that start a function. A function has exactly one.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute;
