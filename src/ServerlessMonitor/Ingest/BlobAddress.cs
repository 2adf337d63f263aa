using System.Security.Cryptography;
using System.Text;

namespace ServerlessMonitor.Ingest;

/// <summary>Where a blob is, in the account that is watched.</summary>
/// <param name="Container">The container's name.</param>
/// <param name="Path">The blob's name inside it, decoded, without a leading slash.</param>
public readonly record struct BlobAddress(string Container, string Path)
{
    /// <summary>
    /// A name for the blob that fits into storage keys: the first 32 hexadecimal digits of SHA-256 over <c>container/path</c> in UTF-8.
    /// </summary>
    public string BatchId => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Container}/{Path}")))[..32];

    /// <inheritdoc/>
    public override string ToString() => $"{Container}/{Path}";
}
