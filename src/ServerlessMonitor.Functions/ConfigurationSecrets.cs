using Microsoft.Extensions.Configuration;
using ServerlessMonitor.Notify;

namespace ServerlessMonitor.Functions;

/// <summary>Secrets are settings of the app; in Azure those are references to Key Vault.</summary>
internal sealed class ConfigurationSecrets(IConfiguration configuration) : ISecretSource
{
    // The platform hands out the reference itself where it could not follow it: the secret is missing, or the identity may not read it.
    private const string UnresolvedReference = "@Microsoft.KeyVault(";

    /// <inheritdoc/>
    public string? Get(string name) =>
        configuration[name] is { } value && !value.StartsWith(UnresolvedReference, StringComparison.OrdinalIgnoreCase) ? value : null;
}
