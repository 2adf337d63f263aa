namespace ServerlessMonitor.Notify;

/// <summary>Where settings that <c>receivers.yaml</c> refers to as <c>${Name}</c> get their values.</summary>
public interface ISecretSource
{
    /// <summary>The setting's value, or null when it is not set.</summary>
    string? Get(string name);
}
