namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The base of everything that binds a parameter.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class BindingAttribute : Attribute;
