namespace Microsoft.Azure.Functions.Worker;

/// <summary>Objects that belong to an invocation, by type.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>Sets the feature of type <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">The type it is found by.</typeparam>
    /// <param name="instance">The feature.</param>
    void Set<T>(T instance);

    /// <summary>The feature of type <typeparamref name="T"/>, or <see langword="null"/>.</summary>
    /// <typeparam name="T">The type it was set by.</typeparam>
    T? Get<T>();
}
