using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>The name under which the hosts of one app share state: at most 32 lower-case characters.</summary>
internal static class HostId
{
    private const int MaxLength = 32;

    /// <summary>The setting <c>AzureFunctionsWebHost__hostid</c>, else one made of machine and folder.</summary>
    public static string Of(IConfiguration configuration, string folder)
    {
        if (configuration["AzureFunctionsWebHost:hostid"] is { Length: > 0 and <= MaxLength } set)
        {
            return set.ToLowerInvariant();
        }

        var machine = new string([.. Environment.MachineName.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit).Take(20)]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(folder))));
        return $"{machine}-{hash[..10]}";
    }
}
