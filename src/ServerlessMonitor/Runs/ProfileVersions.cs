using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Runs;

/// <summary>Names the profiles of a batch: everything that decides which parts it has is in the name, so that two workers write the same parts under one name, or other names.</summary>
internal static class ProfileVersions
{
    private const int DigestDigits = 16;

    /// <summary>The name of the profile of one version of a blob.</summary>
    /// <param name="eTag">The version of the blob.</param>
    /// <param name="monitor">In whose terms it was read.</param>
    /// <param name="schema">In whose columns it was read.</param>
    /// <param name="retractions">How often the blob had been retracted before: parts that are being forgotten are not those that come in.</param>
    public static string Of(string eTag, MonitorDefinition monitor, DatasetSchema schema, int retractions)
    {
        string inputs = string.Create(
            CultureInfo.InvariantCulture, $"{monitor.Digest}\n{retractions}\n{schema.Task}\n{schema.Positive}\n{string.Join('\n', schema.Columns)}");
        return $"{eTag}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(inputs)))[..DigestDigits]}";
    }
}
