namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a trigger tells beside its payload.</summary>
public abstract class BindingContext
{
    /// <summary>Values by name, without regard to case.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
