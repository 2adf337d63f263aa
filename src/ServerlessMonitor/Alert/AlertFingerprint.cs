using System.Security.Cryptography;
using System.Text;

namespace ServerlessMonitor.Alert;

/// <summary>Names an alert by its identity.</summary>
internal static class AlertFingerprint
{
    /// <summary>The first 32 hexadecimal digits of SHA-256 over the parts, each ended by U+0000 so that no two identities share a text.</summary>
    public static string Of(AlertIdentity identity)
    {
        string text = string.Join('\0', identity.Model.Model, identity.Model.Version, identity.AlertName, identity.RuleId, identity.Windows);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
    }
}
