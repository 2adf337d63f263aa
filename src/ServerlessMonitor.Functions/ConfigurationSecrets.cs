using Microsoft.Extensions.Configuration;
using ServerlessMonitor.Notify;

namespace ServerlessMonitor.Functions;

/// <summary>Secrets are settings of the app; in Azure those are references to Key Vault.</summary>
internal sealed class ConfigurationSecrets(IConfiguration configuration) : ISecretSource
{
    /// <inheritdoc/>
    public string? Get(string name) => configuration[name];
}
